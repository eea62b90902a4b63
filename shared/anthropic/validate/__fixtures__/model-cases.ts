/** Rules that differ between models (thinking, sampling, tools): for each rule a request that passes and one that does not. */

import { cached, call, enabled, look, loop, newest, old, opus5, opus55, sonnet46, sonnet55, system, thought, user } from './requests.ts';
import type { Case } from './requests.ts';

export const thinking: readonly Case[] = [
  {
    rule: 'a manual budget on newer models',
    accepted: { ...old, ...enabled },
    refused: enabled,
    text: '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
  },
  {
    rule: 'thinking off where it is always on',
    accepted: { thinking: { type: 'disabled' } },
    refused: { ...opus55, thinking: { type: 'disabled' } },
    text: '"thinking.type.disabled" is not supported for this model.',
  },
  {
    rule: 'thinking off on Sonnet 5.5',
    accepted: { ...sonnet55, thinking: { type: 'between_tools' } },
    refused: { ...sonnet55, thinking: { type: 'disabled' } },
    text: 'To turn thinking off on this model, send "thinking": {"type": "between_tools"} instead of {"type": "disabled"}.',
  },
  {
    rule: 'between_tools elsewhere',
    accepted: null,
    refused: { thinking: { type: 'between_tools' } },
    text: '"thinking.type.between_tools" is not supported for this model.',
  },
  {
    rule: 'between_tools with a display',
    accepted: null,
    refused: { ...sonnet55, thinking: { type: 'between_tools', display: 'omitted' } },
    text: 'thinking.between_tools.display: Extra inputs are not permitted',
  },
  {
    rule: 'adaptive thinking on older models',
    accepted: { thinking: { type: 'adaptive', display: 'summarized' } },
    refused: { ...old, thinking: { type: 'adaptive' } },
    text: 'adaptive thinking is not supported on this model',
  },
  {
    rule: 'a budget as large as the answer',
    accepted: null,
    refused: { ...old, ...enabled, max_tokens: 1024 },
    text: '`max_tokens` must be greater than `thinking.budget_tokens`.',
  },
  {
    rule: 'a budget that is too small',
    accepted: null,
    refused: { ...old, thinking: { type: 'enabled', budget_tokens: 1000 } },
    text: 'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
  },
  {
    rule: 'high effort with thinking off',
    accepted: { ...opus5, thinking: { type: 'disabled' }, output_config: { effort: 'high' } },
    refused: { ...opus5, thinking: { type: 'disabled' }, output_config: { effort: 'xhigh' } },
    text: "output_config.effort 'xhigh' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.",
  },
  {
    rule: 'effort on a model without it',
    accepted: null,
    refused: { ...old, output_config: { effort: 'low' } },
    text: 'This model does not support the effort parameter.',
  },
  {
    rule: 'an effort level that the model lacks',
    accepted: { ...sonnet46, output_config: { effort: 'max' } },
    refused: { ...sonnet46, output_config: { effort: 'xhigh' } },
    text: "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.",
  },
  {
    rule: 'a tool loop without its thinking under a manual budget',
    accepted: { ...old, ...enabled, ...loop(thought, call('a')) },
    refused: { ...old, ...enabled, ...loop(call('a')) },
    text: 'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
  },
  {
    rule: 'thinking without a signature',
    accepted: loop(thought, call('a')),
    refused: loop({ ...thought, signature: '' }, call('a')),
    text: 'messages.1.content.0: Invalid `signature` in `thinking` block',
  },
  {
    rule: 'a cache mark on thinking',
    accepted: null,
    refused: loop({ ...thought, ...cached() }, call('a')),
    text: 'messages.1.content.0.thinking.cache_control: Extra inputs are not permitted',
  },
  {
    rule: 'a change of effort while thinking is off',
    accepted: null,
    options: { betas: ['mid-conversation-output-config-2026-07-01'] },
    refused: {
      ...opus5,
      thinking: { type: 'disabled' },
      messages: [user(), system([], { output_config: { effort: 'low' } })],
    },
    text: "messages.1: output_config.effort 'low' differs from the 'high' in effect before it",
  },
];

