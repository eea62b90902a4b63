/** Keys recognisable by their own form, anywhere in a text. */

import { hideSecret } from './hide-secret.ts';
import { discordToken, markedShapes, prefixGroups } from './key-prefixes.ts';
import { isOrdinary } from './ordinary-text.ts';
import { alphabet, isWordStart, type Edit, endsEscape, readRun, type Rule, type StepCount } from './text-runs.ts';

interface Shape {
  readonly prefix: string;
  readonly members: Uint8Array;
  readonly least: number;
}

const shapes: readonly Shape[] = prefixGroups
  .flatMap(({ prefixes, alphabet: characters, least }) => {
    const members = alphabet(characters);
    return prefixes.map((prefix) => ({ prefix, members, least }));
  })
  // The longest of several matches.
  .toSorted((one, other) => other.prefix.length - one.prefix.length);

const HYPHEN = 0x2d;
const PREFIX_TAIL = /[A-Za-z0-9]{2}[-_.]/g;

/** Prefixes that end in a separator, by their last characters: looked up at each separator of a text. */
const byTail = new Map<string, readonly Shape[]>();
for (const shape of shapes) {
  const tail = tailOf(shape);
  if (tail !== null) byTail.set(tail, [...(byTail.get(tail) ?? []), shape]);
}

/** The other prefixes are few. PHP writes every slash of a JSON text as `\/`. */
const others = new Map(shapes.filter((shape) => tailOf(shape) === null).map((shape) => [shape.prefix, shape]));
const OTHER_PREFIX = new RegExp(
  [...others.keys()]
    .map((prefix) => prefix.replaceAll('.', String.raw`\.`).replaceAll('/', String.raw`\\?/`))
    .join('|'),
  'g',
);
const JWT = /eyJ/g;
const TOKEN_PART = alphabet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');

const LOWER_Z = 0x7a;

export const providerKeyPatterns: readonly RegExp[] = [
  PREFIX_TAIL,
  OTHER_PREFIX,
  JWT,
  discordToken,
  ...markedShapes.map(({ pattern }) => pattern),
];

export const findPrefixedKeys: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { 0: tail, index: tailIndex } of text.matchAll(PREFIX_TAIL)) {
    const behind = tailIndex + tail.length;
    if (tailIndex < from) continue;
    const shape = byTail.get(tail)?.find(({ prefix }) => text.endsWith(prefix, behind));
    if (shape === undefined) continue;
    const index = behind - shape.prefix.length;
    const longest = shapes.find(({ prefix }) => text.startsWith(prefix, index)) ?? shape;
    from = addKey(edits, text, index, index + longest.prefix.length, longest, steps);
  }
  return edits;
};

export const findOtherPrefixedKeys: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(OTHER_PREFIX)) {
    const shape = others.get(found.replaceAll('\\', ''));
    if (index < from || shape === undefined) continue;
    from = addKey(edits, text, index, index + found.length, shape, steps);
  }
  return edits;
};

function tailOf({ prefix }: Shape): string | null {
  return /[A-Za-z0-9]{2}[-_.]$/.exec(prefix)?.[0] ?? null;
}

/**
 * Redacts the key of this form at `start`, if there is one.
 *
 * @returns the end of the text that was read
 */
function addKey(edits: Edit[], text: string, index: number, start: number, shape: Shape, steps: StepCount): number {
  if (!isWordStart(text, index)) return start;
  const end = readRun(text, start, shape.members, steps);
  const secret = text.slice(start, end);
  if (secret.length >= shape.least && isKey(secret, shape)) edits.push({ start, end, text: hideSecret(secret) });
  return end;
}

/** Where a key has no separators, a long enough run of its alphabet does not occur by chance. */
function isKey(secret: string, { prefix, members }: Shape): boolean {
  if (new Set(secret).size < 5) return false;
  // `sk-ant-api03-`: no ordinary name begins with a key's version.
  const isVersioned = /\d/.test(prefix) && prefix.length > 4;
  const isCertain = (isVersioned || (members[HYPHEN] === 0 && members[LOWER_Z] === 0)) && secret.length >= 16;
  // Ordinary names with the same beginning contain no long numbers.
  const number = prefix.length > 3 ? /\d{4}/ : /\d{8}/;
  return isCertain || number.test(secret) || !isOrdinary(secret);
}

/** Three base64url parts separated by dots, the first of them a JSON object (`{"`). */
export const findJsonWebTokens: Rule = (text, steps) => {
  const edits: Edit[] = [];
  let from = 0;
  for (const { index } of text.matchAll(JWT)) {
    if (index < from || !beginsKey(text, index)) continue;
    const header = readRun(text, index, TOKEN_PART, steps);
    from = header;
    if (text[header] !== '.' || header - index < 9) continue;
    const payload = readRun(text, header + 1, TOKEN_PART, steps);
    from = payload;
    if (text[payload] !== '.' || payload - header < 7) continue;
    const end = readRun(text, payload + 1, TOKEN_PART, steps);
    from = end;
    edits.push({ start: index, end, text: `eyJ${hideSecret(text.slice(index, end))}` });
  }
  return edits;
};

export const findMarkedKeys: Rule = (text, steps) => {
  const edits: Edit[] = [];
  for (const { marker, before, pattern } of markedShapes) {
    let from = 0;
    for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, at + marker.length)) {
      for (const length of before) {
        const start = at - length;
        steps.count += 1;
        if (start < from || !beginsKey(text, start)) continue;
        pattern.lastIndex = start;
        const found = pattern.exec(text)?.[0];
        if (found === undefined) continue;
        from = start + found.length;
        edits.push({ start, end: from, text: hideSecret(found) });
        break;
      }
    }
  }
  return inOrder(edits);
};

export const findDiscordTokens: Rule = (text) => {
  const found = [...text.matchAll(discordToken)].filter(({ index }) => beginsKey(text, index));
  return found.map(({ 0: token, index }) => ({ start: index, end: index + token.length, text: hideSecret(token) }));
};

/** Merges the edits of several searches and drops those that overlap an earlier one. */
function inOrder(edits: Edit[]): readonly Edit[] {
  let end = 0;
  return edits
    .toSorted((one, other) => one.start - other.start)
    .filter((edit) => {
      if (edit.start < end) return false;
      ({ end } = edit);
      return true;
    });
}

function beginsKey(text: string, at: number): boolean {
  return at === 0 || TOKEN_PART[text.charCodeAt(at - 1)] !== 1 || endsEscape(text, at);
}
