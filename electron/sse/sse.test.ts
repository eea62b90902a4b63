import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventDecoder, encodeEvent } from './sse.ts';

function decode(chunks: readonly Buffer[]): { events: string[]; text: string } {
  const events: string[] = [];
  let text = '';
  const decoder = createEventDecoder((data) => events.push(data));
  for (const chunk of chunks) text += decoder.feed(chunk);
  text += decoder.end();
  return { events, text };
}

/** Cuts bytes at the given positions. */
function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const borders = [0, ...cuts.map((cutAt) => cutAt % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
}

describe('decoding events', () => {
  it.each([
    ['LF', 'event: a\ndata: {"x":1}\n\ndata: 2\n\n', ['{"x":1}', '2']],
    ['CRLF', 'event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n', ['1', '2']],
    ['CR', 'data: 1\r\rdata: 2\r\r', ['1', '2']],
    ['a byte order mark', '\uFEFFdata: 1\n\n', ['1']],
    ['no space after the colon', 'data:1\n\n', ['1']],
    ['the event line after the data', 'data: 1\nevent: a\n\n', ['1']],
    ['several data lines', 'data: {"a":\ndata: 1}\n\n', ['{"a":\n1}']],
    ['comments and pings', ': keep-alive\n\ndata: 1\n\n: x\n', ['1']],
    ['unknown fields', 'whatever\nnonsense: x\ndata: 1\n\n', ['1']],
    ['a last event without its blank line', 'data: 1\n\ndata: 2', ['1', '2']],
    ['nothing', '', []],
  ])('with %s', (_what, text, expected) => {
    expect(decode([Buffer.from(text)]).events).toEqual(expected);
  });

  it('is independent of chunk boundaries, even within a character', () => {
    const arbitraryEvents = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 8 });
    const newline = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(arbitraryEvents, newline, fc.array(fc.nat(), { maxLength: 40 }), (values, end, cuts) => {
        const payloads = values.map((value) => JSON.stringify({ value }));
        const text = payloads.map((payload) => `event: x${end}data: ${payload}${end}${end}`).join('');
        const decoded = decode(cut(Buffer.from(text), cuts));
        expect(decoded.events).toEqual(payloads);
        expect(decoded.text).toBe(text);
      }),
    );
  });

  it('accepts single bytes', () => {
    const bytes = Buffer.from('data: {"text":"héllo 🌍"}\r\n\r\n');
    expect(decode([...bytes].map((byte) => Buffer.from([byte]))).events).toEqual(['{"text":"héllo 🌍"}']);
  });

  it('round-trips encoded events', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decode([Buffer.from(encodeEvent(value))]).events).toEqual([JSON.stringify(value)]);
      }),
    );
  });
});
