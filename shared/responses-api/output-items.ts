/**
 * The supported input items of the Responses API, each as a schema that keeps unknown keys; types are inferred.
 * Source: `ResponseInputItem` of the `openai` package, https://platform.openai.com/docs/api-reference/responses/create
 */

import { z } from 'zod';

const cacheBreakpoint = z.unknown().optional();

const textPartSchema = z.looseObject({
  type: z.enum(['input_text', 'output_text', 'text']),
  text: z.string(),
  prompt_cache_breakpoint: cacheBreakpoint,
});
const refusalPartSchema = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const imagePartSchema = z.looseObject({
  type: z.literal('input_image'),
  image_url: z.string().nullish(),
  file_id: z.string().nullish(),
  detail: z.string().nullish(),
  prompt_cache_breakpoint: cacheBreakpoint,
});
const filePartSchema = z.looseObject({
  type: z.literal('input_file'),
  file_data: z.string().nullish(),
  file_id: z.string().nullish(),
  file_url: z.string().nullish(),
  filename: z.string().nullish(),
  prompt_cache_breakpoint: cacheBreakpoint,
});

const knownPartSchema = z.discriminatedUnion('type', [
  textPartSchema,
  refusalPartSchema,
  imagePartSchema,
  filePartSchema,
]);
type KnownPart = z.infer<typeof knownPartSchema>;
const knownPartTypes: ReadonlySet<string> = new Set([
  'input_text',
  'output_text',
  'text',
  'refusal',
  'input_image',
  'input_file',
]);

/** Audio and the like: the translation of chat content accepts or refuses it. */
const otherPartSchema = z.looseObject({ type: z.string().refine((type) => !knownPartTypes.has(type)) });

const contentPartSchema = z.union([knownPartSchema, otherPartSchema]);
export type ContentPart = z.infer<typeof contentPartSchema>;

/** Parts of other types pass unchanged. */
export function isKnownPart(part: ContentPart): part is KnownPart {
  return knownPartTypes.has(part.type);
}

const contentSchema = z.union([z.string(), z.array(contentPartSchema)]);

export const messageItemSchema = z.looseObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: contentSchema,
});
export type MessageItem = z.infer<typeof messageItemSchema>;

const reasoningItemSchema = z.looseObject({
  type: z.literal('reasoning'),
  /** Clients that move a history from another provider shape these freely; what cannot be used is left out. */
  summary: z.unknown().optional(),
  encrypted_content: z.unknown().optional(),
});
export type ReasoningItem = z.infer<typeof reasoningItemSchema>;

const callId = z.string().min(1);
const functionCallSchema = z.looseObject({
  type: z.literal('function_call'),
  call_id: callId,
  name: z.string(),
  namespace: z.string().nullish(),
  arguments: z.string(),
});
const customCallSchema = z.looseObject({
  type: z.literal('custom_tool_call'),
  call_id: callId,
  name: z.string(),
  namespace: z.string().nullish(),
  input: z.string(),
});
const localShellCallSchema = z.looseObject({
  type: z.literal('local_shell_call'),
  call_id: callId,
  action: z.looseObject({}),
});
const shellCallSchema = z.looseObject({ type: z.literal('shell_call'), call_id: callId, action: z.looseObject({}) });
const applyPatchCallSchema = z.looseObject({
  type: z.literal('apply_patch_call'),
  call_id: callId,
  operation: z.looseObject({}),
});

/** Without an id, OpenAI ran the search. */
const searchId = callId.nullish();
const toolSearchCallSchema = z.looseObject({
  type: z.literal('tool_search_call'),
  call_id: searchId,
  arguments: z.unknown(),
});

const outputSchema = z.union([z.string(), z.array(contentPartSchema)]);
const functionOutputSchema = z.looseObject({
  type: z.enum(['function_call_output', 'custom_tool_call_output']),
  call_id: callId,
  output: outputSchema,
});
const localShellOutputSchema = z.looseObject({
  type: z.literal('local_shell_call_output'),
  /** The item names the call by `id`; Codex sends `call_id`. */
  id: z.string().optional(),
  call_id: z.string().optional(),
  output: z.string(),
});
const shellOutputSchema = z.looseObject({
  type: z.literal('shell_call_output'),
  call_id: callId,
  output: z.union([z.string(), z.array(z.looseObject({}))]),
});
const applyPatchOutputSchema = z.looseObject({
  type: z.literal('apply_patch_call_output'),
  call_id: callId,
  status: z.string().nullish(),
  output: z.string().nullish(),
});

const toolSearchOutputSchema = z.looseObject({
  type: z.literal('tool_search_output'),
  call_id: searchId,
  tools: z.array(z.looseObject({ type: z.string() })),
});

const itemReferenceSchema = z.looseObject({ type: z.literal('item_reference'), id: z.string() });
const additionalToolsSchema = z.looseObject({
  type: z.literal('additional_tools'),
  tools: z.array(z.looseObject({ type: z.string() })),
});

/** Settings for the responses from here on. */
const configurationUpdateSchema = z.looseObject({
  type: z.literal('configuration_update'),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  text: z.looseObject({ format: z.looseObject({ type: z.string() }).nullish() }).nullish(),
});
export type ConfigurationUpdate = z.infer<typeof configurationUpdateSchema>;

const compactionSchema = z.looseObject({
  /** Codex reads the second as the first. */
  type: z.enum(['compaction', 'compaction_summary']),
  encrypted_content: z.unknown().optional(),
});
const compactionTriggerSchema = z.looseObject({ type: z.literal('compaction_trigger') });

/** The translated item types. Any other type is left out with a note. */
export const knownItemSchema = z.discriminatedUnion('type', [
  messageItemSchema.extend({ type: z.literal('message') }),
  reasoningItemSchema,
  functionCallSchema,
  customCallSchema,
  localShellCallSchema,
  shellCallSchema,
  applyPatchCallSchema,
  toolSearchCallSchema,
  functionOutputSchema,
  localShellOutputSchema,
  shellOutputSchema,
  applyPatchOutputSchema,
  toolSearchOutputSchema,
  itemReferenceSchema,
  additionalToolsSchema,
  configurationUpdateSchema,
  compactionSchema,
  compactionTriggerSchema,
]);
export type KnownItem = z.infer<typeof knownItemSchema>;

export const knownItemTypes: ReadonlySet<string> = new Set([
  'message',
  'reasoning',
  'function_call',
  'custom_tool_call',
  'local_shell_call',
  'shell_call',
  'apply_patch_call',
  'tool_search_call',
  'function_call_output',
  'custom_tool_call_output',
  'local_shell_call_output',
  'shell_call_output',
  'apply_patch_call_output',
  'tool_search_output',
  'item_reference',
  'additional_tools',
  'configuration_update',
  'compaction',
  'compaction_summary',
  'compaction_trigger',
]);
