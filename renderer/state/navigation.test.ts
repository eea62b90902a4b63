import { beforeEach, describe, expect, test } from 'vitest';
import { leaveAnyway, setUnsaved, showView, stayHere, takeWantedExchange, useNavigation } from './navigation.ts';

const state = useNavigation.getState;

beforeEach(() => useNavigation.setState(useNavigation.getInitialState(), true));

describe('going from view to view', () => {
  test('a view is shown at once when nothing is unsaved', () => {
    showView('chat');
    expect(state()).toMatchObject({ view: 'chat', pending: null });
  });

  test('an exchange that was asked for waits until the view takes it', () => {
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

  test('holds the user and remembers where they wanted to go', () => {
    showView('requests', 'exchange-1');
    expect(state()).toMatchObject({ view: 'settings', pending: { view: 'requests', exchangeId: 'exchange-1' } });
  });

  test('does not mind the view that is already shown', () => {
    showView('settings');
    expect(state().pending).toBeNull();
  });

  test('lets go when the changes are given up', () => {
    showView('requests', 'exchange-1');
    leaveAnyway();
    expect(state()).toEqual({ view: 'requests', wantedExchange: 'exchange-1', unsaved: false, pending: null });
  });

  test('keeps the changes when the user stays', () => {
    showView('chat');
    stayHere();
    expect(state()).toMatchObject({ view: 'settings', unsaved: true, pending: null });
  });
});
