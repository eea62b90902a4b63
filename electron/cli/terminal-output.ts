/**
 * All that is printed. Text from clients, upstreams, files and the command line is among it: its control characters, escape
 * sequences and bidirectional overrides are printed as escapes, so that none of it acts on the terminal.
 */

import { escapeOf, visible } from '#shared/json/visible-characters.ts';

/** One line for the person at the terminal, on stderr; line breaks in it are printed as escapes too. */
export function printLine(line: string): void {
  process.stderr.write(`${oneLine(line)}\n`);
}

/** Text of several lines, with its last line break, on stderr. */
export function printText(text: string): void {
  process.stderr.write(visible(text));
}

/** A line on stdout, for programs that start us. */
export function printResult(line: string): void {
  process.stdout.write(`${oneLine(line)}\n`);
}

function oneLine(text: string): string {
  return visible(text).replaceAll('\n', escapeOf);
}
