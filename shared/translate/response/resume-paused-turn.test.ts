import { describe, expect, it } from 'vitest';
import type { MessageParam } from '../../anthropic/types.ts';
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
