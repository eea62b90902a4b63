/** Compaction: for each rule a request that passes and one that does not. */

import { assistant, call, closed, format, look, opus55, user } from './requests.ts';
import type { Case, Fields } from './requests.ts';

const compaction = { compaction: { type: 'summarize' } };
const options = { betas: ['compact-2026-09-04', 'context-management-2025-06-27', 'compact-2026-01-12'] };
const block = { type: 'compaction', content: 'So far.', signature: 's', encrypted_content: null };
const { signature: _, ...unsigned } = block;
const edit = (value: number): Fields => ({
  context_management: { edits: [{ type: 'compact_20260112', trigger: { type: 'input_tokens', value } }] },
});

export const compactions: readonly Case[] = [
  {
    rule: 'compaction without its beta',
    accepted: null,
    refused: { ...opus55, ...compaction },
    text: '`compaction` parameter requires anthropic-beta: compact-2026-09-04',
  },
  {
    rule: 'compaction on a small model',
    accepted: { ...opus55, ...compaction },
    refused: { model: 'claude-haiku-4-5', ...compaction },
    text: '`compaction` is not supported for claude-haiku-4-5',
    options,
  },
  {
    rule: 'compaction together with context_management',
    accepted: { ...opus55, ...edit(50_000) },
    refused: { ...opus55, ...compaction, ...edit(50_000) },
    text: 'context_management: cannot be combined with `compaction`',
    options,
  },
  {
    rule: 'compaction together with stop_sequences',
    accepted: { ...opus55, ...compaction, stop_sequences: [] },
    refused: { ...opus55, ...compaction, stop_sequences: ['x'] },
    text: 'stop_sequences: cannot be combined with `compaction`',
    options,
  },
  {
    rule: 'compaction together with a format',
    accepted: null,
    refused: { ...opus55, ...compaction, ...format(closed({})) },
    text: 'output_config.format: cannot be combined with `compaction`',
    options,
  },
  {
    rule: 'compaction together with a forced tool',
    accepted: { ...opus55, ...compaction, tools: [look], tool_choice: { type: 'none' } },
    refused: { model: 'claude-sonnet-4-6', ...compaction, tools: [look], tool_choice: { type: 'any' } },
    text: 'tool_choice.any: cannot be combined with `compaction`',
    options,
  },
  {
    rule: 'compaction after an open tool call',
    accepted: { ...opus55, ...compaction, messages: [user(), assistant('Done.')] },
    refused: { ...opus55, ...compaction, tools: [look], messages: [user(), assistant([call('a')])] },
    text: 'the last assistant turn has a tool call without a result',
    options,
  },
  {
    rule: 'long instructions',
    accepted: { ...opus55, compaction: { type: 'summarize', instructions: 'Be brief.' } },
    refused: { ...opus55, compaction: { type: 'summarize', instructions: 'x'.repeat(16_385) } },
    text: 'compaction.instructions: String should have at most 16384 characters',
    options,
  },
  {
    rule: 'a signed block behind other messages',
    accepted: { ...opus55, messages: [assistant([block]), user()] },
    refused: { ...opus55, messages: [user(), assistant([block]), user()] },
    text: '`compaction` block must be sent first',
    options,
  },
  {
    rule: 'two signed blocks',
    accepted: { ...opus55, messages: [user(), assistant([unsigned]), user()] },
    refused: { ...opus55, messages: [assistant([block]), user(), assistant([block]), user()] },
    text: 'a request can carry one signed `compaction` block',
    options,
  },
  {
    rule: 'a field that the block did not have',
    accepted: null,
    refused: { ...opus55, messages: [assistant([{ ...block, citations: null }]), user()] },
    text: 'messages.0.content.0.compaction.citations: Extra inputs are not permitted',
    options,
  },
  {
    rule: 'a low threshold',
    accepted: { ...opus55, ...edit(50_000) },
    refused: { ...opus55, ...edit(49_999) },
    text: 'trigger.value: Input should be greater than or equal to 50000',
    options,
  },
  {
    rule: 'a threshold beside a signed block',
    accepted: { ...opus55, ...edit(60_000), messages: [assistant([unsigned]), user()] },
    refused: { ...opus55, ...edit(60_000), messages: [assistant([block]), user()] },
    text: 'compact_20260112 cannot run beside a signed block',
    options,
  },
];
