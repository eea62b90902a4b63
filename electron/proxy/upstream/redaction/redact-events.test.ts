import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { parseEvent } from '#shared/anthropic/stream-events.ts';
import { anyQuotation, cutAt, reads } from '#shared/known-secrets/__fixtures__/quoted-secrets.ts';
import { prepareSecrets } from '#shared/known-secrets/known-secrets.ts';
import { createEventDecoder } from '../../../sse/sse.ts';
import { event, message, textEvents } from '../../__fixtures__/scripted-upstream.ts';
import { createEventRedactor } from './redact-events.ts';

const KEY = 'sk-ant-api03-Wq7+f/9TnB0xZ_canary-5dR2mKvLhY8sPjE4aUcG3iOtNQAA';
const known = prepareSecrets([KEY]);

function through(text: string, cuts: readonly number[] = []): string {
  const redactor = createEventRedactor(known);
  const passed = cutAt(Buffer.from(text).toString('latin1'), cuts).map((chunk) =>
    redactor.pass(Buffer.from(chunk, 'latin1')),
  );
  return Buffer.concat([...passed, redactor.rest()]).toString();
}

/** What a client puts together: the texts of each block, by block and by kind of delta, and all other events. */
function joined(text: string): string[] {
  const texts = new Map<string, string>();
  const others: string[] = [];
  const decoder = createEventDecoder((data) => {
    const one = parseEvent(data);
    if (one?.type === 'content_block_delta') {
      const { type, ...fields } = one.delta;
      for (const [field, value] of Object.entries(fields)) {
        const name = `${String(one.index)} ${type} ${field}`;
        if (typeof value === 'string') texts.set(name, (texts.get(name) ?? '') + value);
      }
    } else others.push(data);
  });
  decoder.feed(Buffer.from(text));
  decoder.end();
  return [...texts.values(), ...others];
}

const kinds: readonly (readonly [type: string, field: string])[] = [
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['input_json_delta', 'partial_json'],
  ['signature_delta', 'signature'],
  ['future_delta', 'words'],
];

function deltas([type, field]: readonly [string, string], chunks: readonly string[], index = 0): string {
  const start = event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
  const stop = event({ type: 'content_block_stop', index });
  const middle = chunks.map((chunk) => event({ type: 'content_block_delta', index, delta: { type, [field]: chunk } }));
  return start + middle.join('') + stop;
}

const start = event({ type: 'message_start', message: message('', { content: [] }) });
const stop = event({ type: 'message_stop' });

