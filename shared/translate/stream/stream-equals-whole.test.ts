/** The translator's central property: a streamed response accumulates to the whole one, with bytes cut anywhere. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depth } from '../../__fixtures__/test-depth.ts';
import type { ResponseMessage, ToolCall } from '../../openai/chat-completion.ts';
import type { ChatCompletion } from '../../openai/types.ts';
import { anyMessage, cutDeltas } from '../__fixtures__/any-message.ts';
import {
  accumulate,
  assemble,
  created,
  decode,
  reasoningOf,
  recordedStreams,
  testResponseContext,
  translateEvents,
} from '../__fixtures__/upstream-messages.ts';
import { messageToEvents } from './accumulate-message.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import { translateResponse } from '../response/translate-response.ts';

const contexts: Record<string, ResponseContext> = {
  plain: testResponseContext(),
  'without usage': testResponseContext({ includeUsage: false }),
  'renamed and custom tools': testResponseContext({
    toolNames: new Map([
      ['a', 'the first'],
      ['weather', 'get.weather'],
    ]),
    customTools: new Set(['b']),
    wrappedTools: new Set(['a']),
  }),
  'renamed parameters': testResponseContext({
    parameterNames: new Map(
      ['a', 'b', 'now', 'weather'].map((tool) => [
        tool,
        new Map([
          ['a', 'the "first"'],
          ['input', '$input'],
        ]),
      ]),
    ),
  }),
  'legacy functions': testResponseContext({ legacyFunctions: true }),
  'hidden reasoning': testResponseContext({ hideReasoning: true }),
  'json in words': testResponseContext({ outputFormat: { kind: 'instructed', schema: null } }),
  'json in a wrapping': testResponseContext({
    outputFormat: { kind: 'native', schema: { type: 'array' }, wrapped: true },
  }),
  'a call that was demanded': testResponseContext({ expectsToolCall: true }),
};

/** What both must agree on. The official accumulator starts from `content: ""` where a whole response has null. */
function essence(completion: ChatCompletion, responseContext: ResponseContext) {
  const [choice] = completion.choices;
  const message: ResponseMessage | undefined = choice?.message;
  const refused = choice?.finish_reason === 'content_filter';
  // Output before a refusal cannot be taken back from a stream, and the accumulator drops extensions of legacy responses.
  const extensions =
    responseContext.legacyFunctions && message?.function_call
      ? {}
      : {
          annotations: message?.annotations,
          document_citations: message?.document_citations,
          anthropic_blocks: message?.anthropic_blocks,
        };
  return {
    ...completion,
    usage: responseContext.includeUsage ? completion.usage : undefined,
    choices: [
      {
        ...choice,
        message: {
          role: message?.role,
          content: refused ? null : message?.content || null,
          refusal: message?.refusal,
          tool_calls: refused ? undefined : message?.tool_calls?.map(compact),
          function_call: refused || !message?.function_call ? undefined : compactArguments(message.function_call),
          ...extensions,
        },
      },
    ],
  };
}

/** The model's own spacing of arguments survives only in a stream. */
function compactArguments<Call extends { arguments: string }>(call: Call): Call {
  try {
    return { ...call, arguments: JSON.stringify(JSON.parse(call.arguments)) };
  } catch {
    return call;
  }
}

function compact(call: ToolCall): ToolCall {
  return call.type === 'function' ? { ...call, function: compactArguments(call.function) } : call;
}

/** The streamed response as clients accumulate it, and the whole one, each reduced to what they must agree on. */
async function pairs(events: readonly UpstreamEvent[], responseContext: ResponseContext) {
  const streamed = translateEvents(events, responseContext);
  const whole = translateResponse(assemble(events), responseContext, created);
  const message: ResponseMessage | undefined = whole.completion.choices[0]?.message;
  return {
    streamed: {
      answer: essence(await accumulate(streamed.chunks), responseContext),
      reasoning: reasoningOf(streamed.chunks),
      notes: new Set(streamed.translation.notes),
      failure: streamed.failure,
    },
    whole: {
      answer: essence(whole.completion, responseContext),
      reasoning: { text: message?.reasoning_content ?? '', details: message?.reasoning_details ?? [] },
      notes: new Set(whole.notes),
      failure: null,
    },
  };
}

describe.each(Object.entries(contexts))('a streamed response, %s', (_name, responseContext) => {
  it.each(recordedStreams('whole'))('accumulates to the whole response: $name', async ({ bytes }) => {
    const { streamed, whole } = await pairs(decode([bytes]), responseContext);
    expect(streamed).toEqual(whole);
  });

  it('accumulates to the whole response for any message, with deltas cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage, fc.array(fc.nat()), async (message, cuts) => {
        const { streamed, whole } = await pairs(cutDeltas(messageToEvents(message), cuts), responseContext);
        expect(streamed).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each([...recordedStreams('whole'), ...recordedStreams('broken')])('the bytes of $name', ({ bytes }) => {
  it('give the same chunks when cut anywhere', () => {
    const uncut = JSON.stringify(outcome([bytes]));
    const differing: number[] = [];
    const step = depth(1, 7);
    for (let position = 1; position < bytes.length; position += step) {
      const cut = outcome([bytes.subarray(0, position), bytes.subarray(position)]);
      if (JSON.stringify(cut) !== uncut) differing.push(position);
    }
    expect(differing).toEqual([]);
    expect(JSON.stringify(outcome(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toBe(uncut);
  });
});

function outcome(parts: readonly Uint8Array[]) {
  const { chunks, failure } = translateEvents(decode(parts), testResponseContext());
  return { chunks, failure };
}
