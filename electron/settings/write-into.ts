/** Writes settings into the text of their file, so that comments in it stay. */

import { applyEdits, modify } from 'jsonc-parser';
import { readTolerantJson } from '#shared/json/jsonc/tolerant-json.ts';
import { isObject } from '#shared/json/unknown-json.ts';

const FORMATTING = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };
const COMMENT = /\/[/*]/;

/**
 * @param text of the file, in any form that `readTolerantJson` reads; null without one
 * @param value what the file must hold
 * @returns the new text: only changed members are written anew where the text has comments, else all of it
 */
export function writeInto(text: string | null, value: Readonly<Record<string, unknown>>): string {
  const read = text === null || !COMMENT.test(text) ? null : readTolerantJson(text);
  if (text === null || read === null || !read.ok || !isObject(read.value)) return `${JSON.stringify(value, null, 2)}\n`;
  let edited = text;
  for (const name of new Set([...Object.keys(read.value), ...Object.keys(value)])) {
    if (JSON.stringify(read.value[name]) === JSON.stringify(value[name])) continue;
    edited = applyEdits(edited, modify(edited, [name], value[name], FORMATTING));
  }
  return edited;
}
