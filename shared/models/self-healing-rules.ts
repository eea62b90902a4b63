/**
 * Recognises, in a 400 of the Messages API, a refusal that a second translation can avoid.
 * Stable error codes decide first; message texts are declared unstable by Anthropic and only a fallback.
 * Sources: API errors page (2026-10) and wordings measured on the live API by third parties.
 */

import { adjustmentsFor, applyLearnedRule, type LearnedRule } from './self-healing-effects.ts';
import type { Effort, ModelProfile, ThinkingType } from './profile.ts';

export {
  adjustmentsFor,
  adjustmentsFromNotes,
  appliedRuleNote,
  applyLearnedRule,
  isLasting,
  learnedRuleNote,
  type LearnedRule,
} from './self-healing-effects.ts';

export interface UpstreamRefusal {
  readonly status: number;
  readonly type: string | null;
  readonly message: string;
  /** `error.details.error_code`. */
  readonly errorCode: string | null;
}

/** Codes of 400s whose cause is not the translation: the text is not read. */
const notRepairable: ReadonlySet<string> = new Set([
  'image_dimensions_too_large',
  'tool_reference_unresolved',
  'request_body_too_large_after_decoding',
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'linked_organization_billing_unavailable',
  'linked_organization_spend_limit_reached',
  'organization_on_hold',
  'workspace_human_review_disabled',
]);
const notRepairablePrefix = /^(?:request_body_encoding_|cmek_|thread_|compaction_|user_profile_)/;

/**
 * Codes about compaction that another translation avoids. The others of the prefix name a fault of the conversation.
 * Source: the `Compaction…ErrorDetails` types of the official SDK.
 */
const compactionRules: ReadonlyMap<string, LearnedRule> = new Map([
  // Sent with status 529, unlike all others: the only one that a retry may overcome.
  ['compaction_unavailable', { kind: 'compaction-unavailable' }],
  ['compaction_too_many_tool_references', { kind: 'compaction-unavailable' }],
  ['compaction_signature_invalid', { kind: 'compaction-block-refused' }],
  ['compaction_content_mismatch', { kind: 'compaction-block-refused' }],
  ['compaction_tool_changes_mismatch', { kind: 'compaction-block-refused' }],
]);

type Reader = (message: string, profile: ModelProfile) => LearnedRule | null;

/** In order; the first reader that recognises the text decides. */
const readers: readonly Reader[] = [
  readSampling,
  readThinkingBlocks,
  readThinking,
  readEffort,
  readToolChoice,
  readSystem,
  readLimits,
  readSchemas,
  readTools,
  readCompaction,
  readUnknownFields,
];

/**
 * The rule learned from one refusal.
 *
 * @returns null when another translation would not help: another status, an unknown text, or a rule that changes nothing (the same
 * request would result again)
 */
export function recogniseRefusal(refusal: UpstreamRefusal, profile: ModelProfile): LearnedRule | null {
  const { errorCode, message } = refusal;
  const compaction = compactionRules.get(errorCode ?? '');
  if (compaction !== undefined) return compaction;
  if (refusal.status !== 400) return null;
  if (errorCode !== null && (notRepairable.has(errorCode) || notRepairablePrefix.test(errorCode))) return null;
  for (const read of readers) {
    const rule = read(message, profile);
    if (rule !== null) return changesAnything(rule, profile) ? rule : null;
  }
  return null;
}

function changesAnything(rule: LearnedRule, profile: ModelProfile): boolean {
  return applyLearnedRule(profile, rule) !== profile || Object.keys(adjustmentsFor(rule)).length > 0;
}

