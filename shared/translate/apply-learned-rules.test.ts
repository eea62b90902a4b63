/** A note reports everything that a learned rule removes from a later request. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../errors.ts';
import { profileFor } from '../models/profile-for.ts';
import type { LearnedRule } from '../models/self-healing-rules.ts';
import { modelRules } from '../models/rules.ts';

import { json, messages, parameters, settings } from './__fixtures__/arbitrary-request.ts';
import { contextFor, translate } from './__fixtures__/translate.ts';
import type { RequestTranslation, TranslationContext } from './core/translation-interface.ts';
import { learnedRuleNotes } from './learned-rule-notes.ts';
import { translateRequest } from './translate-request.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';

/** Every kind of rule that outlives its request, with the values that the API may have named. */
const rules: { readonly [Kind in LearnedRule['kind']]: readonly Extract<LearnedRule, { kind: Kind }>[] } = {
  'no-sampling': [{ kind: 'no-sampling' }],
  'no-thinking-type': [
    { kind: 'no-thinking-type', type: 'adaptive', instead: null },
    { kind: 'no-thinking-type', type: 'enabled', instead: 'adaptive' },
    { kind: 'no-thinking-type', type: 'disabled', instead: 'between_tools' },
    { kind: 'no-thinking-type', type: 'disabled', instead: null },
    { kind: 'no-thinking-type', type: 'between_tools', instead: null },
  ],
  'thinking-off-caps-effort': [{ kind: 'thinking-off-caps-effort' }],
  'effort-levels': [
    { kind: 'effort-levels', levels: [] },
    { kind: 'effort-levels', levels: ['medium'] },
  ],
  'no-prefill': [{ kind: 'no-prefill' }],
  'no-forced-tool-choice': [
    { kind: 'no-forced-tool-choice', onlyWithThinking: false },
    { kind: 'no-forced-tool-choice', onlyWithThinking: true },
  ],
  'max-output-tokens': [{ kind: 'max-output-tokens', limit: 1_200 }],
  'no-mid-conversation-system': [{ kind: 'no-mid-conversation-system' }],
  'no-structured-outputs': [{ kind: 'no-structured-outputs' }],
  'no-output-config': [{ kind: 'no-output-config' }],
  'no-strict-tools': [{ kind: 'no-strict-tools' }],
  'no-web-search': [{ kind: 'no-web-search' }],
  'no-fast-mode': [{ kind: 'no-fast-mode' }],
  'thinking-blocks-refused': [{ kind: 'thinking-blocks-refused', bound: true }],
  'thinking-refused': [],
  'schema-refused': [],
  'no-compaction': [{ kind: 'no-compaction' }],
  'compaction-block-refused': [],
  'compaction-unavailable': [],
  'betas-refused': [
    'compact-2026-09-04',
    'compact-2026-01-12',
    'files-api-2025-04-14',
    'fast-mode-2026-02-01',
    'mcp-client-2025-04-04',
    'context-management-2025-06-27',
    'skills-2025-10-02',
    'server-side-fallback-2026-07-01',
    'thinking-binding-controls-2026-08-01',
  ].map((beta) => ({ kind: 'betas-refused', betas: [beta] })),
  'field-refused': [
    'mcp_servers',
    'context_management',
    'container',
    'inference_geo',
    'fallbacks',
    'service_tier',
    'metadata',
    'cache_control',
    'diagnostics',
    'thinking',
    'thinking.display',
    'thinking.block_binding',
    'stop_sequences',
    'tools',
    'tool_choice',
    'system',
  ].map((field) => ({ kind: 'field-refused', field })),
};

/** Fields of the Messages API that the other arbitrary requests lack. */
const extensions = fc.record(
  {
    mcp_servers: fc.constant([{ type: 'url', url: 'https://example.com', name: 'n' }]),
    context_management: fc.constant({ edits: [{ type: 'compact_20260112' }] }),
    container: fc.constantFrom<unknown>('c', { skills: [] }),
    fallbacks: fc.constant('default'),
    anthropic_beta: fc.constantFrom<unknown>('files-api-2025-04-14', ['skills-2025-10-02']),
    prompt_cache_options: fc.constant({ comparison_response_id: 'resp_1' }),
    thinking: fc.constantFrom<unknown>(
      { type: 'adaptive', display: 'summarized' },
      { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'error' } },
    ),
  },
  { requiredKeys: [] },
);

function translated(body: object, context: TranslationContext): RequestTranslation | null {
  try {
    return translateRequest(parseChatRequest(body), context);
  } catch (error) {
    if (error instanceof RequestRefused) return null;
    throw error;
  }
}

const sentBy = ({ body, betas }: RequestTranslation): string => JSON.stringify([body, betas]);

const translatedBy = (body: object, context: TranslationContext, some: readonly LearnedRule[]) =>
  translated(body, { ...context, profile: profileFor(context.model, undefined, some) });

