/**
 * All terminal output. Control characters, escape sequences and bidirectional overrides in texts from clients, upstreams,
 * files and the command line are printed as escapes, so that they cannot act on the terminal.
 */

import { escapeOf, visible } from '#shared/json/visible-characters.ts';

/** Prints one line on stderr; line breaks in it become escapes too. */
export function printLine(line: string): void {
  process.stderr.write(`${oneLine(line)}\n`);
}

/** Prints several lines on stderr, with the last line break. */
export function printText(text: string): void {
  process.stderr.write(visible(text));
}

/** Prints a line on stdout, for parent programs. */
export function printResult(line: string): void {
  process.stdout.write(`${oneLine(line)}\n`);
}

function oneLine(text: string): string {
  return visible(text).replaceAll('\n', escapeOf);
}
