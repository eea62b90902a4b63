/** The shape of a whole request body for Messages and for token counting. Source: `MessageCreateParams` in the official SDK. */

import { THRESHOLD_EDIT } from '../../compaction.ts';
import { betaGates } from './betas.ts';
import { cacheControl, contentBlock, systemText, toolChangeBlocks } from './block-shapes.ts';
import {
  anything,
  dictionary,
  flag,
  integer,
  isDictionary,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  required,
  tagged,
  text,
  textOr,
} from './shape.ts';
import type { Check, Field } from './shape.ts';
import { tool, toolChoice } from './tool-shapes.ts';

const effort = nullable(oneOf('low', 'medium', 'high', 'xhigh', 'max'));

const turn: Check = object({ role: required(text), content: required(textOr(list(contentBlock))) });

/** Blocks other than text are left to the rule for system turns, which has its own message for them. */
const systemTurn: Check = object({
  role: required(text),
  content: optional(
    textOr(
      list((value, path, context) => {
        const type = isDictionary(value) ? value['type'] : undefined;
        const ours = type === 'text' || (typeof type === 'string' && type in toolChangeBlocks);
        return ours ? contentBlock(value, path, context) : null;
      }),
    ),
  ),
  output_config: optional(nullable(object({ effort: optional(effort) })), betaGates.midConversationOutputConfig),
  clear_at: optional(nullable(oneOf('next_user_message', 'never')), betaGates.systemClearAt),
});

const message: Check = (value, path, context) => {
  const role = isDictionary(value) ? value['role'] : undefined;
  if (typeof role === 'string' && !['user', 'assistant', 'system'].includes(role)) {
    return `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`;
  }
  return (role === 'system' ? systemTurn : turn)(value, path, context);
};

const display: Check = (value, path, context) =>
  nullable(
    betaGates.displayUpdates.some((beta) => context.betas.has(beta))
      ? oneOf('summarized', 'omitted', 'updates')
      : oneOf('summarized', 'omitted'),
  )(value, path, context);

const shown: Readonly<Record<string, Field>> = {
  display: optional(display),
  block_binding: optional(
    nullable(object({ prefix_mismatch_behavior: optional(nullable(oneOf('error', 'drop_block', 'allow'))) })),
    betaGates.blockBinding,
  ),
};

const thinking: Check = tagged({
  adaptive: { check: object({ type: required(text), ...shown }) },
  enabled: { check: object({ type: required(text), budget_tokens: required(integer(1024)), ...shown }) },
  disabled: { check: object({ type: required(text) }) },
  between_tools: { check: object({ type: required(text) }) },
});

const jsonFormat = object({ type: required(oneOf('json_schema')), schema: required(dictionary) });

/** Only the edit that compacts; the others are left to the API. */
const contextManagement = object({
  edits: optional(
    list((value, path, context) =>
      isDictionary(value) && value['type'] === THRESHOLD_EDIT
        ? compactEdit(value, `${path}.${THRESHOLD_EDIT}`, context)
        : dictionary(value, path, context),
    ),
  ),
});

const compactEdit = object({
  type: required(text),
  instructions: optional(nullable(text)),
  pause_after_compaction: optional(flag),
  trigger: optional(nullable(object({ type: required(oneOf('input_tokens')), value: required(integer(1)) }))),
});

const counted: Readonly<Record<string, Field>> = {
  model: required(text),
  messages: required(list(message)),
  cache_control: optional(cacheControl),
  output_config: optional(
    object({
      effort: optional(effort),
      format: optional(nullable(jsonFormat)),
      task_budget: optional(nullable(dictionary), betaGates.taskBudget),
    }),
  ),
  speed: optional(nullable(oneOf('standard', 'fast'))),
  system: optional(textOr(list(systemText))),
  thinking: optional(thinking),
  tool_choice: optional(toolChoice),
  tools: optional(list(tool)),
  user_profile_id: optional(text),
  mcp_servers: optional(list(dictionary), betaGates.mcp),
  context_management: optional(nullable(contextManagement), betaGates.contextManagement),
  // Token counting accepts and ignores it.
  compaction: optional(
    nullable(object({ type: required(oneOf('summarize')), instructions: optional(nullable(text)) })),
  ),
  output_format: optional(nullable(jsonFormat), betaGates.structuredOutputs),
};

const sampling: Readonly<Record<string, Field>> = {
  temperature: optional(number),
  top_p: optional(number),
  top_k: optional(integer(0)),
};

const responseFields: Readonly<Record<string, Field>> = {
  ...counted,
  max_tokens: required(integer(0)),
  container: optional(nullable(textOr(dictionary))),
  diagnostics: optional(nullable(object({ previous_message_id: optional(nullable(text)) }))),
  inference_geo: optional(nullable(text)),
  metadata: optional(object({ user_id: optional(nullable(text)) })),
  service_tier: optional(oneOf('auto', 'standard_only')),
  stop_sequences: optional(list(text)),
  stream: optional(flag),
  fallbacks: optional(anything, betaGates.fallback),
  fallback_credit_token: optional(anything, betaGates.fallbackCredit),
  thread: optional(nullable(dictionary), betaGates.threads),
  billing_policy: optional(nullable(dictionary), betaGates.billing),
};

/** Version 2026-10-21 no longer knows the sampling fields, whatever the model. */
export const messageRequest: Check = (value, path, context) =>
  object(context.apiVersion === '2023-06-01' ? { ...responseFields, ...sampling } : responseFields)(
    value,
    path,
    context,
  );

export const countTokensRequest: Check = object(counted);
