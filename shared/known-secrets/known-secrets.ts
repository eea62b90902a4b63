/**
 * The secrets of one request, made ready to be looked for in what an upstream answers: the API key it was shown, and the token
 * that the client showed us.
 */

import { EscapeReader } from './escape-reader.ts';
import { createSubstringAutomaton, type SubstringAutomaton } from './substring-automaton.ts';

/** A stretch of one character of a secret that long is held back until it is known whether the secret goes on. */
const HOLD = 8;
/** A secret of which so many characters are missing cannot be guessed: 12 characters of base64 are 72 bits. */
const UNGUESSABLE = 12;
/** Shorter ones are words such as `none`, which gateways that need no key are given; masking them would spoil answers. */
const SHORTEST_SECRET = 6;
const SHORTEST_WITHOUT_DIGIT = 16;

export interface KnownSecret {
  readonly text: string;
  /** What every stretch has that is taken out, where the secret is not coded. */
  readonly core: string;
  /** Length in characters. */
  readonly size: number;
  /** Made when it is first asked for: most answers hold nothing that has to be read. */
  readonly automaton: () => SubstringAutomaton;
  /** A stretch of this many of its characters is taken out. */
  readonly enough: number;
  /** A stretch of this many of its characters may be the beginning of one that is taken out. */
  readonly hold: number;
}

export interface KnownSecrets {
  readonly secrets: readonly KnownSecret[];
  /** 1 for each character code below 256 that a form of a secret may hold: base64, escapes, the secrets' own characters. */
  readonly formCharacters: Uint8Array;
  /** No shorter run of form characters holds enough of a secret. */
  readonly shortestForm: number;
  /** A shorter run at the end of a delta is let through: it shows too little. */
  readonly shortestHold: number;
  /** The longest secret, in characters. */
  readonly longest: number;
  /** The longest form of it without escapes: base64 twice, with what digits share with their neighbours. */
  readonly longestForm: number;
}

/** Base64 in both alphabets with the line breaks of MIME, and the openers of escapes; hex digits are among them. */
const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\\%\r\n';

/** @param texts secrets of any kind; those that are too short or too plain to be one are left out */
export function prepareSecrets(texts: readonly string[]): KnownSecrets {
  const secrets = [...new Set(texts)].filter(isSearchable).map(prepare);
  const formCharacters = new Uint8Array(256);
  for (const character of COMMON + secrets.map(({ text }) => text).join(''))
    formCharacters[character.charCodeAt(0)] = 1;
  const longest = Math.max(1, ...secrets.map(({ size }) => size));
  return {
    secrets,
    formCharacters,
    shortestForm: least(secrets.map(({ enough }) => enough)),
    shortestHold: least(secrets.map(({ hold }) => hold)),
    longest,
    longestForm: Math.ceil((longest * 16) / 9) + 16,
  };
}

function least(numbers: readonly number[]): number {
  return Math.min(Number.MAX_SAFE_INTEGER, ...numbers);
}

/** Whether a text is long and mixed enough to be looked for. */
function isSearchable(secret: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (!/^[\x20-\x7e]{6,4096}$/.test(secret)) return false;
  return secret.length >= SHORTEST_WITHOUT_DIGIT || (secret.length >= SHORTEST_SECRET && /\d/.test(secret));
}

function prepare(text: string): KnownSecret {
  // As texts are read: what looks like an escape in the secret itself is undone on both sides.
  const codes: number[] = [];
  const reader = new EscapeReader((code) => void codes.push(code & 0x7f));
  for (let index = 0; index < text.length; index += 1) reader.push(text.charCodeAt(index), index, index + 1);
  reader.flush();
  const size = codes.length;
  const enough = size < UNGUESSABLE ? size : Math.max(Math.ceil(0.75 * size), size - UNGUESSABLE);
  let automaton: SubstringAutomaton | null = null;
  return {
    text,
    core: String.fromCharCode(...codes.slice(size - enough, enough)),
    size,
    automaton: () => (automaton ??= createSubstringAutomaton(codes)),
    enough,
    hold: Math.min(HOLD, Math.ceil(size / 2)),
  };
}
