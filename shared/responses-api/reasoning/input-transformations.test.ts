import { describe, expect, test } from 'vitest';
import { contextFor } from '../../translate/__fixtures__/translate.ts';
import { removedThinkingNote, readRemovedThinking } from '../../translate/generation/removed-thinking.ts';
import { parseResponsesRequest } from '../request-schema.ts';
import { createResponsesStream, translateToResponse } from '../responses-stream.ts';
import { translateResponsesRequest } from '../translate-responses-request.ts';

const reasoning = (id: string, signature: string | null): object => ({
  type: 'reasoning',
  id,
  summary: [{ type: 'summary_text', text: 'Hm.' }],
  encrypted_content: signature,
});
const message = (role: string, text: string): object => ({
  type: 'message',
  role,
  content: [{ type: role === 'user' ? 'input_text' : 'output_text', text }],
});

function translated(input: readonly object[], stripThinkingBlocks = false) {
  return translateResponsesRequest(
    parseResponsesRequest({ model: 'gpt-5', input }),
    { previousItems: [], findItem: () => null },
    contextFor('claude-opus-5-5', { adjustments: { stripThinkingBlocks } }),
  );
}

/** @param removed of the upstream */
function transformationsOf(input: readonly object[], removed: readonly object[] = [], isStripped = false): unknown {
  const upstream = {
    id: 'msg_1',
    type: 'message' as const,
    role: 'assistant' as const,
    model: 'claude-opus-5-5',
    content: [{ type: 'text' as const, text: 'Hi', citations: null }],
    stop_reason: 'end_turn' as const,
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
    input_transformations: removed,
  };
  const context = { ...translated(input, isStripped).responsesContext, createdAt: 0 };
  // The fields that the SDK's type demands beyond these are not read.
  const { response } = translateToResponse(upstream as never, context);
  return response?.input_transformations;
}

const turns = [
  message('user', 'a'),
  reasoning('rs_1', 'S1'),
  message('assistant', 'b'),
  message('user', 'c'),
  reasoning('rs_2', 'S2'),
  message('assistant', 'd'),
  message('user', 'e'),
];
const removedAt = (path: string, reason = 'prefix_binding_mismatch'): object => ({
  type: 'thinking_dropped',
  path,
  reason,
});

describe('input_transformations', () => {
  test('is absent where the model saw all reasoning', () => {
    expect(transformationsOf(turns)).toBeUndefined();
    expect(
      transformationsOf(turns, [{ ...removedAt('messages.1.content.0'), type: 'thinking_mismatch_allowed' }]),
    ).toBeUndefined();
  });

  test('names the items that the upstream removed, in the order of the input', () => {
    expect(
      transformationsOf(turns, [
        removedAt('messages.3.content.0', 'model_binding_mismatch'),
        removedAt('messages.1.content.0'),
      ]),
    ).toEqual([
      { id: 'rs_1', action: 'removed', reason: 'prefix_mismatch', type: 'reasoning' },
      { id: 'rs_2', action: 'removed', reason: 'model_mismatch', type: 'reasoning' },
    ]);
  });

  test('names reasoning without a signature, which cannot be sent', () => {
    expect(transformationsOf([message('user', 'a'), reasoning('rs_0', null), message('user', 'b')])).toEqual([
      { id: 'rs_0', action: 'removed', reason: 'model_mismatch', type: 'reasoning' },
    ]);
  });

  test('names all reasoning after a retry without it', () => {
    expect(transformationsOf(turns, [], true)).toMatchObject([{ id: 'rs_1' }, { id: 'rs_2' }]);
  });

  test('is in the first event of a stream too', () => {
    const context = {
      ...translated([message('user', 'a'), reasoning('rs_0', null), message('user', 'b')]).responsesContext,
      createdAt: 0,
    };
    const stream = createResponsesStream(context);
    const start = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      usage: { input_tokens: 1, output_tokens: 0 },
    };
    const [created] = stream.push({ type: 'message_start', message: start } as never);
    expect(created).toMatchObject({ response: { input_transformations: [{ id: 'rs_0' }] } });
  });
});

test('removed thinking is noted with the path of its item', () => {
  const { locate } = translated(turns);
  const removed = readRemovedThinking({
    input_transformations: [removedAt('messages.1.content.0'), removedAt('messages.3.content.0')],
  });
  expect(removedThinkingNote(removed, locate)).toMatchObject({
    verb: 'dropped',
    code: 'earlier-thinking-removed',
    from: 'input[1]',
    reason: expect.stringContaining('2 blocks'),
  });
  expect(removedThinkingNote(readRemovedThinking({ input_transformations: null }), locate)).toBeNull();
});