describe('a request that a learned rule changes', () => {
  const lasting = Object.entries(rules).filter(([, some]) => some.length > 0);

  test.each(lasting)('has a note: %s', (_kind, some) => {
    fc.assert(
      fc.property(
        fc.constantFrom<LearnedRule>(...some),
        fc.constantFrom(...modelRules.map(({ id }) => id)),
        messages,
        parameters,
        extensions,
        settings,
        (rule, model, turns, fields, more, requests) => {
          const body = json({ model, ...fields, ...more, messages: turns });
          const previousMessages = { find: () => null };
          const context = contextFor(model, { settings: { ...requests, strict: false }, previousMessages });
          const before = translated(body, context);
          const after = translatedBy(body, context, [rule]);
          if (before === null || after === null) return;
          const added = learnedRuleNotes([rule], after, () => before);
          const known = new Set(before.notes.map((note) => JSON.stringify(note)));
          const isNoted = [...after.notes, ...added].some((note) => !known.has(JSON.stringify(note)));
          // Either the request is unchanged without a note of a learned rule, or a note reports the change.
          expect(sentBy(before) === sentBy(after) ? added.length === 0 : isNoted).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  const field = (name: string): LearnedRule => ({ kind: 'field-refused', field: name });
  const noEffort: LearnedRule = { kind: 'effort-levels', levels: [] };
  const noThinking: LearnedRule = { kind: 'no-thinking-type', type: 'adaptive', instead: null };

  test.each<[string, object, string, string | null]>([
    [
      'mcp_servers',
      { mcp_servers: [{ type: 'url', url: 'https://example.com', name: 'n' }] },
      'dropped',
      'mcp_servers',
    ],
    ['context_management', { context_management: { edits: [] } }, 'dropped', 'context_management'],
    ['container', { container: 'c' }, 'dropped', 'container'],
    ['inference_geo', { inference_geo: 'us' }, 'dropped', 'inference_geo'],
    ['fallbacks', { fallbacks: 'default' }, 'dropped', 'fallbacks'],
    ['service_tier', { service_tier: 'default' }, 'dropped', 'service_tier'],
    ['metadata', { user: 'u' }, 'dropped', 'user'],
    ['metadata', { safety_identifier: 's' }, 'dropped', 'safety_identifier'],
  ])('names the field that is lost: %s', (name, fields, verb, from) => {
    const profile = profileFor('claude-opus-4-8', undefined, [field(name)]);
    const isNoted = { code: 'refused-field-dropped', verb, from };
    expect(translate(fields, { profile }).notes).toContainEqual(expect.objectContaining(isNoted));
    expect(() => translate(fields, { profile, settings: { strict: true } })).toThrow(RequestRefused);
  });

  test.each<[string, object]>([
    ['a beta of its own', { betas: ['files-api-2025-04-14'] }],
    ['the other spelling', { anthropic_beta: 'files-api-2025-04-14' }],
    ['a list under the other spelling', { anthropic_beta: ['files-api-2025-04-14'] }],
  ])('names the beta that is lost: %s', (_case, fields) => {
    const rule: LearnedRule = { kind: 'betas-refused', betas: ['files-api-2025-04-14'] };
    const { notes, betas } = translate(fields, { profile: profileFor('claude-opus-4-8', undefined, [rule]) });
    expect(betas).toEqual([]);
    expect(notes).toContainEqual(expect.objectContaining({ code: 'refused-beta-dropped', verb: 'dropped' }));
  });

  test('has one note for each rule that changes it', () => {
    const body = {
      model: 'claude-opus-4-6',
      reasoning_effort: 'low',
      thinking: { type: 'enabled', budget_tokens: 2000 },
    };
    const context = contextFor(body.model);
    const request = { ...body, messages: [{ role: 'user', content: 'go' }] };
    const codesBy = (some: readonly LearnedRule[]): readonly string[] => {
      const by = (chosen: readonly LearnedRule[]): RequestTranslation => {
        const result = translatedBy(request, context, chosen);
        if (result === null) throw new RequestRefused({ code: 'refused', message: 'refused', hint: 'none' });
        return result;
      };
      return learnedRuleNotes(some, by(some), by).map(({ code }) => code);
    };
    expect(codesBy([])).toEqual([]);
    expect(codesBy([{ kind: 'no-prefill' }, { kind: 'no-web-search' }])).toEqual([]);
    expect(codesBy([noThinking, { kind: 'no-prefill' }])).not.toContain('learned-no-prefill');
    // The level is lost, and a note of the translation reports it.
    expect(translatedBy(request, context, [noEffort])?.notes).toContainEqual(
      expect.objectContaining({ code: 'effort-dropped', from: 'thinking.type' }),
    );
    expect(codesBy([noEffort])).toEqual([]);
    // Either rule removes the level: leaving out one of them changes nothing.
    expect(codesBy([noEffort, { kind: 'no-output-config' }])).toEqual([]);
  });
});
