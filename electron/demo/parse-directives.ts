/**
 * Parses directives for the mock server: faults, unusual responses, exact texts. They are part of the last user text, as
 * `[[mock: status=529 retry-after=2]]`, or come from a script. `README.md` lists them.
 */

import { blocksOf } from '#shared/anthropic/validate/index.ts';
import type { Turn } from '#shared/anthropic/validate/index.ts';

/** Name to value; a name without a value has the value `''`. */
export type Directives = ReadonlyMap<string, string>;

const directive = /\[\[\s*(?:mock|stand-in):([\s\S]*?)\]\]/g;
const argument = /([a-z][a-z0-9-]*)(?:=(?:"((?:[^"\\]|\\.)*)"|(\S+)))?/gi;

/** All directives in a text; later ones win. Values with spaces are in double quotes, with the escapes `\"` and `\n`. */
export function parseDirectives(text: string): Directives {
  const found = new Map<string, string>();
  for (const [, body = ''] of text.matchAll(directive)) {
    for (const [, name = '', quoted, bare] of body.matchAll(argument)) {
      found.set(name.toLowerCase(), quoted === undefined ? (bare ?? '') : unescape(quoted));
    }
  }
  return found;
}

/** The text without directives, for responses that quote it. */
export const withoutDirectives = (text: string): string => text.replace(directive, '').trim();

/** The joined texts of the last user turn, without tool results. */
export function lastUserText(messages: readonly Turn[]): string {
  const turn = messages.findLast((message) => message.role === 'user');
  if (turn === undefined) return '';
  return blocksOf(turn)
    .flatMap((block) => (block.type === 'text' && block.text !== undefined ? [block.text] : []))
    .join('\n');
}

/** A directive's number; the default when absent or empty, never NaN. */
export function amount(directives: Directives, name: string, otherwise: number): number {
  const value = Number.parseFloat(directives.get(name) ?? '');
  return Number.isFinite(value) ? value : otherwise;
}

/** Bytes from `10`, `64kB` or `200MB` (powers of 1024). */
export function byteCount(value: string): number {
  const [, digits = '0', unit = ''] = /^(\d+)\s*(k|m)?b?$/i.exec(value) ?? [];
  const factor = { k: 1024, m: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  return Number.parseInt(digits, 10) * factor;
}

const unescape = (value: string): string =>
  value.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
