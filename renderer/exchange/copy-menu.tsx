/** The copy menu of an exchange: as a command, as a program, as a report. */

import { ChevronDown, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { bugReportOf } from '#shared/exchange/export/bug-report.ts';
import { curlOf, type CurlOptions } from '#shared/exchange/export/curl.ts';
import { snippetOf, type SnippetOptions } from '#shared/exchange/export/snippets.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { shellNames, shells } from '#shared/shell/shell.ts';
import { useAppState } from '../state/app-store.ts';
import { chooseShell, useShell } from '../state/shell-choice.ts';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy.tsx';
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuLine } from '../ui/menu.tsx';
import { notify } from '../ui/toast.tsx';

export function CopyMenu({ exchange }: { exchange: Exchange }): ReactNode {
  const info = useAppState((app) => app.info);
  const origin = useAppState((app) => new URL(app.status.baseUrl).origin);
  const sent = exchange.upstreamRequest !== null;
  const shell = useShell();
  const copyCurl = (side: SnippetOptions['side']): void => {
    void copy(commandOf(exchange, { side, origin, shell }), 'the curl command');
  };
  const copySnippet = (side: SnippetOptions['side'], language: SnippetOptions['language']): void => {
    const what = `the ${language === 'python' ? 'Python' : 'TypeScript'} program`;
    void copy(snippetOf(exchange, { side, language, origin }), what);
  };
  return (
    <Menu
      label="Copy"
      trigger={
        <Button look="quiet" className="h-6 px-2">
          <Copy size={13} aria-hidden />
          Copy
          <ChevronDown size={12} aria-hidden />
        </Button>
      }
    >
      <MenuGroup label="Client request, to this proxy">
        <MenuItem onSelect={() => copyCurl('client')}>curl</MenuItem>
        <MenuItem onSelect={() => copySnippet('client', 'typescript')}>TypeScript</MenuItem>
        <MenuItem onSelect={() => copySnippet('client', 'python')}>Python</MenuItem>
      </MenuGroup>
      <MenuLine />
      <MenuGroup label="Upstream request, to Anthropic">
        <MenuItem disabled={!sent} onSelect={() => copyCurl('upstream')}>
          curl
        </MenuItem>
        <MenuItem disabled={!sent} onSelect={() => copySnippet('upstream', 'typescript')}>
          TypeScript
        </MenuItem>
        <MenuItem disabled={!sent} onSelect={() => copySnippet('upstream', 'python')}>
          Python
        </MenuItem>
      </MenuGroup>
      <MenuLine />
      <MenuGroup label="curl for">
        <MenuChoice
          label="Shell of the commands"
          value={shell}
          onChange={chooseShell}
          items={shells.map((value) => ({ value, label: shellNames[value] }))}
        />
      </MenuGroup>
      <MenuLine />
      <MenuItem onSelect={() => void copy(bugReportOf(exchange, info), 'the bug report')}>Bug report</MenuItem>
    </Menu>
  );
}

/** Null too where the URL or a header contains what no command line can. */
function commandOf(exchange: Exchange, options: CurlOptions): string | null {
  try {
    return curlOf(exchange, options);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

async function copy(text: string | null, what: string): Promise<void> {
  if (text !== null) {
    await copyText(text, what);
    return;
  }
  notify(`Could not copy ${what}`, {
    description: 'The SDK has no call for this request, or its body was truncated.',
    problem: true,
  });
}