export const sampling: readonly Case[] = [
  {
    rule: 'a temperature on newer models',
    accepted: { temperature: 1 },
    refused: { temperature: 0.5 },
    text: '`temperature` is deprecated for this model.',
  },
  {
    rule: 'top_p on newer models',
    accepted: { top_p: 0.99 },
    refused: { top_p: 1 },
    text: '`top_p` is deprecated for this model.',
  },
  {
    rule: 'top_k on newer models',
    accepted: { ...old, top_k: 5 },
    refused: { top_k: 5 },
    text: '`top_k` is deprecated for this model.',
  },
  {
    rule: 'two sampling fields at once',
    accepted: { ...old, temperature: 0.2 },
    refused: { ...old, temperature: 0.2, top_p: 0.9 },
    text: '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
  },
  {
    rule: 'a temperature above one',
    accepted: { ...old, temperature: 1 },
    refused: { ...old, temperature: 1.5 },
    text: 'temperature: range: 0..1',
  },
  {
    rule: 'a temperature while thinking',
    accepted: { ...old, ...enabled, top_p: 0.95 },
    refused: { ...old, ...enabled, temperature: 0.5 },
    text: '`temperature` may not be set when thinking is enabled',
  },
  {
    rule: 'any sampling under the newer version',
    accepted: null,
    options: newest,
    refused: { ...old, temperature: 1 },
    text: 'temperature: Extra inputs are not permitted',
  },
];

export const tools: readonly Case[] = [
  {
    rule: 'a forced tool where none is allowed',
    accepted: { tools: [look], tool_choice: { type: 'any' } },
    refused: { ...opus55, tools: [look], tool_choice: { type: 'any' } },
    text: 'tool_choice: type "tool" and "any" are not supported for this model.',
  },
  {
    rule: 'a forced tool under a manual budget',
    accepted: { ...old, tools: [look], tool_choice: { type: 'tool', name: 'look' } },
    refused: { ...old, ...enabled, tools: [look], tool_choice: { type: 'any' } },
    text: 'Thinking may not be enabled when tool_choice forces tool use.',
  },
  {
    rule: 'a choice without tools',
    accepted: null,
    refused: { tool_choice: { type: 'any' } },
    text: 'tool_choice.any may only be specified while providing tools',
  },
  {
    rule: 'an unknown tool',
    accepted: null,
    refused: { tools: [look], tool_choice: { type: 'tool', name: 'x' } },
    text: "Tool 'x' not found in provided tools",
  },
  {
    rule: 'two tools of one name',
    accepted: null,
    refused: { tools: [look, look] },
    text: 'tools: Tool names must be unique.',
  },
  {
    rule: 'a union at the root',
    accepted: {
      tools: [{ ...look, input_schema: { type: 'object', properties: { a: { anyOf: [{ type: 'string' }] } } } }],
    },
    refused: { tools: [{ ...look, input_schema: { type: 'object', oneOf: [{}] } }] },
    text: 'tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level',
  },
  {
    rule: 'a schema without a type',
    accepted: null,
    refused: { tools: [{ ...look, input_schema: {} }] },
    text: 'tools.0.custom.input_schema.type: Field required',
  },
  {
    rule: 'a schema that is none',
    accepted: null,
    refused: { tools: [{ ...look, input_schema: { type: 'object', properties: { a: { type: 'any' } } } }] },
    text: 'tools.0.custom.input_schema: JSON schema is invalid.',
  },
  {
    rule: 'the old computer tool on Fable 5.2',
    accepted: null,
    options: { betas: ['computer-use-2025-11-24'] },
    refused: { model: 'claude-fable-5-2', tools: [{ type: 'computer_20251124', name: 'computer' }] },
    text: "'claude-fable-5-2' does not support tool types: computer_20251124.",
  },
  {
    rule: 'options of a built-in tool',
    accepted: { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }] },
    refused: { tools: [{ type: 'web_search_20250305', name: 'web_search', depth: 3 }] },
    text: 'tools.0.web_search_20250305.depth: Extra inputs are not permitted',
  },
];
