import { expect, test } from 'vitest';
import { knownModel } from '#shared/models/known-models.ts';
import type { LearnedRule } from '#shared/models/self-healing-rules.ts';
import { describeLearnedRules } from './learned-rules-text.ts';

const geo: LearnedRule = { kind: 'field-refused', field: 'inference_geo' };
const known = (id: string, rules: readonly LearnedRule[]) => {
  const model = knownModel(id, { id, max_tokens: 1 }, rules);
  return model === null ? [] : [model];
};

test('names the models with learned rules', () => {
  expect(describeLearnedRules([])).toMatchObject({ any: false });
  expect(describeLearnedRules(known('claude-opus-5', []))).toMatchObject({ any: false });
  const some = [...known('claude-opus-5', []), ...known('claude-opus-5-5', [geo])];
  expect(describeLearnedRules(some)).toEqual({ text: 'Learned rules for claude-opus-5-5.', any: true });
});

test('names five and counts the rest', () => {
  const many = Array.from({ length: 7 }, (_, index) => known(`m${index}`, [geo])).flat();
  expect(describeLearnedRules(many).text).toBe('Learned rules for m0, m1, m2, m3, m4 and 2 more.');
});
