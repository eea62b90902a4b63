/**
 * Secrets recognised by their name: JSON members, lines of `.env` and YAML files, assignments in code, header lines, options of
 * commands, XML elements; also inside a JSON string, at any depth.
 */

import { hideScheme, hideSecret, MARK } from './hide-secret.ts';
import { isExpression, isOrdinary, isPlaceholder, looksRandom } from './ordinary-text.ts';
import { classifyName, type SecretNameClass } from './secret-names.ts';
import { alphabet, type Edit, endsEscape, readRun, type Rule, type StepCount } from './text-runs.ts';

/**
 * `environment`: `NAME=value`. `argument`: of a command, an element, a connection string. `bare`: a value without quotes in code or
 * YAML. `loose`: after a blank, an opening bracket or an `is`, as in a sentence, where only a clearly random value counts.
 */
type ValueStyle = 'quoted' | 'environment' | 'argument' | 'bare' | 'loose';

/** Start of a value. */
interface ValueRange {
  readonly start: number;
  readonly style: ValueStyle;
  /** The name is quoted: so is the value, or it is not a string. */
  readonly isMember: boolean;
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly style: ValueStyle;
  readonly isQuoted: boolean;
}

const CANDIDATE = /(?:passw(?:or)?d|passphrase|passwort|pwd|pass|secret|token|key|authorization|credential|auth)/gi;
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const NAME = alphabet(`${LETTERS_AND_DIGITS}_-.`);
/** All printable characters except blanks, quotes, the backslash and what ends a value in most languages. */
const BARE = alphabet(`${LETTERS_AND_DIGITS}!#$%()*+-./:<=>?@[]^_{}~`);
/** Longer names are not names, longer values are not secrets (a private key of 4,096 bits has 3,300 characters). */
const MAX_NAME = 64;
const MAX_VALUE = 8_192;

