import { expect, test } from 'vitest';
import { knownModel } from '#shared/models/known-models.ts';
import { modelSuggestions, modelWarning, suggestionsWith } from './model-suggestions.ts';

const inputs = Date.parse('2026-11-30');

test('models only in GET /v1/models are suggested after those of the table, each once', () => {
  const live = [
    knownModel('claude-opus-5-5', { id: 'claude-opus-5-5', max_tokens: 1 }, []),
    knownModel('claude-next-9', { id: 'claude-next-9', max_input_tokens: 2_000_000 }, []),
  ].filter((model) => model !== null);
  expect(live).toHaveLength(2);
  expect(suggestionsWith(live, inputs)).toEqual([
    ...modelSuggestions(inputs),
    { value: 'claude-next-9', detail: '2 M context' },
  ]);
  expect(suggestionsWith([], inputs)).toEqual(modelSuggestions(inputs));
});

test('a deprecated model is suggested last with its retirement date, and not from that day on', () => {
  const detailOf = (day: string): string | undefined =>
    modelSuggestions(Date.parse(day)).find(({ value }) => value === 'claude-opus-4-5')?.detail;
  expect(detailOf('2027-01-21T23:59:59Z')).toBe('deprecated, ends 2027-01-22, 200 k context');
  expect(detailOf('2027-01-22')).toBeUndefined();
  expect(modelSuggestions(inputs).findLastIndex(({ detail }) => !detail?.startsWith('deprecated'))).toBeLessThan(
    modelSuggestions(inputs).findIndex(({ value }) => value === 'claude-opus-4-5'),
  );
});

test('the settings warn of a deprecated model and name its successor', () => {
  const warn = (id: string, day: string) => modelWarning(id, [], Date.parse(day));
  expect(warn('claude-opus-4-5', '2026-11-30')).toBe(
    'claude-opus-4-5 is deprecated and ends on 2027-01-22. Its successor is claude-opus-5-5.',
  );
  expect(warn('claude-sonnet-4-5-20250929', '2026-11-30')).toMatch(/2026-11-30.* claude-sonnet-5-5/);
  expect(warn('claude-opus-5-5', '2026-11-30')).toBeNull();
  expect(warn('gpt-4', '2026-11-30')).toContain('strictest');
  const live = knownModel(
    'claude-opus-5',
    { id: 'claude-opus-5', lifecycle: 'deprecated', retires_at: '2027-05-01T00:00:00Z' },
    [],
  );
  expect(modelWarning('claude-opus-5', live === null ? [] : [live], inputs)).toContain('ends on 2027-05-01');
});
