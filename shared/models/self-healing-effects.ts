/**
 * Self-healing: what a 400 of the upstream reveals about a model or about one request, and how that changes the next translation.
 * `self-healing-rules.ts` recognises the refusal; the proxy sends the request again.
 */

import type { Note } from '../notes.ts';
import type { Effort, ModelProfile, ThinkingType } from './profile.ts';
import type { Adjustments } from './adjustments.ts';

/** Plain data, so that it can be stored per model and shown. */
export type LearnedRule =
  | { readonly kind: 'no-sampling' }
  | { readonly kind: 'no-thinking-type'; readonly type: ThinkingType; readonly instead: ThinkingType | null }
  | { readonly kind: 'thinking-off-caps-effort' }
  | { readonly kind: 'effort-levels'; readonly levels: readonly Effort[] }
  | { readonly kind: 'no-prefill' }
  | { readonly kind: 'no-forced-tool-choice'; readonly onlyWithThinking: boolean }
  | { readonly kind: 'max-output-tokens'; readonly limit: number }
  | { readonly kind: 'no-mid-conversation-system' }
  | { readonly kind: 'no-structured-outputs' }
  /** Neither format nor effort: the field that holds both is unknown. */
  | { readonly kind: 'no-output-config' }
  | { readonly kind: 'no-strict-tools' }
  | { readonly kind: 'no-web-search' }
  | { readonly kind: 'no-fast-mode' }
  /** Replayed thinking was refused; `bound` when the reason is that the conversation before it changed. */
  | { readonly kind: 'thinking-blocks-refused'; readonly bound: boolean }
  | { readonly kind: 'thinking-refused' }
  | { readonly kind: 'schema-refused' }
  /** Neither `compaction` nor the signed blocks it produces. */
  | { readonly kind: 'no-compaction' }
  /** The block of an earlier compaction was refused. */
  | { readonly kind: 'compaction-block-refused' }
  /** This conversation could not be compacted, or the block of an earlier compaction not be read, at the moment. */
  | { readonly kind: 'compaction-unavailable' }
  | { readonly kind: 'betas-refused'; readonly betas: readonly string[] }
  | { readonly kind: 'field-refused'; readonly field: string };

/** True when the rule concerns the model and is kept for it; false when it concerns this one request. */
export function isLasting(rule: LearnedRule): boolean {
  switch (rule.kind) {
    case 'thinking-refused':
    case 'schema-refused':
    case 'compaction-block-refused':
    case 'compaction-unavailable':
      return false;
    case 'thinking-blocks-refused':
      return rule.bound;
    default:
      return true;
  }
}

/** The profile with the rule applied; the same object when the rule changes nothing. */
export function applyLearnedRule(profile: ModelProfile, rule: LearnedRule): ModelProfile {
  const changed = { ...profile, ...changes(profile, rule) };
  return sameValues(profile, changed) ? profile : changed;
}

/** Differences of the second translation of this one request, beyond the changed profile. */
export function adjustmentsFor(rule: LearnedRule): Partial<Adjustments> {
  switch (rule.kind) {
    case 'thinking-blocks-refused':
      return { stripThinkingBlocks: true };
    case 'thinking-refused':
      return { omitThinking: true };
    case 'schema-refused':
      return { omitStrict: true };
    case 'compaction-block-refused':
      return { compactionAsText: true };
    case 'compaction-unavailable':
      return { compactionAsText: true, summariseInWords: true };
    default:
      return {};
  }
}

const healed = 'healed-';

/** The same for a request whose repairs are known by the codes of their notes. */
export function adjustmentsFromNotes(codes: readonly string[]): Partial<Adjustments> {
  const kinds = codes.filter((code) => code.startsWith(healed)).map((code) => code.slice(healed.length));
  return {
    ...(kinds.includes('thinking-blocks-refused')
      ? adjustmentsFor({ kind: 'thinking-blocks-refused', bound: false })
      : {}),
    ...(kinds.includes('thinking-refused') ? adjustmentsFor({ kind: 'thinking-refused' }) : {}),
    ...(kinds.includes('schema-refused') ? adjustmentsFor({ kind: 'schema-refused' }) : {}),
    ...(kinds.includes('compaction-block-refused') ? adjustmentsFor({ kind: 'compaction-block-refused' }) : {}),
    ...(kinds.includes('compaction-unavailable') ? adjustmentsFor({ kind: 'compaction-unavailable' }) : {}),
  };
}

const refusedWhat: { readonly [Kind in LearnedRule['kind']]: string } = {
  'no-sampling': 'The model refused sampling parameters',
  'no-thinking-type': 'The model refused that kind of thinking',
  'thinking-off-caps-effort': 'The model takes effort above high only while it thinks',
  'effort-levels': 'The model refused the effort level',
  'no-prefill': 'The model does not continue an assistant message',
  'no-forced-tool-choice': 'The model cannot be forced to call a tool',
  'max-output-tokens': 'The model writes fewer tokens at most',
  'no-mid-conversation-system': 'The model refused a system message inside the conversation',
  'no-structured-outputs': 'The model refused the output format',
  'no-output-config': 'The API takes neither an output format nor a level of effort',
  'no-strict-tools': 'The model refused strict tools',
  'no-web-search': 'The model has no web search',
  'no-fast-mode': 'The model has no fast mode',
  'thinking-blocks-refused': 'Earlier reasoning was refused',
  'thinking-refused': 'Thinking was refused for this conversation',
  'schema-refused': 'The schema was too complex to enforce',
  'no-compaction': 'The API does not compact conversations for this model',
  'compaction-block-refused': 'The API refused the block of an earlier compaction',
  'compaction-unavailable': 'The API could not compact at the moment',
  'betas-refused': 'The API does not know a beta that was asked for',
  'field-refused': 'The API does not take a field that was asked for',
};

