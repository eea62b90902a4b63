/**
 * An exchange as Markdown to paste into an issue: versions, what happened, what was changed, the four messages. Redacted (again).
 */

import { costOfExchange } from '../cost.ts';
import { isLoss } from '../../notes.ts';
import type { Exchange, HttpMessage } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';

export interface BugReportOptions {
  readonly version: string;
  readonly electron: string;
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** Secrets to remove whatever their form. */
  readonly known?: readonly string[];
}

/** Issue trackers accept about 65,000 characters; four bodies of this length fit, with the rest. */
const MAX_SIDE = 13_000;
const MAX_NOTES = 40;

export function bugReportOf(stored: Exchange, options: BugReportOptions): string {
  const exchange = redactExchange(stored, options.known ?? []);
  const parts = [
    '### What happened\n\n(Say here what you expected and what you saw.)\n',
    `### Versions\n\n${table(versions(options))}`,
    `### Exchange\n\n${table(facts(exchange))}`,
  ];
  const { error } = exchange;
  if (error !== null) {
    parts.push(`### Error\n\n${fenced([error.code, error.message, error.hint ?? ''].join('\n').trimEnd())}`);
  }
  parts.push(
    `### What was changed\n\n${noteLines(exchange.notes)}`,
    sideSection('Client request', exchange.clientRequest),
    sideSection('Upstream request', exchange.upstreamRequest),
    sideSection('Upstream response', exchange.upstreamResponse),
    sideSection('Client response', exchange.clientResponse),
    '<sub>Made by Dragoman. Secrets are redacted; read it once before you post it, for it holds what was said.</sub>\n',
  );
  return parts.join('\n');
}

type Row = readonly [string, string | number | null];

function versions({ version, electron, platform }: BugReportOptions): readonly Row[] {
  return [
    ['Dragoman', version],
    ['Electron', electron],
    ['System', platform],
  ];
}

function facts({ summary, timing }: Exchange): readonly Row[] {
  const { tokens } = summary;
  const cost = costOfExchange(summary);
  return [
    ['Time', new Date(summary.startedAt).toISOString()],
    ['Request', `${summary.method} ${summary.path}`],
    ['Tool', summary.tool],
    ['Model asked', summary.modelAsked],
    ['Model used', summary.modelUsed],
    ['State', `${summary.state}${summary.status === null ? '' : ` (${summary.status})`}`],
    ['Error', summary.errorCode],
    ['Streamed', summary.stream ? 'yes' : 'no'],
    ['Demo', summary.demo ? 'yes' : null],
    ['First text', summary.firstTextMs === null ? null : `${summary.firstTextMs} ms`],
    ['Total', summary.totalMs === null ? null : `${summary.totalMs} ms`],
    ['Upstream headers', timing.upstreamHeaders === null ? null : `${timing.upstreamHeaders} ms`],
    [
      'Tokens',
      tokens &&
        `${tokens.input} in, ${tokens.output} out, ${tokens.cacheRead} read from cache, ${tokens.cacheWrite} written`,
    ],
    ['Cost', cost && `$${cost.usd.toFixed(4)} at the prices of ${cost.priceDate}`],
  ];
}

function table(rows: readonly Row[]): string {
  const lines = rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `| ${name} | ${code(String(value))} |\n`);
  return `| | |\n|---|---|\n${lines.join('')}`;
}

/** Inline code that its text cannot terminate: no line breaks, a fence longer than any inside, pipes escaped for the table. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  return `${fence} ${line} ${fence}`;
}

function fenced(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}\n`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Losses first. */
function noteLines(notes: Exchange['notes']): string {
  if (notes.length === 0) return 'Nothing.\n';
  const lost = notes.filter(isLoss);
  const kept = notes.filter((note) => !isLoss(note));
  const lines = [...lost, ...kept].slice(0, MAX_NOTES).map(({ verb, code: name, from, to, reason }) => {
    const way = [from, to].filter((path) => path !== null).map(code);
    return `- **${verb}** ${way.join(' → ')} (${name}): ${code(reason)}\n`;
  });
  const more = notes.length > MAX_NOTES ? `- and ${notes.length - MAX_NOTES} more\n` : '';
  return lines.join('') + more;
}

function sideSection(title: string, side: HttpMessage | null): string {
  if (side === null) return `<details><summary>${title}: none</summary></details>\n`;
  const headers = Object.entries(side.headers).map(([name, value]) => `${name}: ${value}\n`);
  const head = fenced(`${side.startLine}\n${headers.join('')}`.trimEnd(), 'http');
  const room = Math.max(1000, MAX_SIDE - head.length);
  const body = side.body.slice(0, room);
  const cut = side.truncated || body.length < side.body.length;
  const said = cut ? `The first ${body.length} characters of ${side.bytes} bytes:\n\n` : '';
  const language = side.events ? '' : 'json';
  return `<details><summary>${title}</summary>\n\n${head}\n${said}${fenced(body, language)}\n</details>\n`;
}