describe('an event stream', () => {
  it('passes byte for byte cut anywhere, with any line ends', () => {
    const newline = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.string()), newline, fc.array(fc.nat()), (texts, end, cuts) => {
        const stream = textEvents(texts, end).join('');
        expect(through(stream, cuts)).toBe(stream);
      }),
    );
  });

  it('passes byte for byte when it is not an event stream', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.nat()), (bytes, cuts) => {
        const redactor = createEventRedactor(known);
        const passed = cutAt(Buffer.from(bytes).toString('latin1'), cuts).map((chunk) =>
          redactor.pass(Buffer.from(chunk, 'latin1')),
        );
        expect(Buffer.concat([...passed, redactor.rest()])).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('forwards each event as soon as it is complete', () => {
    const redactor = createEventRedactor(known);
    for (const one of textEvents(['Bonjour', ' le monde']))
      expect(redactor.pass(Buffer.from(one)).toString()).toBe(one);
  });

  it('contains no key split over the deltas of a block, in any encoding', () => {
    const around = fc.constantFrom('', 'key: ', '"', '\\', 'Hello ');
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        anyQuotation(KEY),
        around,
        fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (kind, quoted, before, splits, cuts) => {
          const stream = start + deltas(kind, cutAt(before + quoted + before, splits)) + stop;
          const passed = through(stream, cuts);
          expect(reads(quoted, KEY)).toBe(true);
          expect(joined(passed).some((text) => reads(text, KEY))).toBe(false);
          expect(joined(passed)[0]).toMatch(/\*{16}/);
          expect(joined(passed)[0]?.startsWith(before === '\\' ? '' : before)).toBe(true);
          expect(joined(passed)[0]?.endsWith(before)).toBe(true);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('contains no key split over two blocks or starting with a block', () => {
    const [first, second] = [KEY.slice(0, 30), KEY.slice(30)];
    const blocks = start + deltas(['text_delta', 'text'], [first]) + deltas(['text_delta', 'text'], [second], 1) + stop;
    expect(joined(through(blocks)).join('')).not.toContain(second);
    const begun =
      event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: first } }) +
      event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: second } });
    expect(through(begun)).not.toContain(second);
  });

  it('contains no key in interleaved deltas of two blocks', () => {
    const chunks = KEY.match(/.{1,5}/g) ?? [];
    const stream = chunks.flatMap((text) =>
      [0, 1].map((index) => event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } })),
    );
    const [zero = '', one = ''] = joined(through(stream.join('')));
    expect([zero.includes(KEY.slice(8)), one.includes(KEY.slice(8))]).toEqual([false, false]);
  });

  it('shows no key in deltas that alternate between blocks, in any order, coded in any way', () => {
    const alternating = fc.array(fc.record({ cut: fc.nat(), index: fc.nat(2) }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.constantFrom('text', 'thinking'),
        anyQuotation(KEY),
        alternating,
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.boolean(),
        (field, quoted, parts, cuts, closed) => {
          const chunks = cutAt(
            quoted,
            parts.map(({ cut }) => cut),
          );
          const open = [0, 1, 2].map((index) =>
            event({ type: 'content_block_start', index, content_block: { type: field, [field]: '' } }),
          );
          const middle = chunks.map((chunk, place) =>
            event({
              type: 'content_block_delta',
              index: parts[place % parts.length]?.index ?? 0,
              delta: { type: `${field}_delta`, [field]: chunk },
            }),
          );
          const ends = closed ? [0, 1, 2].map((index) => event({ type: 'content_block_stop', index })).join('') : '';
          const passed = through(start + open.join('') + middle.join('') + ends + stop, cuts);
          const texts = [...passed.matchAll(/^data: (.*content_block_delta.*)$/gm)].map(
            ([, data = '']): string => JSON.parse(data).delta[field],
          );
          expect(reads(texts.join(''), KEY)).toBe(false);
          expect(joined(passed).some((text) => reads(text, KEY))).toBe(false);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('passes alternating deltas without a key in their blocks and in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.string({ unit: 'grapheme' }))), (parts) => {
        const events = parts.map(([index, text]) =>
          event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } }),
        );
        const passed = joined(through(start + events.join('') + stop));
        expect(passed).toEqual(joined(start + events.join('') + stop));
      }),
    );
  });

  it('shows no key that is split over the data lines of one event, coded in any way', () => {
    const before = fc.constantFrom(
      '',
      '{"type":"error","error":{"message":"',
      textEvents([''])[2]?.slice(33, -6) ?? '',
    );
    fc.assert(
      fc.property(
        before,
        anyQuotation(KEY),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('data: ', 'data:'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(), { maxLength: 6 }),
        (head, quoted, splits, field, newline, cuts) => {
          const lines = cutAt(head + quoted, splits).map((part) => `${field}${part}${newline}`);
          const stream = `event: content_block_delta${newline}${lines.join('')}${newline}`;
          const passed = through(stream, cuts);
          expect(passed).toHaveLength(stream.length);
          const values = passed.split(/\r\n|\n|\r/).map((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? '');
          expect(reads(values.join(''), KEY)).toBe(false);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it.each([
    ['an error', event({ type: 'error', error: { type: 'x', message: `bad ${KEY}` } })],
    [
      'a citation',
      event({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'citations_delta', citation: { type: 'x', cited_text: KEY } },
      }),
    ],
    ['a comment', `: ${KEY}\n\n`],
    ['an id', `id: ${KEY}\ndata: {}\n\n`],
    ['the kind of a delta', event({ type: 'content_block_delta', index: 0, delta: { type: KEY, text: 'x' } })],
    [
      'the field of a delta',
      event({ type: 'content_block_delta', index: 0, delta: { type: 'x', [KEY]: 'x' } }).repeat(2),
    ],
    ['the name of an event', `event: ${KEY}\ndata: {}\n\n`],
    ['a member that is there twice', `data: {"type":"ping","x":"${KEY}","x":"y"}\n\n`],
    ['the name of a member', event({ type: 'ping', [KEY]: 1 })],
    ['an event without its end', `data: {"type":"error","error":{"message":"${KEY}`],
    ['the last event, without its blank line', event({ type: 'error', error: { message: KEY } }).trimEnd()],
    ['an event that is too long to be kept', `data: ${'x '.repeat(3_000_000)}${KEY} \n\n`],
  ])('contains no key in %s', (_where, stream) => {
    const passed = through(stream, [40, 90]);
    expect(passed).not.toContain(KEY.slice(12));
    expect(passed).toHaveLength(stream.length);
  });

  it('releases the beginning of a key at the end of the block, message or stream', () => {
    const begun = KEY.slice(0, 20);
    const block = deltas(['text_delta', 'text'], [begun]);
    expect(joined(through(block))).toEqual(joined(block));
    const open = event({ type: 'content_block_delta', index: 3, delta: { type: 'text_delta', text: begun } });
    expect(joined(through(open + stop))).toEqual([begun, JSON.stringify({ type: 'message_stop' })]);
    expect(joined(through(open))).toEqual([begun]);
  });
});
