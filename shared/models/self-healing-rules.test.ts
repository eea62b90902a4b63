import { describe, expect, test } from 'vitest';
import {
  adjustmentsFor,
  applyLearnedRule,
  isLasting,
  recogniseRefusal,
  learnedRuleNote,
  type LearnedRule,
} from './self-healing-rules.ts';
import type { ModelProfile } from './profile.ts';
import { profileFor } from './profile-for.ts';

const opus45 = profileFor('claude-opus-4-5');
const opus5 = profileFor('claude-opus-5');

function learnedRuleFrom(message: string, profile: ModelProfile, errorCode: string | null = null): LearnedRule | null {
  return recogniseRefusal({ status: 400, type: 'invalid_request_error', message, errorCode }, profile);
}

describe('recogniseRefusal learns a rule from a 400', () => {
  const rows: [string, ModelProfile, string, LearnedRule][] = [
    ['sampling is deprecated', opus45, '`temperature` is deprecated for this model.', { kind: 'no-sampling' }],
    ['sampling is unknown', opus45, 'top_k: Extra inputs are not permitted', { kind: 'no-sampling' }],
    [
      'two sampling fields',
      opus45,
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
      { kind: 'no-sampling' },
    ],
    ['sampling out of range', opus45, 'temperature: range: 0..1', { kind: 'no-sampling' }],
    [
      'manual thinking on a newer model',
      opus45,
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
      { kind: 'no-thinking-type', type: 'enabled', instead: 'adaptive' },
    ],
    [
      'thinking cannot be off',
      opus5,
      '"thinking.type.disabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
      { kind: 'no-thinking-type', type: 'disabled', instead: null },
    ],
    [
      'thinking is off only between tools',
      opus5,
      'To turn thinking off on this model, send "thinking": {"type": "between_tools"} instead of {"type": "disabled"}.',
      { kind: 'no-thinking-type', type: 'disabled', instead: 'between_tools' },
    ],
    [
      'between_tools elsewhere',
      profileFor('claude-sonnet-5-5'),
      '"thinking.type.between_tools" is not supported for this model.',
      { kind: 'no-thinking-type', type: 'between_tools', instead: null },
    ],
    [
      'too much effort while off',
      profileFor('claude-opus-4-8'),
      "output_config.effort 'xhigh' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.",
      { kind: 'thinking-off-caps-effort' },
    ],
    [
      'adaptive on an old model',
      opus5,
      'adaptive thinking is not supported on this model',
      { kind: 'no-thinking-type', type: 'adaptive', instead: null },
    ],
    [
      'no effort at all',
      opus45,
      'This model does not support the effort parameter.',
      { kind: 'effort-levels', levels: [] },
    ],
    [
      'an unknown effort level, with a list',
      opus5,
      "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
      { kind: 'effort-levels', levels: ['low', 'medium', 'high', 'max'] },
    ],
    [
      'an unknown effort level, without a list',
      opus5,
      "This model does not support effort level 'max'.",
      { kind: 'effort-levels', levels: ['low', 'medium', 'high', 'xhigh'] },
    ],
    [
      'a budget that is too large',
      opus45,
      '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult the documentation.',
      { kind: 'thinking-refused' },
    ],
    [
      'prefill',
      opus45,
      'This model does not support assistant message prefill. The conversation must end with a user message.',
      { kind: 'no-prefill' },
    ],
    [
      'forced tool choice',
      opus5,
      'tool_choice: type "tool" and "any" are not supported for this model.',
      { kind: 'no-forced-tool-choice', onlyWithThinking: false },
    ],
    [
      'forced tool choice while thinking',
      opus5,
      'Thinking may not be enabled when tool_choice forces tool use.',
      { kind: 'no-forced-tool-choice', onlyWithThinking: true },
    ],
    [
      'max_tokens above the ceiling',
      opus5,
      'max_tokens: 128000 > 64000, which is the maximum allowed number of output tokens for claude-opus-5',
      { kind: 'max-output-tokens', limit: 64_000 },
    ],
    [
      'edited thinking',
      opus5,
      'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.',
      { kind: 'thinking-blocks-refused', bound: false },
    ],
    [
      'a changed conversation before the thinking',
      opus5,
      'messages.3.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation. Remove the block, or set `thinking.block_binding.prefix_mismatch_behavior` to "drop_block".',
      { kind: 'thinking-blocks-refused', bound: true },
    ],
    [
      'a damaged signature',
      opus5,
      'messages.3.content.0: Invalid `signature` in `thinking` block',
      { kind: 'thinking-blocks-refused', bound: false },
    ],
    [
      'a damaged redacted block',
      opus5,
      'messages.3.content.0: Invalid `data` in `redacted_thinking` block',
      { kind: 'thinking-blocks-refused', bound: false },
    ],
    [
      'thinking missing in a tool loop',
      opus45,
      'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block',
      { kind: 'thinking-refused' },
    ],
    [
      'block_binding without its beta',
      opus5,
      'thinking.adaptive.block_binding: Extra inputs are not permitted',
      { kind: 'field-refused', field: 'thinking.block_binding' },
    ],
    [
      'the text of thinking cannot be asked for',
      opus5,
      'thinking.adaptive.display: Extra inputs are not permitted',
      { kind: 'field-refused', field: 'thinking.display' },
    ],
    [
      'a misplaced system message',
      opus5,
      "messages.2: role 'system' must precede an 'assistant' message or end the array; move it",
      { kind: 'no-mid-conversation-system' },
    ],
    [
      'a system message on an old model',
      opus5,
      "role 'system' is not supported on this model",
      { kind: 'no-mid-conversation-system' },
    ],
    [
      'a system message with nothing in it',
      opus5,
      'messages.2: system content must contain at least one block',
      { kind: 'no-mid-conversation-system' },
    ],
    ['a schema that is too large', opus5, 'Schema is too complex for compilation.', { kind: 'schema-refused' }],
    [
      'an open object under strict',
      opus5,
      "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
      { kind: 'schema-refused' },
    ],
    [
      'no structured outputs',
      opus5,
      'output_config.format: Extra inputs are not permitted',
      { kind: 'no-structured-outputs' },
    ],
    ['no output config', opus5, 'output_config: Extra inputs are not permitted', { kind: 'no-output-config' }],
    [
      'no thinking field',
      opus5,
      'thinking: Extra inputs are not permitted',
      { kind: 'field-refused', field: 'thinking' },
    ],
    ['no strict tools', opus5, 'tools.0.custom.strict: Extra inputs are not permitted', { kind: 'no-strict-tools' }],
    [
      'no web search',
      opus5,
      "'claude-opus-5' does not support tool types: web_search_20250305. Did you mean one of bash_20250124",
      { kind: 'no-web-search' },
    ],
    [
      'an unknown beta',
      opus5,
      'Unexpected value(s) `old-2024-01-01`, `x-1` for the `anthropic-beta` header. Please consult our documentation.',
      { kind: 'betas-refused', betas: ['old-2024-01-01', 'x-1'] },
    ],
    ['no fast mode', opus5, 'speed: Extra inputs are not permitted', { kind: 'no-fast-mode' }],
    [
      'an unknown field',
      opus5,
      'inference_geo: Extra inputs are not permitted',
      { kind: 'field-refused', field: 'inference_geo' },
    ],
    [
      'nobody to compare a request with',
      opus5,
      'diagnostics.previous_message_id: Extra inputs are not permitted',
      { kind: 'field-refused', field: 'diagnostics' },
    ],
  ];

  test.each(rows)('%s', (_case, profile, message, rule) => {
    expect(learnedRuleFrom(message, profile)).toEqual(rule);
  });

  test.each(rows)('applying the rule changes the profile: %s', (_case, profile, message) => {
    const rule = learnedRuleFrom(message, profile);
    if (rule === null) throw new Error('no rule was learned');
    const healed = applyLearnedRule(profile, rule);
    const adjusted = Object.keys(adjustmentsFor(rule)).length > 0;
    expect(healed !== profile || adjusted).toBe(true);
    expect(adjusted ? null : learnedRuleFrom(message, healed)).not.toEqual(rule);
    expect(learnedRuleNote(rule)).toMatchObject({ verb: 'repaired', code: `healed-${rule.kind}` });
  });
});

