/** Commands that set environment variables and start a program, for each shell. */

import { shellQuote } from './posix-quote.ts';
import type { Shell } from './shell.ts';
import { cmdQuote, powerShellQuote } from './windows-quote.ts';

/** Sets variables for the programs started from this terminal. */
export function setVariables(shell: Shell, variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => setVariable(shell, name, value))
    .join('\n');
}

function setVariable(shell: Shell, name: string, value: string): string {
  if (shell === 'powershell') return `$env:${name} = ${powerShellQuote(value)}`;
  // Without quotes: `set` takes the rest of the line, carets are taken away before.
  if (shell === 'cmd') return `set ${caretQuote(`${name}=${value}`)}`;
  return `export ${name}=${shellQuote(value)}`;
}

/** A program with its arguments, one line. */
export function commandLine(shell: Shell, words: readonly string[]): string {
  return words.map((word) => quoteWord(shell, word)).join(' ');
}

function quoteWord(shell: Shell, word: string): string {
  if (shell === 'powershell')
    return /^[A-Za-z][A-Za-z0-9_./:\\=-]*$/.test(word) || /^--?[A-Za-z-]+$/.test(word) ? word : powerShellQuote(word);
  return shell === 'cmd' ? cmdQuote(word) : shellQuote(word);
}

function caretQuote(text: string): string {
  return text.replaceAll(/[()%!^"<>&|]/g, '^$&');
}