/** After a name: its closing quote, an index's bracket, `:`, `=`, `:=` or `=>`. */
const ASSIGNS = /((?:\\{0,15}["'`])?\]?)((?:[ \t]|\\t){0,20})(:=|=>|[:=](?![:=]))((?:[ \t]|\\t){0,20})/y;
/** `apiKey: string = ` */
const TYPE = /[A-Za-z][\w.]{0,40}(?:[ \t]|\\t){0,4}=(?:[ \t]|\\t){0,4}(?=\\{0,15}["'`])/y;
/** `{"name": "API_KEY", "value": ` and the same in YAML. */
const VALUE_MEMBER =
  /(?:\\{0,15}["'])?,?(?:[ \t\r\n]|\\{1,15}[nrt]){0,40}(?:\\{0,15}["'])?value(?:\\{0,15}["'])?[ \t]{0,10}[:=][ \t]{0,10}/iy;
/** `setToken("`, `PASSWORD '`, `ENV API_KEY `, `the password is ` */
const FOLLOWS = /\((?=[rbfu@]?\\{0,15}["'`])|(?:[ \t]|\\t){1,4}(?:is(?:[ \t]|\\t){1,4})?/iy;
/** `api key` in a sentence. */
const SPOKEN_KEY = /(?:api|secret|access|private|auth) $/i;
const OPENING_QUOTE = /[rbfu@]?(\\{0,15})(["'`])/iy;
const SCHEME = /(?:bearer|basic|token|digest|negotiate|api-?key|key)(?: |%20){1,4}/iy;

export const namedSecretPatterns: readonly RegExp[] = [
  CANDIDATE,
  ASSIGNS,
  TYPE,
  VALUE_MEMBER,
  FOLLOWS,
  OPENING_QUOTE,
  SCHEME,
];

export const findNamedSecrets: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { index } of text.matchAll(CANDIDATE)) {
    if (index < from) continue;
    const nameStart = readBack(text, index, from, steps);
    const nameEnd = readRun(text, index, NAME, steps, MAX_NAME);
    from = nameEnd;
    const name = text.slice(nameStart, nameEnd);
    const range = findValueRange(text, nameStart, name);
    const nameClass = range === null ? null : classifyName(name.replaceAll(/^[-.]+|[-.]+$/g, ''));
    if (range === null || nameClass === null) continue;
    const value = readValue(text, range, steps);
    if (value === null) continue;
    const edit = text[value.end] === MARK ? null : hideValue(text, value, nameClass);
    if (edit !== null) edits.push(edit);
    // A quoted value may itself contain names; an unquoted one is read once.
    from = edit?.end ?? (value.isQuoted ? from : Math.max(from, value.end));
  }
  return edits;
};

function readBack(text: string, from: number, limit: number, steps: StepCount): number {
  let at = from;
  while (at > limit && from - at < MAX_NAME && NAME[text.charCodeAt(at - 1)] === 1 && !endsEscape(text, at)) at -= 1;
  steps.count += from - at + 1;
  if (at !== from) return at;
  const spoken = SPOKEN_KEY.exec(text.slice(Math.max(limit, at - 8), at));
  return at - (spoken?.[0].length ?? 0);
}

function findValueRange(text: string, nameStart: number, name: string): ValueRange | null {
  const nameEnd = nameStart + name.length;
  const isMember = false;
  if (text[nameEnd] === ' ' && name.startsWith('--')) return { start: nameEnd + 1, style: 'argument', isMember };
  if (text[nameEnd] === '>' && text[nameStart - 1] === '<') return { start: nameEnd + 1, style: 'argument', isMember };
  const assigned = matchAt(ASSIGNS, text, nameEnd);
  if (assigned === null) {
    const member = matchAt(VALUE_MEMBER, text, nameEnd);
    if (member !== null) return { start: nameEnd + member[0].length, style: 'environment', isMember };
    const follows = matchAt(FOLLOWS, text, nameEnd);
    return follows === null ? null : { start: nameEnd + follows[0].length, style: 'loose', isMember };
  }
  const [whole, quote = '', before = '', sign = '', behind = ''] = assigned;
  let start = nameEnd + whole.length;
  if (sign === ':') start += matchAt(TYPE, text, start)?.[0].length ?? 0;
  return { start, style: styleOf(name, sign, before + behind), isMember: quote !== '' };
}

/** `NAME=value` of a shell, `NAME: value` of a YAML file, `--name=value`, `Name=value` of a connection string. */
function styleOf(name: string, sign: string, blanks: string): ValueStyle {
  const isUpper = /^[A-Z][A-Z0-9_]*$/.test(name);
  if (isUpper && sign === '=' && blanks === '') return 'environment';
  if (name.startsWith('--') || (isUpper && sign === ':')) return 'argument';
  return sign === '=' && blanks === '' && /^[A-Z]/.test(name) ? 'argument' : 'bare';
}

function readValue(text: string, { start, style, isMember }: ValueRange, steps: StepCount): Value | null {
  const opening = matchAt(OPENING_QUOTE, text, start);
  if (opening === null) {
    const end = readRun(text, start, BARE, steps, MAX_VALUE);
    return isMember || end === start ? null : { start, end, style, isQuoted: false };
  }
  const [whole, backslashes = '', quote = '"'] = opening;
  const depth = backslashes.length;
  const inside = start + whole.length;
  const end = closingQuote(text, inside, depth, quote, steps);
  if (end === inside) return null;
  // `{"a":"api_key=","b":…`: the quote after the name ends the string that contains the name.
  const endsString =
    depth % 2 === 0 && (depth > 0 || (!isMember && /^\s*[,:}\]]/.test(text.slice(inside, inside + 8))));
  return endsString ? null : { start: inside, end, style: style === 'loose' ? style : 'quoted', isQuoted: true };
}

/**
 * Nesting depth in JSON strings of a quote, from the number of backslashes before it. Each level writes `\"` for a quote and two
 * backslashes for one: a quote of level 2 follows 3 backslashes, or 3 and any multiple of 8.
 */
function levelOf(backslashes: number): number {
  const twos = (backslashes + 1) & -(backslashes + 1);
  return 31 - Math.clz32(twos);
}

/**
 * Finds the end of a quoted value: a quote nested no deeper than the opening one. A double quote ends any value, because it may end
 * the string that contains everything.
 *
 * @returns the position after the value's last character, or its start when it is too long
 */
function closingQuote(text: string, start: number, depth: number, quote: string, steps: StepCount): number {
  const limit = Math.min(text.length, start + MAX_VALUE);
  let backslashes = 0;
  for (let at = start; at < limit; at += 1) {
    const character = text[at];
    steps.count += 1;
    if (character === '\\') {
      backslashes += 1;
      continue;
    }
    const level = levelOf(backslashes);
    const closes = character === quote ? level <= levelOf(depth) : character === '"';
    if (closes) return at - (2 ** level - 1);
    // A line break means that the quote did not open a value.
    if (character === '\n') return start;
    backslashes = 0;
  }
  return text.length - start < MAX_VALUE ? text.length - backslashes : start;
}

function hideValue(text: string, value: Value, nameClass: SecretNameClass): Edit | null {
  const { start, style, isQuoted } = value;
  let { end } = value;
  if (nameClass === 'scheme') return hideAuthorization(text, value);
  if (!isQuoted && style !== 'environment')
    end = start + text.slice(start, end).replace(/[.:)}\]>]{1,3}$|<\/.*$/, '').length;
  const secret = text.slice(start, end);
  return isSecretValue(secret, nameClass, style) ? { start, end, text: hideScheme(secret) } : null;
}

function hideAuthorization(text: string, value: Value): Edit | null {
  const scheme = matchAt(SCHEME, text, value.start)?.[0].length ?? 0;
  const start = value.start + scheme;
  // An unquoted value was read up to the blank after the scheme.
  const end = value.isQuoted || scheme === 0 ? value.end : start + bareLength(text, start);
  const secret = text.slice(start, end);
  if (secret.length < 6 || secret.includes(MARK) || text[end] === MARK || isPlaceholder(secret)) return null;
  if (!value.isQuoted && isExpression(secret)) return null;
  // `Authorization: Bearer header on every request` is a sentence.
  const isSentence = !value.isQuoted && text[end] === ' ';
  const isSecret = scheme === 0 || isSentence || /token|key/i.test(secret) ? looksRandom(secret, 8) : true;
  return isSecret ? { start, end, text: scheme === 0 ? hideScheme(secret) : hideSecret(secret) } : null;
}

function bareLength(text: string, start: number): number {
  return readRun(text, start, BARE, { count: 0 }, MAX_VALUE) - start;
}

function isSecretValue(value: string, nameClass: Exclude<SecretNameClass, 'scheme'>, style: ValueStyle): boolean {
  if (value.includes(MARK) || isPlaceholder(value)) return false;
  if (style === 'loose') {
    const least = nameClass === 'password' ? 8 : 16;
    return /\d/.test(value) && /[a-z]/i.test(value) && looksRandom(value, least) && !isExpression(value);
  }
  if ((style === 'bare' || style === 'argument') && isExpression(value)) return false;
  switch (nameClass) {
    case 'password':
      return isPassword(value, style);
    case 'secret':
      return (
        value.length >= 8 &&
        (/\d{4}/.test(value) || !isProse(value)) &&
        !/\s/.test(value.replace(/^(?:bearer|basic|token) /i, ''))
      );
    case 'token':
      return looksRandom(plain(value), 10);
    case 'weak':
      return looksRandom(plain(value), 12);
  }
}

/** Minimal number of words of a password that consists only of words. */
const PASSPHRASE: Readonly<Record<Exclude<ValueStyle, 'loose'>, number>> = {
  environment: 1,
  argument: 3,
  quoted: 4,
  bare: Infinity,
};

function isPassword(value: string, style: Exclude<ValueStyle, 'loose'>): boolean {
  if (value.length < 4) return false;
  if (/\s|\\[nrt]/.test(value)) return !isProse(value);
  if (/\d/.test(value) || !isProse(value)) return !/^[/~.]/.test(value);
  return value.split(/[-_.]/).length >= PASSPHRASE[style];
}

/** Words, with the separators of a sentence between and after them. */
function isProse(value: string): boolean {
  return plain(value)
    .split(/[\s()"'’]+/)
    .every((word) => isOrdinary(word.replaceAll(/[?!]+$/g, '')));
}

/** Without escapes. */
function plain(value: string): string {
  return value.replaceAll(/\\+(?:[nrtbf]|u[0-9a-f]{4})/gi, ' ').replaceAll('\\', '');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
