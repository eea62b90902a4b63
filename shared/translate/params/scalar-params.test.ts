import { describe, expect, test } from 'vitest';
import { profileFor } from '../../models/profile-for.ts';
import { codes, draftFor, type ContextChanges } from '../__fixtures__/draft-for.ts';
import type { Draft } from '../core/request-draft.ts';
import { chatRequestFields } from '../unread/chat-fields.ts';
import { addUnreadFieldNotes } from '../unread/note-unread-fields.ts';
import { applyScalars } from './scalar-params.ts';

function applied(request: object, model = 'claude-opus-4-8', changes: ContextChanges = {}): Draft {
  const draft = draftFor(model, request, changes);
  applyScalars(draft);
  addUnreadFieldNotes(draft, chatRequestFields);
  return draft;
}

/** Codes without the one that every request without a limit has. */
function noted(draft: Draft): readonly string[] {
  return codes(draft).filter((code) => code !== 'max-tokens-defaulted');
}

describe('max_tokens and max_completion_tokens', () => {
  test.each([
    [{}, 'claude-opus-4-8', 21_333, ['max-tokens-defaulted']],
    [{ stream: true }, 'claude-opus-4-8', 32_000, ['max-tokens-defaulted']],
    [{ max_tokens: 500 }, 'claude-opus-4-8', 500, []],
    [{ max_completion_tokens: 100_000 }, 'claude-opus-4-8', 100_000, []],
    [{ max_tokens: 10, max_completion_tokens: 999_999 }, 'claude-haiku-4-5', 64_000, ['max-tokens-clamped']],
    [{ max_tokens: null, max_completion_tokens: null }, 'claude-opus-4-8', 21_333, ['max-tokens-defaulted']],
  ])('%j on %s', (request, model, maxTokens, notes) => {
    const draft = applied(request, model);
    expect(draft.body.max_tokens).toBe(maxTokens);
    expect(codes(draft)).toEqual(notes);
  });

  test('the default max_tokens is at most the model’s limit', () => {
    const draft = draftFor('claude-opus-4-8', { stream: true });
    const profile = { ...draft.context.profile, maxOutputTokens: 8192 };
    expect(applied({ stream: true }, 'claude-opus-4-8', { profile }).body.max_tokens).toBe(8192);
  });

  test.each([
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: -5 }, 'max_tokens'],
    [{ max_completion_tokens: 1.5, max_tokens: 5 }, 'max_completion_tokens'],
  ])('%j is refused', (request, param) => {
    expect(() => applied(request)).toThrow(expect.objectContaining({ status: 400, code: 'invalid_value', param }));
  });
});

describe('stop', () => {
  test.each([
    ['END', ['END'], []],
    [['END', '\n', ' ', null, 'END'], ['END'], ['stop-dropped', 'stop-dropped']],
    [['a', 'b', 'a'], ['a', 'b'], []],
    [['\n'], undefined, ['stop-dropped']],
    ['', undefined, ['stop-dropped']],
    [[], undefined, []],
    [null, undefined, []],
  ])('%j', (stop, sequences, notes) => {
    const draft = applied({ stop });
    expect(draft.body.stop_sequences).toEqual(sequences);
    expect(noted(draft)).toEqual(notes);
  });
});

describe('user and safety_identifier', () => {
  const sha = /^[0-9a-f]{64}$/;
  test.each([
    [{ user: 'u-123_a.b:c' }, 'u-123_a.b:c', []],
    [{ user: 'bob@example.com' }, expect.stringMatching(sha), ['user-hashed']],
    [{ user: '+49 170 1234567' }, expect.stringMatching(sha), ['user-hashed']],
    [{ user: '0170-1234567' }, expect.stringMatching(sha), ['user-hashed']],
    [{ user: 'x'.repeat(65) }, expect.stringMatching(sha), ['user-hashed']],
    [{ user: '123456' }, '123456', []],
    [{ user: 'old', safety_identifier: 'new' }, 'new', []],
    [{ user: 'old', safety_identifier: '' }, 'old', []],
    [{ user: '' }, undefined, []],
  ])('%j', (request, userId, notes) => {
    const draft = applied(request);
    expect(draft.body.metadata?.user_id).toEqual(userId);
    expect(noted(draft)).toEqual(notes);
  });

  test('the same user has the same hash', () => {
    const hash = (user: string): unknown => applied({ user }).body.metadata?.user_id;
    expect(hash('bob@example.com')).toBe(hash('bob@example.com'));
    expect(hash('bob@example.com')).not.toBe(hash('eve@example.com'));
  });
});

