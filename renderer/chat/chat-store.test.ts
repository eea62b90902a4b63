import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { replaceBridge } from '../lib/window-bridge.ts';
import { createFakeBridge } from '../testing/fake-bridge.ts';
import { clearChat, followChat, parseMaxTokens, regenerate, sendDraft, stop, useChat } from './chat-store.ts';

const last = (): unknown => useChat.getState().turns.at(-1);
const states = (): unknown[] => useChat.getState().turns.map((turn) => (turn.role === 'user' ? 'user' : turn.state));

beforeEach(() => {
  // The bridge sends a delta per interval: none before a test advances the clock.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => queueMicrotask(draw));
  vi.stubGlobal('cancelAnimationFrame', () => {});
  replaceBridge(createFakeBridge('empty'));
  useChat.setState({ ...useChat.getInitialState(), model: 'claude-x' }, true);
  return followChat();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the chat panel', () => {
  test('sends the draft, streams the response and links its exchange', async () => {
    useChat.setState({ draft: 'Why?' });
    await sendDraft();
    expect(useChat.getState().draft).toBe('');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(last()).toMatchObject({ state: 'done', exchangeId: 'fake-0', usage: { prompt: 42, completion: 187 } });
  });

  test('sends neither an empty draft nor a second one during a response', async () => {
    useChat.setState({ draft: '  ' });
    await sendDraft();
    expect(states()).toEqual([]);
    useChat.setState({ draft: 'One' });
    await sendDraft();
    useChat.setState({ draft: 'Two' });
    await sendDraft();
    expect(useChat.getState()).toMatchObject({ draft: 'Two' });
    expect(states()).toHaveLength(2);
    await stop();
  });

  test('stops, regenerates and clears', async () => {
    useChat.setState({ draft: 'Why?' });
    await sendDraft();
    await stop();
    expect(states()).toEqual(['user', 'stopped']);
    await regenerate();
    expect(states()).toEqual(['user', 'waiting']);
    await clearChat();
    expect(states()).toEqual([]);
  });

  test('shows a refused call as a failed response', async () => {
    useChat.setState({ draft: 'Why?', model: 'm'.repeat(200) });
    await sendDraft();
    expect(last()).toMatchObject({ state: 'failed', error: { code: 'invalid_input' } });
  });
});

test.each([
  ['', null],
  [' 500 ', 500],
  ['0', 'invalid'],
  ['-1', 'invalid'],
  ['1e3', 'invalid'],
  ['many', 'invalid'],
])('max_tokens %j means %s', (typed, meaning) => {
  expect(parseMaxTokens(typed)).toBe(meaning);
});
