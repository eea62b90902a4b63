/** The property the translator stands on: a streamed answer adds up to the whole one, however the bytes were cut. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContentBlock, Message } from '../anthropic/types.ts';
import type { ReplyMessage, ToolCall } from '../openai/reply.ts';
import type { ChatCompletion } from '../openai/types.ts';
import {
  accumulate,
  assemble,
  created,
  decode,
  reasoningOf,
  recordedStreams,
  replyContext,
  translateEvents,
} from './__fixtures__/replies.ts';
import { messageToEvents } from './assemble.ts';
import type { ReplyContext } from './context.ts';
import type { UpstreamEvent } from '../anthropic/events.ts';
import { translateResponse } from './response.ts';
import { noUsage } from './usage.ts';

const contexts: Record<string, ReplyContext> = {
  plain: replyContext(),
  'without usage': replyContext({ includeUsage: false }),
  'renamed and custom tools': replyContext({
    toolNames: new Map([
      ['a', 'the first'],
      ['weather', 'get.weather'],
    ]),
    customTools: new Set(['b']),
    wrappedTools: new Set(['a']),
  }),
  'legacy functions': replyContext({ legacyFunctions: true }),
  'hidden reasoning': replyContext({ hideReasoning: true }),
  'json in words': replyContext({ outputFormat: { kind: 'instructed', schema: null } }),
};

/** What both must agree on. The official accumulator starts from `content: ""` where a whole answer says null. */
function essence(completion: ChatCompletion, reply: ReplyContext) {
  const [choice] = completion.choices;
  const message: ReplyMessage | undefined = choice?.message;
  const refused = choice?.finish_reason === 'content_filter';
  // What came before a refusal cannot be taken back from a stream, and the accumulator drops extensions of legacy answers.
  const extensions =
    reply.legacyFunctions && message?.function_call
      ? {}
      : {
          annotations: message?.annotations,
          document_citations: message?.document_citations,
          anthropic_blocks: message?.anthropic_blocks,
        };
  return {
    ...completion,
    usage: reply.includeUsage ? completion.usage : undefined,
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

/** The streamed answer as its readers add it up, and the whole one, each reduced to what they must agree on. */
async function twins(events: readonly UpstreamEvent[], reply: ReplyContext) {
  const streamed = translateEvents(events, reply);
  const whole = translateResponse(assemble(events), reply, created);
  const message: ReplyMessage | undefined = whole.completion.choices[0]?.message;
  return {
    streamed: {
      answer: essence(await accumulate(streamed.chunks), reply),
      reasoning: reasoningOf(streamed.chunks),
      notes: new Set(streamed.translation.notes),
      failure: streamed.failure,
    },
    whole: {
      answer: essence(whole.completion, reply),
      reasoning: { text: message?.reasoning_content ?? '', details: message?.reasoning_details ?? [] },
      notes: new Set(whole.notes),
      failure: null,
    },
  };
}

describe.each(Object.entries(contexts))('a streamed answer, %s', (_name, reply) => {
  it.each(recordedStreams('whole'))('adds up to the whole one: $name', async ({ bytes }) => {
    const { streamed, whole } = await twins(decode([bytes]), reply);
    expect(streamed).toEqual(whole);
  });

  it('adds up to the whole one for any message, however its deltas are cut', async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage, fc.array(fc.nat()), async (message, cuts) => {
        const { streamed, whole } = await twins(cutDeltas(messageToEvents(message), cuts), reply);
        expect(streamed).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each([...recordedStreams('whole'), ...recordedStreams('broken')])('the bytes of $name', ({ bytes }) => {
  it('give the same chunks wherever they are cut', () => {
    const uncut = JSON.stringify(outcome([bytes]));
    const differing: number[] = [];
    for (let position = 1; position < bytes.length; position++) {
      const cut = outcome([bytes.subarray(0, position), bytes.subarray(position)]);
      if (JSON.stringify(cut) !== uncut) differing.push(position);
    }
    expect(differing).toEqual([]);
    expect(JSON.stringify(outcome(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toBe(uncut);
  });
});

function outcome(pieces: readonly Uint8Array[]) {
  const { chunks, failure } = translateEvents(decode(pieces), replyContext());
  return { chunks, failure };
}

const words = fc.string({ unit: 'grapheme', maxLength: 12 });
const name = fc.constantFrom('a', 'b', 'weather', 'now');
const caller = { type: 'direct' } as const;
const block: fc.Arbitrary<ContentBlock> = fc.oneof(
  words.map((text): ContentBlock => ({ type: 'text', text, citations: null })),
  fc.tuple(words, words, fc.webUrl()).map(([text, title, url]): ContentBlock => ({
    type: 'text',
    text,
    citations: [{ type: 'web_search_result_location', cited_text: '', encrypted_index: '', title, url }],
  })),
  fc.tuple(words, words).map(([thinking, signature]): ContentBlock => ({ type: 'thinking', thinking, signature })),
  words.map((data): ContentBlock => ({ type: 'redacted_thinking', data })),
  fc
    .tuple(fc.uuid(), name, fc.dictionary(words, fc.jsonValue({ maxDepth: 2 })))
    .map(([id, tool, input]): ContentBlock => ({ type: 'tool_use', id, name: tool, input, caller })),
  fc.constantFrom('a', 'b').chain((tool) =>
    fc.jsonValue({ maxDepth: 2 }).map((value): ContentBlock => ({
      type: 'tool_use',
      id: 'toolu_wrapped',
      name: tool,
      input: tool === 'a' ? { value } : { input: JSON.stringify(value) },
      caller,
    })),
  ),
  words.map((query): ContentBlock => ({
    type: 'server_tool_use',
    id: 'srvtoolu_1',
    name: 'web_search',
    input: { query },
    caller,
  })),
  words.map((id): ContentBlock => ({ type: 'container_upload', file_id: id })),
);

const anyMessage: fc.Arbitrary<Message> = fc.record({
  id: fc.constantFrom('msg_01Any', 'odd-id'),
  type: fc.constant('message'),
  role: fc.constant('assistant'),
  model: fc.constant('claude-sonnet-5-5'),
  container: fc.constant(null),
  diagnostics: fc.constant(null),
  content: fc.array(block, { maxLength: 8 }),
  stop_reason: fc.constantFrom('end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal', null),
  stop_sequence: fc.constantFrom(null, 'END'),
  stop_details: fc.constantFrom(null, { type: 'refusal', category: null, explanation: 'No.' }),
  usage: fc
    .record({ input_tokens: fc.nat(), output_tokens: fc.nat(), cache_read_input_tokens: fc.option(fc.nat()) })
    .map((counts) => Object.assign({ ...noUsage }, counts)),
});

/** Cuts each delta's text in two at a position of the list's choosing, also between the halves of a surrogate pair. */
function cutDeltas(events: readonly UpstreamEvent[], cuts: readonly number[]): UpstreamEvent[] {
  let next = 0;
  return events.flatMap((event): UpstreamEvent[] => {
    if (event.type !== 'content_block_delta') return [event];
    const at = cuts[next++] ?? 0;
    return [
      { ...event, delta: part(event.delta, (text) => text.slice(0, at % (text.length + 1))) },
      { ...event, delta: part(event.delta, (text) => text.slice(at % (text.length + 1))) },
    ].slice(isText(event.delta) ? 0 : 1);
  });
}

type BlockDelta = Extract<UpstreamEvent, { type: 'content_block_delta' }>['delta'];

function isText(delta: BlockDelta): boolean {
  return delta.type === 'text_delta' || delta.type === 'thinking_delta' || delta.type === 'input_json_delta';
}

function part(delta: BlockDelta, take: (text: string) => string): BlockDelta {
  switch (delta.type) {
    case 'text_delta':
      return { ...delta, text: take(delta.text) };
    case 'thinking_delta':
      return { ...delta, thinking: take(delta.thinking) };
    case 'input_json_delta':
      return { ...delta, partial_json: take(delta.partial_json) };
    default:
      return delta;
  }
}
