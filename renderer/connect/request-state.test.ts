import { expect, test } from 'vitest';
import { recipes } from '#shared/connect/recipes.ts';
import { sampleSummary } from '../testing/sample-exchanges.ts';
import { matchingRecipes, newestByClient, requestState } from './request-state.ts';

const [codex] = recipes;
if (codex === undefined) throw new Error('there are no recipes');
const summary = (
  id: string,
  tool: string | null,
  status: number | null,
  state: 'done' | 'failed' | 'open' = 'done',
) => ({
  ...sampleSummary(0, 0),
  id,
  tool,
  status,
  state,
});

test('a tool waits for its first request, and shows the newest one that arrived', () => {
  const kind = (...summaries: Parameters<typeof newestByClient>[0]): string =>
    requestState(codex, newestByClient(summaries)).kind;
  expect(kind()).toBe('waiting');
  expect(kind(summary('1', 'zed', 200), summary('2', null, 200))).toBe('waiting');
  expect(kind(summary('1', 'codex', 200))).toBe('arrived');
  expect(kind(summary('1', 'codex', null, 'open'))).toBe('arrived');
  expect(kind(summary('1', 'codex', 401))).toBe('failed');
  expect(kind(summary('1', 'codex', null, 'failed'))).toBe('failed');
  expect(kind(summary('1', 'codex', 401), summary('2', 'codex', 200))).toBe('arrived');
  const state = requestState(codex, newestByClient([summary('1', 'codex', 200), summary('2', 'codex', 200)]));
  expect(state).toMatchObject({ exchange: { id: '2' } });
});

test('Cursor waits for nothing', () => {
  expect(requestState({ client: null }, new Map()).kind).toBe('none');
});

test.each([
  ['', recipes.length],
  ['  ', recipes.length],
  ['zed', 1],
  ['LANGCHAIN py', 1],
  ['no such tool', 0],
])('the search for %j finds %i recipes', (search, count) => {
  expect(matchingRecipes(recipes, search)).toHaveLength(count);
});
