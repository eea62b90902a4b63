import { describe, expect, test } from 'vitest';
import type { ChatEvent } from '#shared/ipc/contract.ts';
import {
  applyEvent,
  beforeLastAssistantTurn,
  messagesOf,
  newAssistantTurn,
  stopAssistantTurn,
  type Turn,
} from './chat-turns.ts';

const question: Turn = { role: 'user', id: 'q', text: 'Hello?' };
const start: readonly Turn[] = [question, newAssistantTurn('run', 'claude-x')];
const play = (events: readonly ChatEvent[], turns = start): readonly Turn[] => events.reduce(applyEvent, turns);
const text = (chunk: string): ChatEvent => ({ kind: 'text', run: 'run', text: chunk });
const finished: ChatEvent = { kind: 'finished', run: 'run', finishReason: 'stop', usage: { prompt: 3, completion: 2 } };
const failed: ChatEvent = { kind: 'failed', run: 'run', code: 'overloaded', message: 'Too much.', hint: 'Wait.' };

describe('a chat response', () => {
  test('grows by deltas and ends with usage and exchange', () => {
    const turns = play([{ kind: 'started', run: 'run', exchangeId: 'e1' }, text('Bon'), text('jour'), finished]);
    expect(turns.at(-1)).toMatchObject({
      text: 'Bonjour',
      state: 'done',
      exchangeId: 'e1',
      usage: { prompt: 3, completion: 2 },
    });
  });

  test('keeps thinking apart from text', () => {
    const turns = play([{ kind: 'reasoning', run: 'run', text: 'Hm.' }, text('Yes')]);
    expect(turns.at(-1)).toMatchObject({ reasoning: 'Hm.', text: 'Yes', state: 'streaming' });
  });

  test('that fails keeps its text and has the error', () => {
    expect(play([text('Bon'), failed]).at(-1)).toMatchObject({
      text: 'Bon',
      state: 'failed',
      error: { code: 'overloaded', message: 'Too much.', hint: 'Wait.' },
    });
  });

  test('that was stopped ignores deltas but gets its exchange', () => {
    const stopped = stopAssistantTurn(play([text('Bon')]));
    const later = play([text('jour'), failed, { kind: 'started', run: 'run', exchangeId: 'e1' }], stopped);
    expect(later.at(-1)).toMatchObject({ text: 'Bon', state: 'stopped', exchangeId: 'e1', error: null });
  });

  test('ignores events of another run', () => {
    expect(play([{ ...text('x'), run: 'other' }])).toBe(start);
  });
});

describe('messages sent', () => {
  test('omit failed and empty responses', () => {
    expect(messagesOf(play([text('Bon'), failed]))).toEqual([{ role: 'user', content: 'Hello?' }]);
    expect(messagesOf(start)).toEqual([{ role: 'user', content: 'Hello?' }]);
  });

  test('keep a stopped response', () => {
    expect(messagesOf(stopAssistantTurn(play([text('Bon')])))).toEqual([
      { role: 'user', content: 'Hello?' },
      { role: 'assistant', content: 'Bon' },
    ]);
  });
});

describe('regenerating', () => {
  test('drops the last response', () => {
    expect(beforeLastAssistantTurn(play([text('Bon'), finished]))).toEqual([question]);
  });

  test.each([
    ['there is none', [question]],
    ['it is still running', start],
    ['nothing was said', []],
  ])('is unavailable when %s', (_, turns) => {
    expect(beforeLastAssistantTurn(turns)).toBeNull();
  });
});
