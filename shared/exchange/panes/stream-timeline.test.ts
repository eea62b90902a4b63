import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { parseResponsesRequest } from '../../responses-api/request-schema.ts';
import {
  assemble,
  created,
  decode,
  recordedStreams,
  testResponseContext,
} from '../../translate/__fixtures__/upstream-messages.ts';
import { parseSseText } from '../sse-text.ts';
import { createClientEventStream } from '../retranslate/client-event-stream.ts';
import type { ResponseTarget } from '../retranslate/retranslate.ts';
import { buildStreamTimeline, type StreamTimeline } from './stream-timeline.ts';

const chatTarget: ResponseTarget = { kind: 'chat.completions', responseContext: testResponseContext() };
const responsesRequest = parseResponsesRequest({ model: 'gpt-5', input: 'go', stream: true });
const targets: readonly ResponseTarget[] = [
  chatTarget,
  { kind: 'completions', responseContext: testResponseContext() },
  {
    kind: 'responses',
    responsesContext: {
      responseContext: testResponseContext(),
      kinds: new Map(),
      request: responsesRequest,
      showSummary: true,
      compared: false,
    },
  },
];

/** The text sent to the client for a recorded upstream stream. */
function sentFor(upstream: string, target: ResponseTarget, at = created): string {
  const stream = createClientEventStream(target, at);
  const texts = decode([new TextEncoder().encode(upstream)]).flatMap((event) => stream.push(event));
  return [...texts, ...stream.end()].map((data) => `data: ${data}\n\n`).join('');
}

function lanesOf(upstream: string, target: ResponseTarget, client = sentFor(upstream, target)): StreamTimeline {
  return buildStreamTimeline({ upstream: { body: upstream }, client: { body: client }, target, created });
}

const streams = [...recordedStreams('whole'), ...recordedStreams('broken')].map(({ name, bytes }) => ({
  name,
  text: new TextDecoder().decode(bytes),
}));

describe.each(targets.map((target) => [target.kind, target] as const))('the stream timeline of %s', (_kind, target) => {
  it.each(streams)('gives every client event one cause, in order: $name', ({ text }) => {
    const lanes = lanesOf(text, target);
    expect(lanes.exact).toBe(true);
    expect(lanes.client.map(({ cause }) => cause)).not.toContain(null);
    const owned = lanes.upstream.flatMap(({ index, first, count }) =>
      Array.from({ length: count }, (_, offset) => [first + offset, index]),
    );
    const causes = lanes.client.flatMap(({ index, cause }) => (typeof cause === 'number' ? [[index, cause]] : []));
    expect(causes).toEqual(owned);
    const order = lanes.client.map(({ cause }) => (typeof cause === 'number' ? cause : Number.MAX_SAFE_INTEGER));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });
});

describe('the stream timeline', () => {
  const text = streams.find(({ name }) => name === 'thinking-text-two-tools')?.text ?? '';

  it('has the time of each event where it was recorded', () => {
    const client = sentFor(text, chatTarget);
    const times = parseSseText(text).map((_, index) => index * 10);
    const lanes = buildStreamTimeline({
      upstream: { body: text, times },
      client: { body: client },
      target: chatTarget,
      created,
    });
    expect(lanes.upstream.map(({ at }) => at)).toEqual(times);
    expect(lanes.client.every(({ at }) => at === null)).toBe(true);
  });

  it('has the type of each event', () => {
    const lanes = lanesOf(text, chatTarget);
    expect(lanes.upstream[0]?.kind).toBe('message_start');
    expect(lanes.client[0]?.kind).toBe('chat.completion.chunk');
    expect(lanes.client.at(-1)?.kind).toBe('[DONE]');
  });

  it('assembles the message up to any event, forwards and backwards', () => {
    const lanes = lanesOf(text, chatTarget);
    const events = decode([new TextEncoder().encode(text)]);
    const last = lanes.upstream.length - 1;
    for (const index of [3, last, 1, 7, 0, last + 10]) {
      expect(lanes.messageSoFar(index)).toEqual(assemble(events.slice(0, index + 1)));
    }
    expect(lanes.messageSoFar(-1)).toBeNull();
  });

  it('tolerates another time of receipt and redaction, and reports when today’s translator differs', () => {
    expect(lanesOf(text, chatTarget, sentFor(text, chatTarget, 1)).exact).toBe(true);
    const hidden: ResponseTarget = {
      kind: 'chat.completions',
      responseContext: testResponseContext({ hideReasoning: true }),
    };
    expect(lanesOf(text, hidden, sentFor(text, chatTarget)).exact).toBe(false);
  });

  it('gives no cause to events of an earlier upstream message', () => {
    const earlier = 'data: {"object":"chat.completion.chunk","choices":[]}\n\n';
    const lanes = lanesOf(text, chatTarget, earlier + sentFor(text, chatTarget));
    expect(lanes.client.map(({ cause }) => cause).slice(0, 2)).toEqual([null, 0]);
    expect(lanes.exact).toBe(false);
  });

  it('pairs event with event where nothing was translated', () => {
    const lanes = buildStreamTimeline({ upstream: { body: text }, client: { body: text }, target: null, created });
    expect(lanes.exact).toBe(true);
    expect(lanes.client.map(({ cause }) => cause)).toEqual(lanes.upstream.map(({ index }) => index));
  });

  it('shows one column while the other stream is missing', () => {
    const lanes = buildStreamTimeline({ upstream: { body: text }, client: null, target: chatTarget, created });
    expect(lanes.client).toEqual([]);
    expect(lanes.upstream.every(({ count }) => count === 0)).toBe(true);
  });
});

describe('event text', () => {
  it('is split exactly as the SSE parser splits it, for any text', () => {
    const line = fc.constantFrom(
      'data: a',
      'data:b',
      'data',
      'data:  c',
      'event: x',
      'event:y',
      ': comment',
      'id: 1',
      'dataset: 1',
      '',
    );
    const end = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 20 }), (lines) => {
        const text = lines.map(([content, ending]) => content + ending).join('');
        const expected: { name: string | null; data: string }[] = [];
        const parser = createParser({
          onEvent: ({ event, data }) => expected.push({ name: event ?? null, data }),
        });
        parser.feed(`${text}\n\n`);
        const events = parseSseText(text);
        expect(events.map(({ name, data }) => ({ name: name === '' ? null : name, data }))).toEqual(
          expected.map(({ name, data }) => ({ name: name === '' ? null : name, data })),
        );
      }),
      { numRuns: runs(500) },
    );
  });

  it('keeps the raw text of each event', () => {
    const text = ': hello\n\nevent: a\ndata: 1\n\ndata: 2';
    expect(parseSseText(text).map(({ from, to }) => text.slice(from, to))).toEqual([
      'event: a\ndata: 1\n\n',
      'data: 2',
    ]);
  });
});
