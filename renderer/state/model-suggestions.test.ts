import { expect, test } from 'vitest';
import { knownModel } from '#shared/models/known-models.ts';
import { modelSuggestions, suggestionsWith } from './model-suggestions.ts';

test('models that only the upstream has told of are suggested behind those of the table, each once', () => {
  const live = [
    knownModel('claude-opus-5-5', { id: 'claude-opus-5-5', max_tokens: 1 }, []),
    knownModel('claude-next-9', { id: 'claude-next-9', max_input_tokens: 2_000_000 }, []),
  ].filter((model) => model !== null);
  expect(live).toHaveLength(2);
  expect(suggestionsWith(live)).toEqual([...modelSuggestions, { value: 'claude-next-9', detail: '2 M context' }]);
  expect(suggestionsWith([])).toEqual(modelSuggestions);
});
