/** The events of a stream accumulate to the response in its last event, which equals the whole response, for any message. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../anthropic/stream-events.ts';
import type { ResponsesEvent, ResponsesResponse } from '../openai/types.ts';
import { anyMessage, cutDeltas } from '../translate/__fixtures__/any-message.ts';
import {
  assemble,
  created,
  decode,
  recordedStreams,
  testResponseContext,
} from '../translate/__fixtures__/upstream-messages.ts';
import { messageToEvents } from '../translate/stream/accumulate-message.ts';
import { addUp } from './__fixtures__/add-up.ts';
import type { ResponsesContext } from './response-object.ts';
import { parseResponsesRequest } from './request-schema.ts';
import { createResponsesStream, translateToResponse } from './responses-stream.ts';
import type { ToolKind } from './response-tools.ts';

const kinds = new Map<string, ToolKind>([
  ['a', { kind: 'function', name: 'a', namespace: 'ns' }],
  ['b', { kind: 'custom', name: 'b', namespace: null }],
  ['now', { kind: 'shell' }],
]);
const request = parseResponsesRequest({ model: 'gpt-5', input: 'go', include: ['reasoning.encrypted_content'] });
const plain: ResponsesContext = {
  responseContext: testResponseContext({ customTools: new Set(['b']), wrappedTools: new Set(['a']) }),
  kinds,
  request,
  createdAt: created,
  showSummary: true,
  compared: false,
};
const contexts: Record<string, ResponsesContext> = {
  plain,
  'without reasoning': {
    ...plain,
    showSummary: false,
    request: parseResponsesRequest({ model: 'gpt-5', input: 'go' }),
  },
  'json in words': {
    ...plain,
    responseContext: testResponseContext({ outputFormat: { kind: 'instructed', schema: null } }),
  },
};

function stream(events: readonly UpstreamEvent[], context: ResponsesContext) {
  const translation = createResponsesStream(context);
  const sent: ResponsesEvent[] = events.flatMap((event) => [...translation.push(event)]);
  return { sent: [...sent, ...translation.end()], translation };
}

/** The model's own spacing of arguments survives only in a stream. */
function compact(response: ResponsesResponse | null): unknown {
  return JSON.parse(JSON.stringify(response), (key, value: unknown) =>
    key === 'arguments' && typeof value === 'string' && value !== '' ? tidy(value) : value,
  );
}

function tidy(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}

/** The accumulated response, the one in the last event, and the whole response. */
function pairs(events: readonly UpstreamEvent[], context: ResponsesContext) {
  const { sent, translation } = stream(events, context);
  const streamed = { response: compact(translation.response), notes: new Set(translation.notes) };
  const added = { ...streamed, response: compact(addUp(sent)) };
  const message = assemble(events);
  // Output before a refusal is removed from a whole response, and cannot be taken back from a stream.
  if (message.stop_reason === 'refusal') return { added, streamed, whole: streamed };
  const whole = translateToResponse(message, context);
  return { added, streamed, whole: { response: compact(whole.response), notes: new Set(whole.notes) } };
}

describe.each(Object.entries(contexts))('a streamed response, %s', (_name, context) => {
  it.each(recordedStreams('whole'))('accumulates to the whole response: $name', ({ bytes }) => {
    const { added, streamed, whole } = pairs(decode([bytes]), context);
    expect(added).toEqual(streamed);
    expect(whole).toEqual(streamed);
  });

  it('accumulates to the whole response for any message, with deltas cut anywhere', () => {
    fc.assert(
      fc.property(anyMessage, fc.array(fc.nat()), (message, cuts) => {
        const { added, streamed, whole } = pairs(cutDeltas(messageToEvents(message), cuts), context);
        expect(added).toEqual(streamed);
        expect(whole).toEqual(streamed);
      }),
      { numRuns: 60 },
    );
  });
});

it.each(recordedStreams('broken'))(
  'a stream that breaks ends as a failure, or as an HTTP error: $name',
  ({ bytes }) => {
    const { sent, translation } = stream(decode([bytes]), plain);
    const begun = sent.length > 0;
    expect(translation.failure?.emitted).toBe(begun);
    expect(sent.at(-1)?.type).toBe(begun ? 'response.failed' : undefined);
    expect(begun ? addUp(sent) : null).toEqual(translation.response);
  },
);
