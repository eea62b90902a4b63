import { expect, test } from 'vitest';
import { createPreviousMessages } from './previous-messages.ts';

const HOUR = 60 * 60 * 1000;

test('a response id is found by each comparison key for an hour', () => {
  let time = 0;
  const store = createPreviousMessages(() => time);
  store.remember({ turn: ['call a', 'call b'], key: 'key k' }, 'msg_1', 'p');
  expect(['call a', 'call b', 'key k', 'call c'].map((name) => store.find(name))).toEqual([
    'msg_1',
    'msg_1',
    'msg_1',
    null,
  ]);
  time = HOUR;
  expect(store.find('call a')).toBe('msg_1');
  time += 1;
  expect(store.find('call a')).toBeNull();
});

test('a shared key finds the latest response', () => {
  const store = createPreviousMessages();
  store.remember({ turn: [], key: 'key k' }, 'msg_1', 'p');
  store.remember({ turn: [], key: 'key k' }, 'msg_2', 'q');
  expect(store.find('key k')).toBe('msg_2');
});

test('equal text of another request finds nothing; of the same request, the latest', () => {
  const store = createPreviousMessages();
  store.remember({ turn: ['said x'], key: null }, 'msg_1', 'p');
  store.remember({ turn: ['said x'], key: null }, 'msg_2', 'p');
  expect(store.find('said x')).toBe('msg_2');
  store.remember({ turn: ['said x'], key: null }, 'msg_3', 'q');
  expect(store.find('said x')).toBeNull();
});

test('the oldest keys are evicted', () => {
  let time = 0;
  const store = createPreviousMessages(() => time, 3);
  for (const name of ['a', 'b', 'c', 'd']) store.remember({ turn: [name], key: null }, `msg_${name}`, 'p');
  expect(store.size).toBe(3);
  expect(store.find('a')).toBeNull();
  expect(store.find('d')).toBe('msg_d');
  time = HOUR + 1;
  store.remember({ turn: ['e'], key: null }, 'msg_e', 'p');
  expect(store.size).toBe(1);
  store.forget();
  expect(store.size).toBe(0);
});
