/**
 * Credentials after the name of their scheme, anywhere in a text: `Bearer …`, `Basic …`. The scheme names alone are ordinary
 * English words.
 */

import { hideSecret, MARK } from './hide-secret.ts';
import { looksRandom } from './ordinary-text.ts';
import { alphabet, isWordStart, type Edit, readRun, type Rule } from './text-runs.ts';

const SCHEME = /(?:bearer|basic)[ \t]{1,4}/gi;
const CREDENTIALS = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-');

export const bearerPatterns: readonly RegExp[] = [SCHEME];

export const findBearerValues: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(SCHEME)) {
    const start = index + found.length;
    if (index < from || !isWordStart(text, index)) continue;
    const end = readRun(text, start, CREDENTIALS, steps);
    from = end;
    const secret = text.slice(start, end);
    if (text[end] !== MARK && looksRandom(secret, 8)) edits.push({ start, end, text: hideSecret(secret) });
  }
  return edits;
};