describe('a refusal without a rule', () => {
  test.each([
    ['an unknown text', opus5, 'Something else entirely'],
    [
      'what the profile knows already',
      opus5,
      'This model does not support assistant message prefill. The conversation must end',
    ],
    [
      'a broken history',
      opus5,
      'messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: x.',
    ],
    ['images', opus5, 'image exceeds 10 MB maximum: 12 bytes > 10485760 bytes'],
  ])('%s', (_case, profile, message) => {
    expect(learnedRuleFrom(message, profile)).toBeNull();
  });

  test('a status other than 400 gives no rule', () => {
    const message = '`temperature` is deprecated for this model.';
    expect(recogniseRefusal({ status: 429, type: 'rate_limit_error', message, errorCode: null }, opus45)).toBeNull();
  });

  test('a stable error code decides before the text', () => {
    const message = '`temperature` is deprecated for this model.';
    expect(learnedRuleFrom(message, opus45, 'image_dimensions_too_large')).toBeNull();
    expect(learnedRuleFrom(message, opus45, 'thread_gone')).toBeNull();
    expect(learnedRuleFrom(message, opus45, 'workspace_human_review_disabled')).toBeNull();
    expect(learnedRuleFrom(message, opus45, 'something_new')).toEqual({ kind: 'no-sampling' });
  });
});

describe('a learned rule', () => {
  test('returns the same profile when it changes nothing', () => {
    expect(applyLearnedRule(opus5, { kind: 'no-prefill' })).toBe(opus5);
  });

  test('rules accumulate in profileFor', () => {
    const profile = profileFor('claude-opus-5', undefined, [
      { kind: 'max-output-tokens', limit: 32_000 },
      { kind: 'no-thinking-type', type: 'disabled', instead: null },
    ]);
    expect(profile).toMatchObject({ maxOutputTokens: 32_000, thinking: { types: ['adaptive'], disabled: 'rejected' } });
  });

  test('a rule about one conversation is not kept for the model', () => {
    expect(isLasting({ kind: 'schema-refused' })).toBe(false);
    expect(isLasting({ kind: 'thinking-blocks-refused', bound: false })).toBe(false);
    expect(isLasting({ kind: 'no-sampling' })).toBe(true);
  });
});
