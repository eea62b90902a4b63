/** Encodings in which an upstream may quote a secret, and a decoder of all of them that is independent of the product's. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';

export interface QuotedSecret {
  readonly secret: string;
  /** The secret as it is quoted, without its context. */
  readonly quoted: string;
}

/** The alphabet of keys and tokens, with the two signs that PHP and .NET escape in JSON. */
const SECRET_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/.';

/** A secret in the form that gateways issue: 20 to 120 characters. */
export const anySecret: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('sk-ant-api03-', 'sk-', 'n', 'u00', '25', 'c2', ''),
    fc.string({ unit: fc.constantFrom(...SECRET_CHARACTERS.split('')), minLength: 20, maxLength: 107 }),
  )
  .map(([prefix, rest]) => prefix + rest);

type Coding = (text: string, choices: readonly number[]) => string;

const hex = (code: number, digits: number, upper: boolean): string => {
  const text = code.toString(16).padStart(digits, '0');
  return upper ? text.toUpperCase() : text;
};

const eachCharacter =
  (write: (character: string, choice: number) => string): Coding =>
  (text, choices) =>
    text
      .split('')
      .map((character, index) => write(character, choices[index % choices.length] ?? 0))
      .join('');

const codings: Readonly<Record<string, Coding>> = {
  json: eachCharacter((character, choice) => {
    // No writer escapes letters; an escaped `u` inside another layer of JSON could begin an escape itself.
    if (choice % 3 === 0 && character !== 'u') return `\\u${hex(character.charCodeAt(0), 4, choice % 2 === 0)}`;
    if (character === '/' && choice % 3 === 1) return '\\/';
    return character === '\\' ? '\\\\' : character;
  }),
  percent: eachCharacter((character, choice) =>
    choice % 2 === 0 || character === '%' ? `%${hex(character.charCodeAt(0), 2, choice % 4 === 0)}` : character,
  ),
  base64: (text, choices) => encodeBase64(text, choices, 'base64'),
  base64url: (text, choices) => encodeBase64(text, choices, 'base64url'),
};

function encodeBase64(text: string, choices: readonly number[], encoding: 'base64' | 'base64url'): string {
  const around = (choice: number): string => ['', ':', '{"', 'key', '\u00ff\u0000'][choice % 5] ?? '';
  return Buffer.from(around(choices[0] ?? 0) + text + around(choices[1] ?? 0), 'latin1').toString(encoding);
}

const steps = fc.array(
  fc.tuple(fc.constantFrom('json', 'percent', 'base64', 'base64url'), fc.array(fc.nat(11), { minLength: 1, maxLength: 30 })),
  { maxLength: 5 },
);

/** The secret in nested encodings: up to three escapings in any order, and base64 at most twice. */
export const anyQuotation = (secret: string): fc.Arbitrary<string> =>
  steps.map((list) => {
    let text = secret;
    const left = { escapes: 3, base64: 2 };
    for (const [name, choices] of list) {
      const kind = name.startsWith('base64') ? 'base64' : 'escapes';
      left[kind] -= 1;
      if (left[kind] >= 0) text = codings[name]?.(text, choices) ?? text;
    }
    return text;
  });

export const anyQuotedSecret: fc.Arbitrary<QuotedSecret> = anySecret.chain((secret) =>
  anyQuotation(secret).map((quoted) => ({ secret, quoted })),
);

/** The same text split at the given positions. */
export function cutAt(text: string, locations: readonly number[]): string[] {
  const cuts = [...new Set(locations.map((cut) => cut % (text.length + 1)))].toSorted((one, other) => one - other);
  return [...cuts, text.length].map((end, index) => text.slice(index === 0 ? 0 : cuts[index - 1], end));
}

/** Whether undoing every escape and every encoding, up to two levels of base64, reveals the secret. */
export function reads(text: string, secret: string, depth = 2): boolean {
  if (text.includes(secret)) return true;
  // No encoding produces a space or a quote.
  return (text.match(/[\w+/.\\%=\r\n-]{16,}/g) ?? []).some((run) => readsRun(run, secret, depth));
}

function readsRun(text: string, secret: string, depth: number): boolean {
  const plain = unescaped(text);
  if (plain.some((one) => one.includes(secret))) return true;
  if (depth === 0) return false;
  return plain.some((one) =>
    (one.match(/[A-Za-z0-9+/_-]{16,}/g) ?? []).some((run) =>
      [0, 1, 2, 3].some((phase) => reads(Buffer.from(run.slice(phase), 'base64').toString('latin1'), secret, depth - 1)),
    ),
  );
}

/** One layer at a time, the JSON ones as `JSON.parse` decodes them, in both orders. */
function unescaped(text: string): string[] {
  const seen = new Set([text]);
  for (const one of seen) {
    if (seen.size > 64) break;
    seen.add(one.replace(/%([0-9a-f]{2})/gi, (_match, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))));
    seen.add(
      one.replace(/\\(?:u([0-9a-f]{4})|([\\/]))/gi, (_match, digits: string | undefined, sign: string) =>
        digits === undefined ? sign : String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    );
  }
  return [...seen];
}
