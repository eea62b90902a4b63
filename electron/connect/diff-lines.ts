/** The difference of two texts by lines, for the window: with three lines around each change, and without secrets. */

import { structuredPatch } from 'diff';
import type { DiffLine } from '#shared/connect/set-up.ts';
import { redactText } from '#shared/exchange/redact/redact.ts';

const kinds: Readonly<Record<string, DiffLine['kind']>> = { ' ': 'same', '+': 'added', '-': 'removed' };

/** @param token masked wherever it occurs; null for none */
export function diffLines(before: string, after: string, token: string | null): { diff: DiffLine[]; masked: boolean } {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 });
  const diff: DiffLine[] = [];
  let line = 1;
  let masked = false;
  for (const hunk of hunks) {
    if (hunk.oldStart > line && hunk.oldLines > 0) diff.push({ kind: 'gap', text: '' });
    for (const entry of hunk.lines) {
      const kind = kinds[entry.charAt(0)];
      // "\ No newline at end of file".
      if (kind === undefined) continue;
      const text = visible(entry.slice(1), token);
      masked ||= text !== withoutLineEnd(entry.slice(1));
      diff.push({ kind, text });
    }
    line = hunk.oldStart + hunk.oldLines;
  }
  return { diff, masked };
}

function visible(line: string, token: string | null): string {
  const text = withoutLineEnd(line);
  return redactText(token === null ? text : text.replaceAll(token, `…${token.slice(-4)}`));
}

function withoutLineEnd(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
