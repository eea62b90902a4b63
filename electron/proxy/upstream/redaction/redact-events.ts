/**
 * Redacts an upstream event stream: within each event and across the deltas of a block. Other events pass byte for byte,
 * each as soon as its blank line has arrived.
 */

import { createParser } from 'eventsource-parser';
import { createDataReader } from '#shared/anthropic/stream-events.ts';
import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { SecretRedactor } from '#shared/known-secrets/secret-redactor.ts';
import { DeltaRedactor, type EndedTexts } from './delta-redactor.ts';
import { PlainDeltaReader } from './plain-delta.ts';
import { redactEventText } from './redact-data-lines.ts';
import type { ByteRedactor } from './redact-key.ts';
import { tooComplex } from '../response-limits.ts';
import { writeJson } from '#shared/json/exact-number.ts';

/** In bytes. Longer events are not buffered: secrets within them are found, but not those that an earlier delta began. */
const MAX_KEPT_EVENT = 4 * 1024 * 1024;

/** Two line ends; a carriage return at the end of a read may be half of one. */
const BLANK_LINE = /(?:\r\n|\n|\r(?=[^\n])){2}/g;
/** The longest blank line, without its last byte. */
const BLANK_LINE_OVERLAP = 3;

/** @param ended texts of earlier blocks of the turn; those of this response are added */
export function createEventRedactor(known: KnownSecrets, ended: EndedTexts = new Map()): ByteRedactor {
  const redactEvent = createEventReader(known, ended);
  /** The beginning of an event, one character per byte. */
  let chunks: string[] = [];
  let kept = 0;
  let tail = '';
  /** Set within an event that is too long to buffer. */
  let long: SecretRedactor | null = null;

  function keep(source: string): void {
    chunks.push(source);
    kept += source.length;
    tail = (tail + source).slice(-BLANK_LINE_OVERLAP);
  }

  function takeKept(): string {
    const text = chunks.join('');
    chunks = [];
    kept = 0;
    return text;
  }

  function endEvent(source: string): string {
    if (long === null) {
      keep(source);
      tail = '';
      return redactEvent.read(takeKept());
    }
    const end = long.finish(source);
    long = null;
    tail = '';
    return end;
  }

  function beginEvent(source: string): string {
    keep(source);
    if (long === null && kept <= MAX_KEPT_EVENT) return '';
    const released = long === null ? redactEvent.release() : '';
    long ??= new SecretRedactor(known);
    return released + long.push(takeKept());
  }

  /** Fast path: whole events with line feeds only, else null. */
  function passWhole(text: string): string | null {
    if (kept > 0 || long !== null || !text.endsWith('\n\n') || text.includes('\r')) return null;
    let passed = '';
    for (let from = 0; from < text.length;) {
      const end = text.indexOf('\n\n', from) + 2;
      passed += redactEvent.read(text.slice(from, end));
      from = end;
    }
    return passed;
  }

  function passAny(text: string): string {
    const overlap = tail.length;
    const searched = tail + text;
    let passed = '';
    let from = 0;
    BLANK_LINE.lastIndex = 0;
    while (BLANK_LINE.test(searched)) {
      const end = BLANK_LINE.lastIndex - overlap;
      passed += endEvent(text.slice(from, end));
      from = end;
    }
    return passed + beginEvent(text.slice(from));
  }

  return {
    pass(chunk) {
      // Latin-1: invalid UTF-8 passes unchanged; secrets and their encodings are ASCII.
      const text = chunk.toString('latin1');
      const passed = passWhole(text) ?? passAny(text);
      return passed === text ? chunk : Buffer.from(passed, 'latin1');
    },
    rest() {
      const end = long === null ? redactEvent.readLast(takeKept()) : long.finish('');
      return Buffer.from(end, 'latin1');
    },
  };
}

interface EventReader {
  /** One event with its blank line; input and output one character per byte. */
  read(event: string): string;
  /** The bytes after the last blank line, after all held-back text. */
  readLast(event: string): string;
  /** Events with the held-back text. */
  release(): string;
}

function createEventReader(known: KnownSecrets, ended: EndedTexts): EventReader {
  const deltas = new DeltaRedactor(known, ended);
  const plain = new PlainDeltaReader(known);
  const parse = createDataReader();
  let data: string | null = null;
  const parser = createParser({
    onEvent: (event) => {
      data = event.data;
    },
  });

  function readPlain(text: string, event: string): string {
    const { index, deltaType, field } = plain;
    const redacted = deltas.pushText(index, deltaType, field, text);
    if (redacted === text) return event;
    const changed = { type: 'content_block_delta', index, delta: { type: deltaType, [field]: redacted } };
    // A text without escapes already has one character per byte.
    return event.includes('\\') ? encode(changed) : `event: content_block_delta\ndata: ${JSON.stringify(changed)}\n\n`;
  }

  function readData(event: string, ending: string): string {
    data = null;
    parser.feed(Buffer.from(event, 'latin1').toString('utf8') + ending);
    const value = data === null ? 'skipped' : parse(data);
    // An unparsable delta is dropped: it could end a secret and cannot be joined with others.
    if (value === 'out-of-bounds') throw tooComplex();
    if (typeof value === 'string') return event;
    const redacted = deltas.push(value);
    if (redacted.event === value && redacted.before.length === 0) return event;
    const before = redacted.before.map((one) => encode(one)).join('');
    return before + (redacted.event === value ? event : encode(redacted.event, otherLines(event)));
  }

  const release = (): string =>
    deltas
      .release()
      .map((one) => encode(one))
      .join('');
  return {
    read(event) {
      const text = plain.read(event);
      const simple = text !== null && !deltas.interleaves(plain.index, plain.deltaType, plain.field);
      return simple ? readPlain(text, event) : readData(redactEventText(event, known), '');
    },
    readLast(source) {
      const event = source === '' ? '' : readData(redactEventText(source, known), '\n\n');
      return release() + event;
    },
    release,
  };
}

/** The lines of an event beside its data: `event`, `id`. */
function otherLines(event: string): string {
  const lines = event.split(/\r\n|\n|\r/).filter((line) => line !== '' && !/^data(?::|$)/.test(line));
  return lines.map((line) => `${line}\n`).join('');
}

/** @returns one character per byte */
function encode(event: object, lines = 'event: content_block_delta\n'): string {
  return `${lines}data: ${Buffer.from(writeJson(event)).toString('latin1')}\n\n`;
}
