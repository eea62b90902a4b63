import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeLifecycle, hasEnded, lifecycleNote, retirementError } from './model-lifecycle.ts';
import { profileFor } from './profile-for.ts';
import { modelRules, ruleFor } from './rules.ts';

const sdk = dirname(createRequire(import.meta.url).resolve('@anthropic-ai/sdk'));
const at = (day: string): number => Date.parse(day);

describe('the model table and the official SDK', () => {
  const declared =
    /^export type Model =([^;]+);/m.exec(readFileSync(join(sdk, 'resources/messages/messages.d.ts'), 'utf8'))?.[1] ??
    '';
  const ids = [...declared.matchAll(/'([^']+)'/g)].flatMap(([, id]) => id ?? []);

  test('have the same models', () => {
    expect(ids.toSorted()).toEqual(modelRules.flatMap(({ id, aliases }) => [id, ...aliases]).toSorted());
  });

  test('name the same deprecated models and the same days', () => {
    const source = readFileSync(join(sdk, 'internal/data/deprecated-models.js'), 'utf8');
    const ends = [...source.matchAll(/'(claude-[^']+)': '(\w+) (\d+)\w\w, (\d{4})'/g)].map(
      ([, id = '', month, day, year]): [string, string] => [
        id,
        new Date(`${month} ${day}, ${year} UTC`).toISOString().slice(0, 10),
      ],
    );
    expect(ends.length).toBeGreaterThan(0);
    const table = modelRules.flatMap(({ id, aliases, lifecycle, retiresOn }) =>
      lifecycle === 'deprecated' ? [id, ...aliases].map((name): [string, string | null] => [name, retiresOn]) : [],
    );
    expect(Object.fromEntries(table)).toEqual(Object.fromEntries(ends));
  });

  test('a deprecated entry has a date and an active successor', () => {
    for (const { lifecycle, deprecatedOn, successor } of modelRules) {
      expect([deprecatedOn !== null, successor !== null]).toEqual([lifecycle !== 'active', lifecycle !== 'active']);
      expect(ruleFor(successor ?? 'claude-opus-5-5')?.lifecycle).toBe('active');
    }
  });
});

describe('a deprecated model', () => {
  const opus = profileFor('claude-opus-4-5');

  test.each([
    [
      '2026-11-30',
      'model-deprecated',
      'claude-opus-4-5 is deprecated and ends on 2027-01-22. Its successor is claude-opus-5-5.',
    ],
    [
      '2027-01-21T23:59:59.999Z',
      'model-deprecated',
      'claude-opus-4-5 is deprecated and ends on 2027-01-22. Its successor is claude-opus-5-5.',
    ],
    [
      '2027-01-22',
      'model-ended',
      'claude-opus-4-5 was announced to end on 2027-01-22: requests to it fail or will soon. Its successor is claude-opus-5-5.',
    ],
  ])('on %s: %s', (day, code, reason) => {
    expect(lifecycleNote('claude-opus-4-5', opus, at(day))).toEqual({
      verb: 'noticed',
      code,
      from: 'model',
      to: 'model',
      reason,
    });
  });

  test('is known by its dated id and by other spellings', () => {
    for (const id of ['claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4.5']) {
      expect(lifecycleNote(id, profileFor(id), at('2026-11-30'))).toMatchObject({ code: 'model-ended' });
      expect(retirementError(id, at('2026-11-30'))).toEqual({
        message: `The model \`${id}\` was retired on 2026-11-30`,
        hint: 'Use its successor: claude-sonnet-5-5.',
      });
      expect(retirementError(id, at('2026-11-29'))).toBeNull();
    }
  });

  test('takes its lifecycle from GET /v1/models', () => {
    const moved = { id: 'claude-opus-4-5', lifecycle: 'deprecated', retires_at: '2027-03-01T00:00:00Z' } as const;
    expect(profileFor(moved.id, moved)).toMatchObject({ retiresOn: '2027-03-01', successor: 'claude-opus-5-5' });
    expect(profileFor(moved.id, { ...moved, retires_at: null }).retiresOn).toBeNull();
    expect(profileFor(moved.id, { id: moved.id }).retiresOn).toBe('2027-01-22');
    const revived = profileFor(moved.id, { ...moved, lifecycle: 'active', retires_at: null });
    expect(lifecycleNote(moved.id, revived, at('2030-01-01'))).toBeNull();
    const retired = profileFor('claude-next-9', { id: 'claude-next-9', lifecycle: 'retired' });
    expect(lifecycleNote('claude-next-9', retired, 0)).toMatchObject({ code: 'model-ended' });
  });
});

test('active and unknown models have no retirement date', () => {
  for (const id of ['claude-opus-5-5', 'gpt-4', 'claude-next-9']) {
    expect(describeLifecycle(id, profileFor(id), at('2099-01-01'))).toBeNull();
    expect(hasEnded(profileFor(id), at('2099-01-01'))).toBe(false);
    expect(retirementError(id, at('2099-01-01'))).toBeNull();
  }
});
