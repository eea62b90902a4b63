import { describe, expect, test } from 'vitest';
import type { LiveModel } from './live-models.ts';
import { profileFor, strictestProfile } from './profile-for.ts';
import { canonicalModelId, modelRules, ruleFor } from './rules.ts';

const yes = { supported: true };
const no = { supported: false };

describe('the rule of a model id', () => {
  test.each([
    ['claude-haiku-4-5', 'claude-haiku-4-5'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
    ['claude-opus-4-8-20260601', 'claude-opus-4-8'],
    ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5'],
    ['claude-opus-4-5@20251101', 'claude-opus-4-5'],
    ['Claude-Opus-5', 'claude-opus-5'],
  ])('%s is %s', (spelled, id) => {
    expect(ruleFor(spelled)?.id).toBe(id);
  });

  test('an unknown model has none', () => {
    expect(ruleFor('claude-opus-6')).toBeUndefined();
    expect(canonicalModelId('claude-opus-6')).toBe('claude-opus-6');
  });

  test('every rule names its sources, and no two share an id', () => {
    const ids = modelRules.flatMap((rule) => [rule.id, ...rule.aliases]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(modelRules.filter((rule) => rule.sources.length === 0)).toEqual([]);
  });
});

describe('the profile of a model', () => {
  test('an unknown id gets the strictest values', () => {
    const profile = profileFor('claude-opus-9');
    expect(profile).toEqual(strictestProfile('claude-opus-9'));
    expect(profile).toMatchObject({
      known: false,
      sampling: 'default_only',
      prefill: false,
      forcedToolChoice: 'rejected',
      midConversationSystem: false,
      effort: { levels: [] },
      thinking: { types: [] },
    });
  });

  test('no rule of the table is stricter than the strictest profile', () => {
    const strictest = strictestProfile('any');
    const below = modelRules.filter(
      (rule) =>
        rule.maxOutputTokens < strictest.maxOutputTokens ||
        rule.contextTokens < strictest.contextTokens ||
        rule.imageInput < strictest.imageInput ||
        rule.pdfInput < strictest.pdfInput,
    );
    expect(below).toEqual([]);
  });

  test('keeps the id that was asked for', () => {
    expect(profileFor('claude-haiku-4-5-20251001')).toMatchObject({ id: 'claude-haiku-4-5-20251001', prefill: true });
  });

  test('only three models have a fast mode', () => {
    const fast = modelRules.filter((rule) => profileFor(rule.id).fastMode).map((rule) => rule.id);
    expect(fast.toSorted()).toEqual(['claude-opus-4-8', 'claude-opus-5', 'claude-opus-5-5']);
  });
});

describe('GET /v1/models', () => {
  const live: LiveModel = {
    id: 'claude-opus-9',
    lifecycle: 'active',
    max_tokens: 256_000,
    max_input_tokens: 2_000_000,
    capabilities: {
      batch: yes,
      citations: yes,
      code_execution: yes,
      context_management: {
        supported: true,
        clear_thinking_20251015: null,
        clear_tool_uses_20250919: null,
        compact_20260112: null,
      },
      effort: { supported: true, low: yes, medium: yes, high: yes, xhigh: null, max: no },
      image_input: no,
      pdf_input: yes,
      server_tools: { supported: true, code_execution: yes, web_search: no },
      structured_outputs: yes,
      thinking: { supported: true, types: { adaptive: yes, enabled: no, disabled: yes, between_tools: no } },
    },
  };

  test('fills the profile of an unknown model, and leaves the rest strict', () => {
    expect(profileFor('claude-opus-9', live)).toEqual({
      ...strictestProfile('claude-opus-9'),
      known: true,
      maxOutputTokens: 256_000,
      contextTokens: 2_000_000,
      lifecycle: 'active',
      thinking: { ...strictestProfile('x').thinking, types: ['adaptive', 'disabled'], disabled: 'effort<=high' },
      effort: { levels: ['low', 'medium', 'high'], default: null },
      structuredOutputs: true,
      strictTools: true,
      imageInput: false,
      webSearch: false,
    });
  });

  test('overrides the table where it reports a value', () => {
    const profile = profileFor('claude-opus-4-8', { ...live, id: 'claude-opus-4-8', lifecycle: 'deprecated' });
    expect(profile).toMatchObject({ lifecycle: 'deprecated', maxOutputTokens: 256_000, midConversationSystem: true });
    expect(profile.thinking).toMatchObject({ types: ['adaptive', 'disabled'], disabled: 'allowed' });
  });

  test.each([
    ['no capabilities at all', { id: 'claude-opus-5', capabilities: null }],
    ['an entry of an older platform', { id: 'claude-opus-5' }],
    ['null limits', { id: 'claude-opus-5', max_tokens: null, max_input_tokens: null }],
  ])('%s changes nothing', (_case, entry) => {
    expect(profileFor('claude-opus-5', entry)).toEqual(profileFor('claude-opus-5'));
  });

  test('a model without effort has no levels', () => {
    const entry: LiveModel = JSON.parse('{"id":"claude-opus-5","capabilities":{"effort":{"supported":false}}}');
    expect(profileFor('claude-opus-5', entry).effort).toEqual({ levels: [], default: null });
  });
});