describe('service_tier', () => {
  test.each([
    ['auto', 'auto', []],
    ['default', 'standard_only', ['service-tier-renamed']],
    ['priority', 'auto', ['service-tier-renamed']],
    ['fast', 'auto', ['service-tier-renamed']],
    ['flex', 'auto', ['service-tier-approximated']],
    ['scale', 'auto', ['service-tier-approximated']],
    [null, undefined, []],
  ])('%s', (tier, sent, notes) => {
    const draft = applied({ service_tier: tier });
    expect(draft.body.service_tier).toBe(sent);
    expect(noted(draft)).toEqual(notes);
  });
});

describe('verbosity', () => {
  test.each([
    ['low', ['Keep answers short.'], ['verbosity-as-instruction']],
    ['medium', [], []],
    ['high', ['Be thorough.'], ['verbosity-as-instruction']],
  ])('%s', (verbosity, instructions, notes) => {
    const draft = applied({ verbosity });
    expect(draft.instructions).toEqual(instructions);
    expect(noted(draft)).toEqual(notes);
  });

  test('the verbosity instruction can be switched off', () => {
    const draft = applied({ verbosity: 'low' }, undefined, { settings: { verbosityHint: false } });
    expect(draft.instructions).toEqual([]);
    expect(noted(draft)).toEqual(['verbosity-dropped']);
  });
});

describe('fields without a counterpart', () => {
  const lost = [
    [{ seed: 1 }, 'seed-dropped', 'seed'],
    [{ logprobs: true, top_logprobs: 3 }, 'logprobs-dropped', 'logprobs'],
    [{ logit_bias: { 50: 1 } }, 'logit-bias-dropped', 'logit_bias'],
    [{ presence_penalty: 0.5 }, 'presence-penalty-dropped', 'presence_penalty'],
    [{ frequency_penalty: -1 }, 'frequency-penalty-dropped', 'frequency_penalty'],
    [{ prediction: { type: 'content', content: 'x' } }, 'prediction-dropped', 'prediction'],
    [{ moderation: { model: 'm' } }, 'moderation-dropped', 'moderation'],
    [{ audio: { voice: 'x' } }, 'audio-dropped', 'audio'],
    [{ foo: 1 }, 'unknown-field-dropped', 'foo'],
    [{ speed: 'ludicrous' }, 'speed-dropped', 'speed'],
  ] as const;

  test.each(lost)('%j is noted', (request, code, from) => {
    const draft = applied(request);
    expect(noted(draft)).toEqual([code]);
    expect(draft.notes.at(-1)).toMatchObject({ verb: 'dropped', from, to: null });
    expect(Object.keys(draft.body).toSorted()).toEqual(['max_tokens', 'model']);
  });

  test.each(lost)('%j is refused in strict mode', (request, _code, param) => {
    expect(() => applied(request, undefined, { settings: { strict: true } })).toThrow(
      expect.objectContaining({ status: 400, param }),
    );
  });

  test.each([
    { logprobs: false },
    { top_logprobs: 2 },
    { logit_bias: {} },
    { presence_penalty: 0, frequency_penalty: 0 },
    { modalities: ['text'] },
    { n: 1 },
    { store: true },
    { metadata: { a: 'b' } },
    { seed: null, foo: null },
    { speed: 'standard' },
    { prompt_cache_key: 'k' },
  ])('%j is dropped without a note', (request) => {
    expect(noted(applied(request))).toEqual([]);
  });

  test('metadata is a loss only in strict mode', () => {
    const changes = { settings: { strict: true } };
    expect(() => applied({ metadata: { a: 'b' } }, undefined, changes)).toThrow(
      expect.objectContaining({ param: 'metadata' }),
    );
    expect(noted(applied({ metadata: {} }, undefined, changes))).toEqual([]);
  });

  test.each([
    [{ n: 2 }, 'n'],
    [{ modalities: ['text', 'audio'], audio: { voice: 'x', format: 'wav' } }, 'modalities'],
  ])('%j is refused', (request, param) => {
    expect(() => applied(request)).toThrow(expect.objectContaining({ status: 400, code: 'unsupported_value', param }));
  });

  test('n above 1 is accepted where the setting allows it', () => {
    const draft = applied({ n: 3 }, 'claude-opus-4-8', { settings: { fanOut: true } });
    expect(noted(draft)).toEqual(['answers-asked-apart']);
    expect(draft.body).not.toHaveProperty('n');
  });

  test.each([0, -1, 1.5, 9])('n of %s is refused', (n) => {
    expect(() => applied({ n }, 'claude-opus-4-8', { settings: { fanOut: true } })).toThrow(
      expect.objectContaining({ status: 400, code: 'invalid_value', param: 'n' }),
    );
  });
});

