import { beforeEach, describe, expect, test } from 'vitest';
import { leaveAnyway, setUnsaved, showView, stayHere, takeWantedExchange, useNavigation } from './navigation.ts';

const state = useNavigation.getState;

beforeEach(() => useNavigation.setState(useNavigation.getInitialState(), true));

describe('navigation between views', () => {
  test('a view opens immediately without unsaved changes', () => {
    showView('chat');
    expect(state()).toMatchObject({ view: 'chat', pending: null });
  });

  test('a requested exchange waits for its view', () => {
    showView('requests', 'exchange-1');
    showView('chat');
    expect(state().wantedExchange).toBe('exchange-1');
    takeWantedExchange();
    expect(state().wantedExchange).toBeNull();
  });
});

describe('the guard for unsaved changes', () => {
  beforeEach(() => {
    showView('settings');
    setUnsaved(true);
  });

  test('blocks navigation and remembers the target', () => {
    showView('requests', 'exchange-1');
    expect(state()).toMatchObject({ view: 'settings', pending: { view: 'requests', exchangeId: 'exchange-1' } });
  });

  test('ignores the current view', () => {
    showView('settings');
    expect(state().pending).toBeNull();
  });

  test('continues when the changes are discarded', () => {
    showView('requests', 'exchange-1');
    leaveAnyway();
    expect(state()).toEqual({ view: 'requests', wantedExchange: 'exchange-1', unsaved: false, pending: null });
  });

  test('keeps the changes when the user cancels', () => {
    showView('chat');
    stayHere();
    expect(state()).toMatchObject({ view: 'settings', unsaved: true, pending: null });
  });
});
