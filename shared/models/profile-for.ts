/** Builds the profile of one model: dated rule, then what the upstream reports, then learned rules. */

import { applyLearnedRule, type LearnedRule } from './self-healing-rules.ts';
import { mergeLive, type LiveModel } from './live-models.ts';
import type { ModelProfile } from './profile.ts';
import { ruleFor, type ModelRule } from './rules.ts';

/** Models that take `speed: "fast"`. Source: fast mode page, 2026-11; Opus 4.7 and everything else refuse it. */
const fastModels: ReadonlySet<string> = new Set(['claude-opus-5-5', 'claude-opus-5', 'claude-opus-4-8']);

/**
 * The profile of `modelId`. An id that neither the table nor the upstream knows gets the strictest value everywhere, so that the
 * upstream accepts whatever is sent. Learned rules are applied last and in order: the upstream refused what the table states.
 */
export function profileFor(modelId: string, live?: LiveModel, rules: readonly LearnedRule[] = []): ModelProfile {
  const rule = ruleFor(modelId);
  const fromRules = rule === undefined ? strictestProfile(modelId) : profileFromRule(modelId, rule);
  const merged = live === undefined ? fromRules : mergeLive(fromRules, live);
  return rules.reduce(applyLearnedRule, merged);
}

/** What every current model accepts: no sampling, no thinking field, no effort, no prefill, no forced tools, system hoisted. */
export function strictestProfile(modelId: string): ModelProfile {
  return {
    id: modelId,
    known: false,
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    sampling: 'default_only',
    thinking: { default: 'off', types: [], disabled: 'rejected', displayDefault: 'omitted', prefixCheck: true },
    effort: { levels: [], default: null },
    prefill: false,
    midConversationSystem: false,
    forcedToolChoice: 'rejected',
    structuredOutputs: false,
    strictTools: false,
    imageInput: true,
    pdfInput: true,
    webSearch: true,
    fastMode: false,
    minCacheableTokens: null,
    refused: { fields: [], betas: [] },
    lifecycle: 'unknown',
    retiresOn: null,
    successor: null,
  };
}

function profileFromRule(modelId: string, rule: ModelRule): ModelProfile {
  const { thinking } = rule;
  return {
    id: modelId,
    known: true,
    maxOutputTokens: rule.maxOutputTokens,
    contextTokens: rule.contextTokens,
    sampling: rule.sampling,
    thinking: {
      default: thinking.default,
      types: thinking.types,
      disabled: thinking.disabled,
      displayDefault: thinking.displayDefault,
      // Only a refusal reveals whether the upstream checks this account.
      prefixCheck: thinking.prefixCheck === 'every_account',
    },
    effort: rule.effort,
    prefill: rule.prefill,
    midConversationSystem: rule.midConversationSystem,
    forcedToolChoice: rule.forcedToolChoice,
    structuredOutputs: rule.structuredOutputs,
    strictTools: rule.strictTools,
    imageInput: rule.imageInput,
    pdfInput: rule.pdfInput,
    webSearch: true,
    fastMode: fastModels.has(rule.id),
    minCacheableTokens: rule.minCacheableTokens,
    refused: { fields: [], betas: [] },
    lifecycle: rule.lifecycle,
    retiresOn: rule.retiresOn,
    successor: rule.successor,
  };
}
