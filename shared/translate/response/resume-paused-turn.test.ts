import { describe, expect, it } from 'vitest';
import type { Message, MessageParam, ToolUnion } from '../../anthropic/types.ts';
import { assemble, recordedStream } from '../__fixtures__/upstream-messages.ts';
import { continueAfterPause, isPaused, mergeMessages } from './resume-paused-turn.ts';

const paused = assemble(recordedStream('whole', 'pause-turn'));
const rest = assemble(recordedStream('whole', 'text'));
const messages: MessageParam[] = [{ role: 'user', content: 'Search, please.' }];

describe('pause_turn', () => {
  it('is recognised', () => {
    expect(isPaused(paused)).toBe(true);
    expect(isPaused(rest)).toBe(false);
  });

  it('is resumed by sending its content back unchanged', () => {
    const body = { model: 'claude-sonnet-5-5', messages };
    expect(continueAfterPause(body, paused)).toEqual({
      ...body,
      messages: [...messages, { role: 'assistant', content: paused.content }],
    });
    expect(messages).toHaveLength(1);
  });

  it('paused again, extends the same assistant turn', () => {
    const twice = continueAfterPause(continueAfterPause({ messages }, paused), rest);
    expect(twice.messages).toEqual([...messages, { role: 'assistant', content: [...paused.content, ...rest.content] }]);
  });

  it('counts the uses of a tool over the whole turn', () => {
    const caller = { type: 'direct' } as const;
    const call = (id: string): Message['content'] => [
      { type: 'server_tool_use', id, name: 'web_search', input: {}, caller },
      { type: 'web_search_tool_result', tool_use_id: id, content: [], caller },
    ];
    const pending = call('srvtoolu_3').slice(0, 1);
    const search = (uses: number): ToolUnion => ({ type: 'web_search_20250305', name: 'web_search', max_uses: uses });
    const resumed = (uses: number, content: Message['content']) =>
      continueAfterPause({ messages, tools: [search(uses)], tool_choice: { type: 'auto' } }, { ...paused, content });
    const once = [...call('srvtoolu_1'), ...pending];
    expect(resumed(3, once)).toMatchObject({ tools: [search(2)], tool_choice: { type: 'auto' } });
    expect(resumed(2, once)).toMatchObject({ tools: [search(1)], tool_choice: { type: 'auto' } });
    const twice = [...call('srvtoolu_1'), ...call('srvtoolu_2')];
    expect(resumed(2, twice)).toMatchObject({ tools: [search(1)], tool_choice: { type: 'none' } });
  });

  it('is merged into one message', () => {
    const whole = mergeMessages({ ...paused, id: 'msg_first' }, [rest]);
    expect(whole).toMatchObject({
      id: 'msg_first',
      stop_reason: 'end_turn',
      usage: { input_tokens: 24, output_tokens: 40 },
    });
    expect(whole.content).toEqual([...paused.content, ...rest.content]);
  });
});
