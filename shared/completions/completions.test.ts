import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { textCompletion, textCompletionChunk } from './completion-response.ts';
import { completionToChat } from './completion-to-chat.ts';

function refusedParam(value: unknown): string | null {
  try {
    completionToChat(value);
  } catch (error) {
    if (error instanceof RequestRefused) return error.param;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a text completion request', () => {
  test.each(['Say hi', ['Say hi']])('a prompt %j becomes one user message', (prompt) => {
    const { chat, notes } = completionToChat({ model: 'm', prompt, stop: ['x'], best_of: 1 });
    expect(chat).toEqual({ model: 'm', stop: ['x'], messages: [{ role: 'user', content: 'Say hi' }], max_tokens: 16 });
    expect(notes[0]?.code).toBe('completion-as-chat');
  });

  test('a field that is not read is noted', () => {
    const { notes } = completionToChat({ prompt: 'x', top_k: 5, user: 'u', stream_options: { odd: 1 }, suffix: null });
    expect(notes.slice(1)).toMatchObject([{ code: 'unknown-field-dropped', from: 'top_k' }]);
  });

  test.each([
    [{ prompt: 'x', echo: true }, 'echo'],
    [{ prompt: 'x', suffix: 'y' }, 'suffix'],
    [{ prompt: 'x', logprobs: 0 }, 'logprobs'],
    [{ prompt: 'x', best_of: 2 }, 'best_of'],
    [{ prompt: [1, 2] }, 'prompt'],
    [{ prompt: ['a', 'b'] }, 'prompt'],
    [{}, 'prompt'],
    [{ prompt: 5 }, 'prompt'],
  ])('%j is refused at %s', (body, param) => {
    expect(refusedParam(body)).toBe(param);
  });
});

describe('a text completion response', () => {
  const envelope = { id: 'chatcmpl-1', created: 5, model: 'm' };

  test('translates a whole chat completion', () => {
    const completion = textCompletion({
      ...envelope,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'hi', refusal: null },
          logprobs: null,
          finish_reason: 'length',
        },
      ],
    });
    expect(completion).toEqual({
      id: 'cmpl-1',
      object: 'text_completion',
      created: 5,
      model: 'm',
      choices: [{ index: 0, text: 'hi', logprobs: null, finish_reason: 'length' }],
    });
  });

  test.each([
    [{ role: 'assistant' as const, content: '' }, null, null],
    [{ content: 'a' }, null, { text: 'a', finish_reason: null }],
    [{}, 'stop' as const, { text: '', finish_reason: 'stop' }],
  ])('translates the chunk with delta %j and finish_reason %j', (delta, reason, expected) => {
    const chunk = textCompletionChunk({
      ...envelope,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    });
    expect(chunk?.choices[0] ?? null).toEqual(expected === null ? null : { index: 0, logprobs: null, ...expected });
  });

  test('with include_usage, chunks without counts have usage null', () => {
    const chunk = { ...envelope, object: 'chat.completion.chunk' as const, usage: null };
    const choice = { index: 0, delta: { content: 'a' }, logprobs: null, finish_reason: null };
    expect(textCompletionChunk({ ...chunk, choices: [choice] })).toMatchObject({ usage: null });
    expect(textCompletionChunk({ ...chunk, choices: [] })).toBeNull();
  });
});
