import { expect, test } from 'vitest';
import { createPreviousMessages } from './previous-messages.ts';

const HOUR = 60 * 60 * 1000;

test('an answer is found by each of its names for an hour', () => {
  let time = 0;
  const answers = createPreviousMessages(() => time);
  answers.remember({ turn: ['call a', 'call b'], key: 'key k' }, 'msg_1', 'p');
  expect(['call a', 'call b', 'key k', 'call c'].map((name) => answers.find(name))).toEqual([
    'msg_1',
    'msg_1',
    'msg_1',
    null,
  ]);
  time = HOUR;
  expect(answers.find('call a')).toBe('msg_1');
  time += 1;
  expect(answers.find('call a')).toBeNull();
});

test('a shared key finds the latest answer', () => {
  const answers = createPreviousMessages();
  answers.remember({ turn: [], key: 'key k' }, 'msg_1', 'p');
  answers.remember({ turn: [], key: 'key k' }, 'msg_2', 'q');
  expect(answers.find('key k')).toBe('msg_2');
});

test('the same words to another request find nothing; to the same request, the latest', () => {
  const answers = createPreviousMessages();
  answers.remember({ turn: ['said x'], key: null }, 'msg_1', 'p');
  answers.remember({ turn: ['said x'], key: null }, 'msg_2', 'p');
  expect(answers.find('said x')).toBe('msg_2');
  answers.remember({ turn: ['said x'], key: null }, 'msg_3', 'q');
  expect(answers.find('said x')).toBeNull();
});

test('the oldest names give way', () => {
  let time = 0;
  const answers = createPreviousMessages(() => time, 3);
  for (const name of ['a', 'b', 'c', 'd']) answers.remember({ turn: [name], key: null }, `msg_${name}`, 'p');
  expect(answers.size).toBe(3);
  expect(answers.find('a')).toBeNull();
  expect(answers.find('d')).toBe('msg_d');
  time = HOUR + 1;
  answers.remember({ turn: ['e'], key: null }, 'msg_e', 'p');
  expect(answers.size).toBe(1);
  answers.forget();
  expect(answers.size).toBe(0);
});
