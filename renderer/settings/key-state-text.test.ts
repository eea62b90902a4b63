import { describe, expect, test } from 'vitest';
import { keyStateSchema, type KeyState } from '#shared/settings/key.ts';
import { describeKey } from './key-state-text.ts';

const key = (state: KeyState['state']): KeyState => ({ state, lastFour: null, message: 'What is.', hint: null });

describe('the key field', () => {
  test('shows the end of a stored key', () => {
    expect(describeKey({ ...key('stored'), lastFour: 'f3a9' }).line).toBe('stored, ends in …f3a9');
  });

  test.each(keyStateSchema.shape.state.options.filter((state) => state !== 'stored'))(
    'has advice for state %s',
    (state) => {
      expect(describeKey(key(state)).advice).not.toBeNull();
    },
  );

  test.each(['locked', 'refused', 'timeout', 'missing', 'no-keyring'] as const)(
    'has the keychain’s hint in state %s',
    (state) => {
      expect(describeKey({ ...key(state), hint: 'Do this.' })).toMatchObject({ line: 'What is.', advice: 'Do this.' });
    },
  );

  test('offers only a session key without a keyring', () => {
    const states = keyStateSchema.shape.state.options.filter((state) => describeKey(key(state)).sessionOnly);
    expect(states).toEqual(['no-keyring']);
  });

  test('does not offer to remove a key from the environment', () => {
    expect([describeKey(key('environment')).canForget, describeKey(key('demo')).canForget]).toEqual([false, false]);
  });
});
