import { expect, test } from 'vitest';
import { matching } from './suggest-input.tsx';

const suggestions = ['claude-opus-5-5', 'claude-opus-5', 'claude-sonnet-5-5'].map((value) => ({ value, detail: '' }));
const found = (typed: string): string[] => matching(suggestions, typed).map((item) => item.value);

test.each([
  ['', ['claude-opus-5-5', 'claude-opus-5', 'claude-sonnet-5-5']],
  ['opus', ['claude-opus-5-5', 'claude-opus-5']],
  [' OPUS ', ['claude-opus-5-5', 'claude-opus-5']],
  ['claude-opus-5', ['claude-opus-5-5', 'claude-opus-5']],
  ['claude-sonnet-5-5', []],
  ['gpt-4', []],
])('for %j, %j are suggested', (typed, expected) => {
  expect(found(typed)).toEqual(expected);
});
