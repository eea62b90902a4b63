/**
 * Redacts secrets split over the content blocks of a whole message as JSON: clients join the texts of all blocks. The texts are
 * read as they stand in the source, so that every replacement has the same length and all other bytes pass unchanged.
 * https://platform.claude.com/docs/en/api/messages/create
 */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { SecretRedactor } from '#shared/known-secrets/secret-redactor.ts';
import type { EndedTexts } from './delta-redactor.ts';
import type { ByteRedactor } from './redact-key.ts';

/** Members of a block with text, and their kinds, as in streams. */
const KINDS: Readonly<Record<string, string>> = { text: 'text_delta text', thinking: 'thinking_delta thinking' };
/** The longest name among them. */
const MAX_NAME = 8;
/** Depth of the members of a block: message, `content`, block. */
const BLOCK_DEPTH = 3;

/** A whole escape of JSON, or, captured, the beginning of one whose rest was masked. */
const ESCAPES = /\\(?:u[0-9a-fA-F]{4}|[^u*])|(\\(?:u[0-9a-fA-F]{0,3})?)(?=\*)/gs;
/** An escape that is not complete at the end of a chunk. */
const OPEN_ESCAPE = /(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$/;

/** Masks what is left of a cut escape: a backslash before a mask would make the JSON invalid. */
function maskCutEscapes(text: string): string {
  return text.replace(ESCAPES, (escape: string, cut: string | undefined) =>
    cut === undefined ? escape : '*'.repeat(cut.length),
  );
}

/** @param ended texts of earlier blocks of the turn; those of this message are added */
export function createBlockTextRedactor(known: KnownSecrets, ended: EndedTexts): ByteRedactor {
  let depth = 0;
  let quoted = false;
  let escaped = false;
  /** Of the text that is being read; null in any other string. */
  let text: SecretRedactor | null = null;
  /** The beginning of the last other string. */
  let name = '';
  /** A colon follows. */
  let named = false;
  /** The last characters of the output, while they are the beginning of an escape. */
  let openEscape = '';

  function begin(): void {
    const kind = named && depth === BLOCK_DEPTH ? KINDS[name] : undefined;
    text = kind === undefined ? null : (ended.get(kind) ?? new SecretRedactor(known));
    if (kind !== undefined && text !== null) ended.set(kind, text);
    quoted = true;
    named = false;
    name = '';
  }

  function redactChunk(source: string): string {
    if (text !== null) return text.push(source);
    if (name.length <= MAX_NAME) name += source.slice(0, MAX_NAME + 1);
    return source;
  }

  /** The end of a text is not held back: the next block may be far away. */
  function end(): string {
    quoted = false;
    return text === null ? '' : text.release();
  }

  function readSign(sign: string): void {
    if (sign === '"') begin();
    else if (sign === ':') named = true;
    else {
      named = false;
      name = '';
      if (sign !== ',') depth += sign === '{' || sign === '[' ? 1 : -1;
    }
  }

  /** @returns where the string ends, or the end of the source */
  function stringEnd(source: string, from: number): number {
    let at = from;
    if (escaped && at < source.length) {
      escaped = false;
      at += 1;
    }
    for (;;) {
      const quote = source.indexOf('"', at);
      const limit = quote === -1 ? source.length : quote;
      // Backslashes before the quote, or before the end of the source, escape it when they are odd in number.
      let first = limit;
      while (first > at && source[first - 1] === '\\') first -= 1;
      const odd = (limit - first) % 2 === 1;
      if (quote === -1) {
        escaped = odd;
        return limit;
      }
      if (!odd) return limit;
      at = quote + 1;
    }
  }

  function read(source: string): string {
    const signs = /["{}[\]:,]/g;
    let passed = '';
    for (let at = 0; at < source.length;) {
      if (quoted) {
        const limit = stringEnd(source, at);
        passed += redactChunk(source.slice(at, limit));
        at = limit;
        if (limit === source.length) break;
        passed += `${end()}"`;
        at += 1;
        continue;
      }
      signs.lastIndex = at;
      const sign = signs.exec(source);
      const next = sign === null ? source.length : sign.index + 1;
      passed += source.slice(at, next);
      at = next;
      if (sign !== null) readSign(sign[0]);
    }
    return passed;
  }

  return {
    pass(chunk) {
      const source = chunk.toString('latin1');
      const passed = read(source);
      if (passed === source && openEscape === '' && !OPEN_ESCAPE.test(passed)) return chunk;
      const whole = openEscape + passed;
      openEscape = OPEN_ESCAPE.exec(whole)?.[1] ?? '';
      const complete = whole.slice(0, whole.length - openEscape.length);
      return Buffer.from(passed === source ? complete : maskCutEscapes(complete), 'latin1');
    },
    rest: () => Buffer.from(openEscape + end(), 'latin1'),
  };
}