const sentAgain: { readonly [Kind in LearnedRule['kind']]: string } = {
  'no-sampling': 'without them',
  'no-thinking-type': 'without it',
  'thinking-off-caps-effort': 'with less effort',
  'effort-levels': 'with one that it takes',
  'no-prefill': 'with a user turn that asks for it',
  'no-forced-tool-choice': 'asking for the call in words',
  'max-output-tokens': 'with its limit',
  'no-mid-conversation-system': 'with it as labelled text',
  'no-structured-outputs': 'asking for it in words',
  'no-output-config': 'without them',
  'no-strict-tools': 'without the guarantee',
  'no-web-search': 'without it',
  'no-fast-mode': 'at normal speed',
  'thinking-blocks-refused': 'without it',
  'thinking-refused': 'without it',
  'schema-refused': 'asking for it in words',
  'no-compaction': 'with the summary in words',
  'compaction-block-refused': 'with its summary as text',
  'compaction-unavailable': 'with the summary in words',
  'betas-refused': 'without it',
  'field-refused': 'without it',
};

/** The note that reports the repair. */
export function learnedRuleNote(rule: LearnedRule): Note {
  return {
    verb: 'repaired',
    code: `${healed}${rule.kind}`,
    from: null,
    to: null,
    reason: `${refusedWhat[rule.kind]}; the request was sent again ${sentAgain[rule.kind]}.`,
  };
}

/** The note on a later request that is translated by the rule, unless a more specific note reports what the rule removed. */
export function appliedRuleNote(rule: LearnedRule): Note {
  return {
    verb: 'repaired',
    code: `learned-${rule.kind}`,
    from: null,
    to: null,
    reason: `${refusedWhat[rule.kind]} in an earlier request, so this one was sent ${sentAgain[rule.kind]}. Settings can clear what was learned.`,
  };
}

function changes(profile: ModelProfile, rule: LearnedRule): Partial<ModelProfile> {
  switch (rule.kind) {
    case 'no-sampling':
      return { sampling: 'default_only' };
    case 'no-thinking-type':
      return { thinking: withoutThinkingType(profile.thinking, rule.type, rule.instead) };
    case 'thinking-off-caps-effort':
      return { thinking: { ...profile.thinking, disabled: 'effort<=high' } };
    case 'effort-levels':
      return { effort: { levels: rule.levels, default: rule.levels.length === 0 ? null : profile.effort.default } };
    case 'no-prefill':
      return { prefill: false };
    case 'no-forced-tool-choice':
      return { forcedToolChoice: rule.onlyWithThinking ? 'not_with_thinking' : 'rejected' };
    case 'max-output-tokens':
      return { maxOutputTokens: rule.limit };
    case 'no-mid-conversation-system':
      return { midConversationSystem: false };
    case 'no-structured-outputs':
      return { structuredOutputs: false };
    case 'no-output-config':
      return { structuredOutputs: false, effort: { levels: [], default: null } };
    case 'no-strict-tools':
      return { strictTools: false };
    case 'no-web-search':
      return { webSearch: false };
    case 'no-fast-mode':
      return { fastMode: false };
    case 'thinking-blocks-refused':
      return rule.bound ? { thinking: { ...profile.thinking, prefixCheck: true } } : {};
    case 'no-compaction':
      return { refused: { ...profile.refused, fields: union(profile.refused.fields, ['compaction']) } };
    case 'betas-refused':
      return { refused: { ...profile.refused, betas: union(profile.refused.betas, rule.betas) } };
    case 'field-refused': {
      const refused = { ...profile.refused, fields: union(profile.refused.fields, [rule.field]) };
      if (rule.field !== 'thinking') return { refused };
      return { refused, thinking: { ...profile.thinking, types: [], disabled: 'rejected' } };
    }
    default:
      return {};
  }
}

function withoutThinkingType(
  thinking: ModelProfile['thinking'],
  type: ThinkingType,
  instead: ThinkingType | null,
): ModelProfile['thinking'] {
  const types = thinking.types.filter((known) => known !== type);
  if (instead !== null && !types.includes(instead)) types.push(instead);
  return {
    ...thinking,
    types,
    disabled: types.includes('disabled') ? thinking.disabled : 'rejected',
    default: type === 'disabled' && thinking.default === 'off' ? 'always_on_adaptive' : thinking.default,
  };
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...known, ...more])];
}

/** Profiles are small plain data with a fixed key order, so their JSON texts can be compared. */
function sameValues(left: ModelProfile, right: ModelProfile): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
