import { describe, expect, test } from 'vitest';
import { codes, draftFor, type ContextChanges } from '../__fixtures__/draft-for.ts';
import { applySampling } from './sampling.ts';

function sampled(model: string, request: object, changes: ContextChanges = {}): object {
  const draft = draftFor(model, request, changes);
  applySampling(draft);
  const { model: _model, ...fields } = draft.body;
  return { ...fields, notes: codes(draft) };
}

describe('temperature, top_p and top_k on a model that accepts them', () => {
  test.each([
    [{ temperature: 0.2 }, { temperature: 0.2, notes: [] }],
    [{ temperature: 1.7 }, { temperature: 1, notes: ['temperature-clamped'] }],
    [{ temperature: -1 }, { temperature: 0, notes: ['temperature-clamped'] }],
    [
      { temperature: 0.2, top_p: 0.4 },
      { temperature: 0.2, notes: ['top-p-dropped'] },
    ],
    [
      { temperature: 0.2, top_p: 1 },
      { temperature: 0.2, notes: [] },
    ],
    [
      { temperature: 1, top_p: 0.4 },
      { top_p: 0.4, notes: [] },
    ],
    [{ top_p: 0.4 }, { top_p: 0.4, notes: [] }],
    [{ top_p: 1.5 }, { top_p: 1, notes: ['top-p-clamped'] }],
    [
      { temperature: 0.5, top_k: 40 },
      { temperature: 0.5, top_k: 40, notes: [] },
    ],
    [{ top_k: -1 }, { notes: [] }],
    [{ top_k: 0 }, { notes: [] }],
    [{ top_k: 2.5 }, { notes: ['top-k-dropped'] }],
    [{ temperature: null, top_p: null, top_k: null }, { notes: [] }],
  ])('%j', (request, expected) => {
    expect(sampled('claude-sonnet-4-5', request)).toEqual(expected);
  });

  test.each([
    [{ temperature: 0.5 }, { notes: ['temperature-dropped'] }],
    [{ temperature: 1 }, { notes: [] }],
    [{ top_p: 0.97 }, { top_p: 0.97, notes: [] }],
    [{ top_p: 0.5 }, { notes: ['top-p-dropped'] }],
    [{ top_k: 5 }, { notes: ['top-k-dropped'] }],
  ])('with thinking: %j', (request, expected) => {
    expect(sampled('claude-sonnet-4-6', { ...request, reasoning_effort: 'low' })).toEqual(expected);
  });
});

describe('temperature, top_p and top_k on a model that refuses them', () => {
  const request = { temperature: 0, top_p: 0.5, top_k: 3 };
  const all = { notes: ['temperature-dropped', 'top-p-dropped', 'top-k-dropped'] };

  test.each(['claude-opus-4-7', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-opus-99'])('%s', (model) => {
    expect(sampled(model, request)).toEqual(all);
    expect(sampled(model, { temperature: 1, top_p: 1 })).toEqual({ notes: [] });
  });

  test('API version 2026-10-21 refuses them on any model', () => {
    const changes = { settings: { anthropicVersion: '2026-10-21' } } as const;
    expect(sampled('claude-sonnet-4-6', request, changes)).toEqual(all);
    expect(sampled('claude-sonnet-4-6', { temperature: 1 }, changes)).toEqual({ notes: [] });
  });

  test('strict mode refuses instead, naming the field', () => {
    const changes = { settings: { strict: true } };
    expect(() => sampled('claude-opus-5', { top_p: 0.5 }, changes)).toThrow(
      expect.objectContaining({ param: 'top_p', code: 'unsupported_value', status: 400 }),
    );
    expect(sampled('claude-opus-5', { temperature: 1 }, changes)).toEqual({ notes: [] });
  });
});
