import { expect, test } from 'vitest';
import type { Note } from '#shared/notes.ts';
import { lossesFirst, noteLabel } from './note-label.ts';

const note = (change: Partial<Note>): Note => ({
  verb: 'moved',
  code: 'x',
  from: 'a',
  to: 'b',
  reason: 'why',
  ...change,
});
const said = (change: Partial<Note>): string => {
  const { subject, verb, object } = noteLabel(note(change));
  return [subject, verb, object].filter((part) => part !== null).join(' ');
};

test.each<[string, Partial<Note>]>([
  ['messages[0] moved to system', { verb: 'moved', from: 'messages[0]', to: 'system' }],
  ['max_tokens added', { verb: 'defaulted', from: null, to: 'max_tokens' }],
  ['temperature dropped', { verb: 'dropped', from: 'temperature', to: null }],
  ['n limited', { verb: 'clamped', from: 'n', to: 'n' }],
  ['model changed', { verb: 'renamed', from: 'model', to: 'model' }],
  ['functions became tools', { verb: 'renamed', from: 'functions', to: 'tools' }],
  ['tool_choice approximated', { verb: 'approximated', from: 'tool_choice', to: 'tool_choice' }],
  ['response_format emulated by system[1]', { verb: 'emulated', from: 'response_format', to: 'system[1]' }],
  ['repaired', { verb: 'repaired', from: null, to: null }],
])('"%s"', (sentence, change) => {
  expect(said(change)).toBe(sentence);
});

test('losses come first, the rest keeps its order', () => {
  const order = lossesFirst([
    note({ verb: 'moved', code: '1' }),
    note({ verb: 'dropped', code: '2' }),
    note({ verb: 'defaulted', code: '3' }),
    note({ verb: 'clamped', code: '4' }),
  ]).map((entry) => entry.code);
  expect(order).toEqual(['2', '4', '1', '3']);
});
