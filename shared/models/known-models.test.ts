import { describe, expect, it } from 'vitest';
import { knownModel, knownModelSchema, currentProfile, candidateProfiles } from './known-models.ts';
import { profileFor } from './profile-for.ts';
import { modelRules } from './rules.ts';

const id = 'claude-opus-5-5';
const rule = { kind: 'max-output-tokens', limit: 1000 } as const;

describe('knownModel', () => {
  it('is null where the table states everything', () => {
    expect(knownModel(id, undefined, [])).toBeNull();
    expect(knownModel(id, { id }, [])).toBeNull();
  });

  it('separates what the upstream reports from what refusals taught', () => {
    const known = knownModel(id, { id, max_tokens: 5000 }, [rule]);
    expect(known).toMatchObject({ profile: { maxOutputTokens: 1000 }, unlearned: { maxOutputTokens: 5000 } });
    expect(knownModel(id, { id, max_tokens: 5000 }, [])?.unlearned).toBeNull();
  });

  it('passes its schema unchanged, for every model of the table and for others', () => {
    for (const model of [...modelRules.map((entry) => entry.id), 'claude-unheard-of-9']) {
      const known = knownModel(model, { id: model, max_input_tokens: 1 }, [rule]);
      expect(knownModelSchema.parse(JSON.parse(JSON.stringify(known)))).toEqual(known);
    }
  });

  it('overrides the table', () => {
    const known = knownModel(id, undefined, [rule]);
    const models = known === null ? [] : [known];
    expect(currentProfile(models, id).maxOutputTokens).toBe(1000);
    expect(currentProfile(models, 'claude-haiku-4-5')).toEqual(profileFor('claude-haiku-4-5'));
    expect(candidateProfiles(models, id).map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([
      1000,
      profileFor(id).maxOutputTokens,
      profileFor(id).maxOutputTokens,
    ]);
  });
});
