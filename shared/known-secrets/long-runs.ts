/** Skips text quickly: where no encoding of a secret fits, only every n-th character is read. */

import { byteAt } from './base64-digits.ts';
import type { KnownSecrets } from './known-secrets.ts';

/**
 * The first run of at least `shortest` consecutive positions that are `wanted`. A run of n positions cannot lie between two
 * positions n apart, so elsewhere only every n-th position is read, and what precedes it.
 *
 * @returns where it starts, or -1
 */
export function findLongRun(from: number, to: number, shortest: number, wanted: (position: number) => boolean): number {
  let at = from;
  while (at + shortest <= to) {
    let start = at + shortest;
    while (start > at && wanted(start - 1)) start -= 1;
    if (start === at) return at;
    at = start;
  }
  return -1;
}

/** Base64 inside base64 is decoded, a third level is not. */
export const BASE64_DEPTH = 2;

const BLOCK = 1_024;

const OTHER_THAN_DIGITS = /[\\%\r\n]/;

/** Whether a run of form characters needs decoding. False for nearly all: identifiers, paths, base64 of other content. */
export function mayHoldSecret(run: string, known: KnownSecrets, depth = BASE64_DEPTH): boolean {
  if (OTHER_THAN_DIGITS.test(run)) return true;
  if (known.secrets.some(({ core }) => run.includes(core))) return true;
  return depth > 0 && [0, 1, 2, 3].some((phase) => mayHoldInside(run, phase, known, depth - 1));
}

/** The same for what the run decodes to. */
function mayHoldInside(run: string, phase: number, known: KnownSecrets, depth: number): boolean {
  const bytes = Math.floor(((run.length - phase) * 3) / 4);
  const isForm = (index: number): boolean => known.formCharacters[byteAt(run, phase, index)] === 1;
  for (let at = 0; at < bytes;) {
    const start = findLongRun(at, bytes, known.shortestForm, isForm);
    if (start === -1) return false;
    let inner = '';
    // In blocks: joined one by one, each character would take 32 bytes.
    let block: number[] = [];
    for (at = start; at < bytes && isForm(at); at += 1) {
      block.push(byteAt(run, phase, at));
      if (block.length < BLOCK) continue;
      inner += String.fromCharCode(...block);
      block = [];
    }
    inner += String.fromCharCode(...block);
    if (mayHoldSecret(inner, known, depth)) return true;
  }
  return false;
}
