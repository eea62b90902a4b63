import { describe, expect, it } from 'vitest';
import { eventLabel } from './event-label.ts';

const chunk = (delta: object, finish: string | null = null): object => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const blockDelta = (delta: object): object => ({ type: 'content_block_delta', index: 0, delta });

describe('the label of an event', () => {
  it.each<[string, object, string, string]>([
    ['content_block_delta', blockDelta({ type: 'text_delta', text: 'Hi\n' }), 'text_delta', String.raw`"Hi\n"`],
    [
      'content_block_delta',
      blockDelta({ type: 'input_json_delta', partial_json: '{"a"' }),
      'input_json_delta',
      String.raw`"{\"a\""`,
    ],
    [
      'content_block_start',
      { content_block: { type: 'tool_use', name: 'read' } },
      'content_block_start',
      'tool_use read',
    ],
    ['message_delta', { delta: { stop_reason: 'end_turn' } }, 'message_delta', 'end_turn'],
    ['error', { error: { message: 'Overloaded' } }, 'error', 'Overloaded'],
    ['chat.completion.chunk', chunk({ role: 'assistant', content: '' }), 'role', 'assistant'],
    ['chat.completion.chunk', chunk({ content: 'Hi' }), 'content', '"Hi"'],
    [
      'chat.completion.chunk',
      chunk({ tool_calls: [{ function: { name: 'read', arguments: '' } }] }),
      'tool_calls',
      'read',
    ],
    ['chat.completion.chunk', chunk({ tool_calls: [{ function: { arguments: '{}' } }] }), 'tool_calls', '"{}"'],
    ['chat.completion.chunk', chunk({}, 'stop'), 'finish_reason', 'stop'],
    ['chat.completion.chunk', { choices: [], usage: { completion_tokens: 7 } }, 'usage', '7 tokens out'],
    ['response.output_text.delta', { delta: 'Hi' }, 'response.output_text.delta', '"Hi"'],
    ['response.output_item.added', { item: { type: 'message' } }, 'response.output_item.added', 'message'],
  ])('%s %j', (kind, data, name, preview) => {
    expect(eventLabel(kind, JSON.stringify(data))).toEqual({ kind: name, preview });
  });

  it('escapes invisible and bidi characters', () => {
    const { preview } = eventLabel(
      'content_block_delta',
      JSON.stringify(blockDelta({ type: 'text_delta', text: 'a\u202eb\u200bc' })),
    );
    expect(preview).toBe(String.raw`"a\u202eb\u200bc"`);
  });

  it('has only the size of an event of megabytes', () => {
    const data = JSON.stringify({ response: { status: 'completed', output: 'x'.repeat(3_000_000) } });
    expect(eventLabel('response.completed', data)).toEqual({ kind: 'response.completed', preview: '3.0 MB' });
  });

  it('contains data that is not JSON unchanged', () => {
    expect(eventLabel('[DONE]', '[DONE]').preview).toBe('');
    expect(eventLabel('unreadable', '<b>no</b>').preview).toBe('<b>no</b>');
  });
});
