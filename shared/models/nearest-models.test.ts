import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestModels } from './nearest-models.ts';
import { modelRules } from './rules.ts';

const known = modelRules.map(({ id }) => id);

describe('nearestModels', () => {
  test.each([
    ['claude-opus-5-6', 'claude-opus-5-5'],
    ['claude-sonet-5-5', 'claude-sonnet-5-5'],
    ['anthropic/claude-haiku-4.6', 'claude-haiku-4-5'],
    ['CLAUDE-FABLE-6', 'claude-fable-5'],
    ['opus', 'claude-opus-5'],
  ])('%s: first %s', (requested, first) => {
    expect(nearestModels(requested, known)[0]).toBe(first);
  });

  test('returns none without similarity, and at most three', () => {
    expect(nearestModels('gpt', known)).toEqual([]);
    expect(nearestModels('claude-haiku', [])).toEqual([]);
    expect(nearestModels('claude-opus', known)).toHaveLength(3);
  });

  test('returns each id once and an exact match first, for any name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.constantFrom(...known), (requested, id) => {
        const near = nearestModels(requested, known);
        expect(new Set(near).size).toBe(near.length);
        expect(known).toEqual(expect.arrayContaining([...near]));
        expect(nearestModels(id, known)[0]).toBe(id);
      }),
    );
  });
});
