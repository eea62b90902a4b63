/**
 * The secrets of one request, prepared for searching upstream responses: the API key that was sent, and the token that the client
 * sent to the proxy.
 */

import { EscapeReader } from './escape-reader.ts';
import { createSubstringAutomaton, type SubstringAutomaton } from './substring-automaton.ts';

/** While this many characters of a secret match, output is held back until it is known whether the secret continues. */
const HOLD = 8;
/** A secret with this many missing characters cannot be guessed: 12 characters of base64 are 72 bits. */
const UNGUESSABLE = 12;
/** Shorter ones are words such as `none`, for gateways that need no key; masking them would corrupt responses. */
const SHORTEST_SECRET = 6;
const SHORTEST_WITHOUT_DIGIT = 16;

export interface KnownSecret {
  readonly text: string;
  /** Characters that every removed range contains, where the secret is not encoded. */
  readonly core: string;
  /** Length in characters. */
  readonly size: number;
  /** Built on first use: most responses contain nothing that needs it. */
  readonly automaton: () => SubstringAutomaton;
  /** A range of this many of its characters is removed. */
  readonly enough: number;
  /** A range of this many of its characters may be the beginning of a removed one. */
  readonly hold: number;
}

export interface KnownSecrets {
  readonly secrets: readonly KnownSecret[];
  /** 1 for each character code below 256 that an encoding of a secret may contain: base64, escapes, the secrets' own characters. */
  readonly formCharacters: Uint8Array;
  /** No shorter run of form characters contains enough of a secret. */
  readonly shortestForm: number;
  /** A shorter run at the end of a delta is sent: it reveals too little. */
  readonly shortestHold: number;
  /** The longest secret, in characters. */
  readonly longest: number;
  /** The longest encoding of it without escapes: base64 twice, with digits shared with their neighbours. */
  readonly longestForm: number;
}

/** Base64 in both alphabets with the line breaks of MIME, and the first characters of escapes; hex digits are among them. */
const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\\%\r\n';

/** @param texts secrets of any kind; too short or too plain ones are ignored */
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

/** Whether a text is long and varied enough to be a secret. */
function isSearchable(secret: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (!/^[\x20-\x7e]{6,4096}$/.test(secret)) return false;
  return secret.length >= SHORTEST_WITHOUT_DIGIT || (secret.length >= SHORTEST_SECRET && /\d/.test(secret));
}

function prepare(text: string): KnownSecret {
  // Normalised like the searched texts: a sequence in the secret that looks like an escape is undone on both sides.
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