describe('fields of the Messages API', () => {
  test.each([
    [{ inference_geo: 'us' }, { inference_geo: 'us' }, []],
    [{ container: 'c1' }, { container: 'c1' }, []],
    [{ container: { skills: [] } }, { container: { skills: [] } }, ['skills-2025-10-02']],
    [{ fallbacks: 'default' }, { fallbacks: 'default' }, ['server-side-fallback-2026-07-01']],
    [
      { context_management: { edits: [{ type: 'compact_20260112' }] } },
      { context_management: { edits: [{ type: 'compact_20260112' }] } },
      ['context-management-2025-06-27', 'compact-2026-01-12'],
    ],
    [
      { mcp_servers: [{ type: 'url', name: 'm', url: 'https://x' }] },
      { mcp_servers: [{ type: 'url', name: 'm', url: 'https://x' }] },
      ['mcp-client-2025-04-04'],
    ],
    [
      { mcp_servers: [{ type: 'url', name: 'm', url: 'https://x' }], betas: ['mcp-client-2026-09-15'] },
      { mcp_servers: [{ type: 'url', name: 'm', url: 'https://x' }] },
      ['mcp-client-2026-09-15'],
    ],
    [{ speed: 'fast' }, { speed: 'fast' }, ['fast-mode-2026-02-01']],
    [{ betas: ['a-1', 'a-1'], anthropic_beta: 'b-1, c-1' }, {}, ['b-1', 'c-1', 'a-1']],
  ])('%j', (request, body, betas) => {
    const draft = applied(request);
    expect(draft.body).toMatchObject(body);
    expect([...draft.betas]).toEqual(betas);
    expect(noted(draft)).toEqual([]);
  });

  test('betas cannot inject into the anthropic-beta header', () => {
    const draft = applied({ betas: ['x\r\nauthorization: y'] });
    expect([...draft.betas]).toEqual([]);
    expect(noted(draft)).toEqual(['beta-dropped']);
  });

  test('speed is dropped on models without it', () => {
    const draft = applied({ speed: 'fast' }, 'claude-opus-4-7');
    expect(draft.body.speed).toBeUndefined();
    expect(noted(draft)).toEqual(['speed-dropped']);
  });

  test('a field that the API refused before is left out', () => {
    const fields = ['inference_geo', 'service_tier', 'metadata'];
    const profile = profileFor('claude-opus-4-8', undefined, [
      { kind: 'no-fast-mode' },
      { kind: 'betas-refused', betas: ['x-1'] },
      ...fields.map((field) => ({ kind: 'field-refused' as const, field })),
    ]);
    const request = { inference_geo: 'us', speed: 'fast', service_tier: 'auto', user: 'u', betas: ['x-1', 'y-1'] };
    const draft = applied(request, 'claude-opus-4-8', { profile });
    expect(Object.keys(draft.body).toSorted()).toEqual(['max_tokens', 'model']);
    expect([...draft.betas]).toEqual(['y-1']);
  });
});
