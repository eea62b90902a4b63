/**
 * Finds the API key in text as people paste it: with line breaks, quotes, invisible and full-width characters, escaped as in a URL, in
 * HTML or in a string, as an assignment of a shell, a member of a file, a header, or inside a command. Text without a usable key is refused with the reason. Pure.
 */

import { decodeCopied } from './decode-copied.ts';
import { foldKeyCharacters } from './key-characters.ts';
import { isOauthToken, oauthHint, oauthMessage } from './key.ts';
import { readKeyLine } from './key-line.ts';

export type PastedKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'empty' }
  /** The reason for people. It quotes nothing of the text but one character that no header carries. */
  | { readonly kind: 'unusable'; readonly message: string; readonly hint: string };

export const MIN_KEY_LENGTH = 8;
export const MAX_KEY_LENGTH = 500;

/** Anthropic's API keys have 108 characters (`sk-ant-api03-`, 93 characters, `AA`): nothing that follows belongs to them. */
const WHOLE_KEY_LENGTH = 108;

const COPY_AGAIN = 'Copy the key again where it was made (Anthropic Console), the whole of it and nothing else.';
const PLACEHOLDER =
  /^(?:sk-ant-(?:\w+-)?)?(?:your[-_ ].*|<.*>|\$\{?\w+\}?|%\w+%|x{3,}|key|api[-_]?key|change[-_]?me)$/i;
const VARIABLE_NAME = /^\w*API_KEY$/;
/** What stands for the hidden part of a key: an ellipsis, bullets, stars. */
const MASK = /…|\.{2,}|[•●∙·⋅∗◦⁎✱*]{2,}/;
const SHOWN_KEY = /(?<![\w-])sk-ant-[\w-]*/g;
/** What may stand behind a key: an end of a quote, a list, a bracket or a command. */
const DELIMITER = /^(?:$|[\s"',;:)}\]>&|\\])/;

/** @param text as pasted or typed, or the value of a variable, a member of a file, an item of the keychain */
export function readPastedKey(text: string): PastedKey {
  const folded = foldKeyCharacters(decodeCopied(foldKeyCharacters(text))).trim();
  if (folded === '') return { kind: 'empty' };
  const readings = [...folded.matchAll(SHOWN_KEY)].map((match) => readFrom(folded, match.index, match[0]));
  return readings.length === 0 ? readOtherKey(folded) : chooseKey(readings);
}

/** Text with a key of Anthropic's form: whatever stands around it is left out. */
function chooseKey(readings: readonly PastedKey[]): PastedKey {
  const keys = new Set(readings.flatMap((reading) => (reading.kind === 'key' ? [reading.key] : [])));
  if (keys.size > 1) return unusable('There are several keys in this text.', 'Paste one of them.');
  return readings.find(({ kind }) => kind === 'key') ?? readings[0] ?? { kind: 'empty' };
}

/** The key that begins at `start`; joins the lines that a terminal or a mail program broke it into. */
function readFrom(text: string, start: number, begin: string): PastedKey {
  let key = begin;
  let rest = text.slice(start + begin.length);
  while (key.length < WHOLE_KEY_LENGTH) {
    const next = /^ *\n\s*(?!sk-)([\w-]+)(?=$|\s|["',;)}\]])(?! *[=:])/.exec(rest);
    if (next === null) break;
    key += next[1] ?? '';
    rest = rest.slice(next[0].length);
  }
  if (MASK.test(rest.slice(0, 2)) || /^[…•●∙·⋅*]/.test(rest)) return masked();
  if (key.length < WHOLE_KEY_LENGTH && /^ +(?!sk-ant-)[\w-]{6,}/.test(rest)) return broken();
  return DELIMITER.test(rest) ? verdictOf(key) : verdictOf(key + (/^[^\s"']+/.exec(rest)?.[0] ?? ''));
}

/** A key of another form, as gateways hand out: assignments, quotes and headers around it are taken off. */
function readOtherKey(text: string): PastedKey {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:#|\/\/|[{}[\]]+,?$|---$)/.test(line))
    .map(readKeyLine);
  const named = lines.filter((line) => line.named);
  const candidates = named.length > 0 ? named : lines;
  const [only, another] = candidates;
  if (only === undefined) return unusable('There is no key in this text.', COPY_AGAIN);
  if (another !== undefined) return broken();
  if (only.value === '') return unusable('There is only the name of a key in this text.', COPY_AGAIN);
  return verdictOf(only.value);
}

function verdictOf(key: string): PastedKey {
  if (PLACEHOLDER.test(key) || VARIABLE_NAME.test(key)) {
    return unusable('This is a placeholder, not a key.', 'Enter your own key in Settings.');
  }
  if (isOauthToken(key)) return unusable(oauthMessage, oauthHint);
  if (MASK.test(key)) return masked();
  if (/\s/.test(key)) return broken();
  if (decodeCopied(key) !== key) return unusable('The key is escaped, as in a URL, many times over.', COPY_AGAIN);
  const foreign = /[^\x21-\x7e]/u.exec(key)?.[0];
  if (foreign !== undefined) return unusable(foreignMessage(foreign), COPY_AGAIN);
  if (key.length < MIN_KEY_LENGTH) return unusable('This is too short for an API key.', COPY_AGAIN);
  if (key.length > MAX_KEY_LENGTH) return unusable('This is too long for an API key.', COPY_AGAIN);
  return { kind: 'key', key };
}

function foreignMessage(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const why = /[\u2012-\u2015]/.test(character) ? ' A text program may have put it in place of two hyphens.' : '';
  return `There is a “${character}” (U+${code}) in the key, which no HTTP header can carry.${why}`;
}

function masked(): PastedKey {
  return unusable(
    'This is the shortened form of a key, as the Console shows it, not the key.',
    'The Console shows a key only when it is made: copy it then, or create a new one.',
  );
}

function broken(): PastedKey {
  return unusable('The key has a space or a line break in it.', COPY_AGAIN);
}

function unusable(message: string, hint: string): PastedKey {
  return { kind: 'unusable', message, hint };
}