function readSampling(message: string): LearnedRule | null {
  const named = /^[`"]?(?:temperature|top_p|top_k)\b/;
  const refused =
    /deprecated for this model|Extra inputs are not permitted|cannot both be specified|range: |not supported/;
  return named.test(message) && refused.test(message) ? { kind: 'no-sampling' } : null;
}

function readThinkingBlocks(message: string): LearnedRule | null {
  if (/Expected `(?:thinking|redacted_thinking)`/.test(message)) return { kind: 'thinking-refused' };
  if (message.includes('bound to a different conversation')) return { kind: 'thinking-blocks-refused', bound: true };
  const damaged = /Invalid `(?:signature|data)` in `(?:thinking|redacted_thinking)` block/;
  const edited = /`thinking` or `redacted_thinking` blocks .*cannot be modified/;
  return damaged.test(message) || edited.test(message) ? { kind: 'thinking-blocks-refused', bound: false } : null;
}

function readThinking(message: string, profile: ModelProfile): LearnedRule | null {
  const option = /(block_binding|display): Extra inputs are not permitted/.exec(message)?.[1];
  if (option !== undefined) return { kind: 'field-refused', field: `thinking.${option}` };
  if (/between_tools/.test(message) && /instead of|lowest thinking setting/.test(message)) {
    return { kind: 'no-thinking-type', type: 'disabled', instead: 'between_tools' };
  }
  const type = /"thinking\.type\.(adaptive|enabled|disabled|between_tools)" is not supported/.exec(message)?.[1];
  if (type !== undefined) return noThinkingType(asThinkingType(type), message);
  if (message.includes('adaptive thinking is not supported')) {
    return { kind: 'no-thinking-type', type: 'adaptive', instead: null };
  }
  if (message.includes('must be greater than `thinking.budget_tokens`')) return { kind: 'thinking-refused' };
  if (/thinking may not be enabled when tool_choice forces/i.test(message)) {
    return { kind: 'no-forced-tool-choice', onlyWithThinking: profile.forcedToolChoice === 'ok' };
  }
  return null;
}

function asThinkingType(text: string): ThinkingType {
  return text === 'enabled' || text === 'disabled' || text === 'between_tools' ? text : 'adaptive';
}

/** The text names the replacement, except for `disabled`, where it suggests a thinking type that the client did not request. */
function noThinkingType(type: ThinkingType, message: string): LearnedRule {
  const adaptive = type === 'enabled' && message.includes('"thinking.type.adaptive"');
  return { kind: 'no-thinking-type', type, instead: adaptive ? 'adaptive' : null };
}

function readEffort(message: string, profile: ModelProfile): LearnedRule | null {
  if (message.includes('does not support the effort parameter')) return { kind: 'effort-levels', levels: [] };
  if (message.startsWith('output_config.effort: Extra inputs')) return { kind: 'effort-levels', levels: [] };
  if (/effort '\w+' is not supported when thinking is disabled/.test(message)) {
    return { kind: 'thinking-off-caps-effort' };
  }
  const refused = /does not support effort level '(\w+)'/.exec(message)?.[1];
  if (refused === undefined) return null;
  const listed = /Supported levels: ([\w, ]+)/.exec(message)?.[1]?.split(/,\s*/);
  const known: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];
  const levels =
    listed === undefined
      ? profile.effort.levels.filter((level) => level !== refused)
      : known.filter((level) => listed.includes(level));
  return { kind: 'effort-levels', levels };
}

function readToolChoice(message: string): LearnedRule | null {
  if (/^tool_choice: .*(?:"tool"|"any").*not supported/.test(message)) {
    return { kind: 'no-forced-tool-choice', onlyWithThinking: false };
  }
  return null;
}

function readSystem(message: string): LearnedRule | null {
  if (message.includes('does not support assistant message prefill')) return { kind: 'no-prefill' };
  const misplaced =
    /role 'system' (?:must precede|is not supported|supports text)|use the top-level 'system' parameter|system content must contain|system text blocks must contain|Unexpected role "system"/;
  return misplaced.test(message) ? { kind: 'no-mid-conversation-system' } : null;
}

function readLimits(message: string): LearnedRule | null {
  const cap = /max_tokens: \d+ > (\d+), which is the maximum allowed/.exec(message)?.[1];
  if (cap === undefined) return null;
  const limit = Number(cap);
  return limit > 0 ? { kind: 'max-output-tokens', limit } : null;
}

function readSchemas(message: string): LearnedRule | null {
  if (/Schema is too complex|compiled grammar is too large/i.test(message)) return { kind: 'schema-refused' };
  if (/'additionalProperties' must be explicitly set/.test(message)) return { kind: 'schema-refused' };
  if (/^(?:tools\.\d+\.(?:custom\.)?strict|strict): Extra inputs/.test(message)) return { kind: 'no-strict-tools' };
  if (message.startsWith('output_config: Extra inputs')) return { kind: 'no-output-config' };
  if (message.startsWith('output_config.format: Extra inputs')) return { kind: 'no-structured-outputs' };
  if (/does not support (?:structured outputs|output format)/i.test(message)) return { kind: 'no-structured-outputs' };
  // Any other complaint about an enforced schema: request the format in the prompt instead.
  return message.startsWith('output_config.format.schema') ? { kind: 'schema-refused' } : null;
}

function readTools(message: string): LearnedRule | null {
  const unsupported = /does not support tool types: ([\w, ]+)/.exec(message)?.[1];
  return unsupported?.includes('web_search') === true ? { kind: 'no-web-search' } : null;
}

/** The field, the tag of the block, or the ability: not the values of a field. */
function readCompaction(message: string): LearnedRule | null {
  if (message.includes('compact_20260112')) return { kind: 'field-refused', field: 'context_management' };
  const unsupported =
    /^`?compaction\b.*(?:Extra inputs|not supported|unsupported|not available|requires anthropic-beta)|does not support (?:on-demand )?compaction|'compaction' (?:found using 'type' does not match|is not one of the expected)/;
  return unsupported.test(message) ? { kind: 'no-compaction' } : null;
}

function readUnknownFields(message: string): LearnedRule | null {
  if (message.includes('`anthropic-beta` header')) {
    const quoted = /Unexpected value\(s\) (.+) for the `anthropic-beta` header/.exec(message)?.[1] ?? '';
    const betas = [...quoted.matchAll(/`([^`]+)`/g)].flatMap((match) => match[1] ?? []);
    return betas.length === 0 ? null : { kind: 'betas-refused', betas };
  }
  if (/^diagnostics\b.*: /.test(message)) return { kind: 'field-refused', field: 'diagnostics' };
  const field = /^([a-z_]+): Extra inputs are not permitted/.exec(message)?.[1];
  if (field === 'speed') return { kind: 'no-fast-mode' };
  return field === undefined ? null : { kind: 'field-refused', field };
}
