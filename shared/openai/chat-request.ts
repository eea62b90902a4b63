/**
 * The chat completion request as clients send it: the official SDK types, the extension fields that tools add, and unknown keys
 * kept. Checked once, when the request arrives. Reference: `ChatCompletionCreateParams` of the openai package.
 */

import { z } from 'zod';

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

/** Anthropic's marker, sent by clients that know that the upstream is Claude. */
const cacheControlSchema = z.looseObject({ type: text, ttl: text }).nullish();
/** OpenAI's marker on a content part. */
const cacheBreakpointSchema = z.looseObject({ mode: text, ttl: text }).nullish();

/** One schema for all types of parts, OpenAI's and Anthropic's: the translation of a part checks its required fields. */
const partSchema = z.looseObject({
  type: text,
  text,
  refusal: text,
  image_url: z.union([z.string(), z.looseObject({ url: z.string(), detail: text })]).nullish(),
  file: z.looseObject({ file_data: text, file_id: text, filename: text }).nullish(),
  id: text,
  name: text,
  tool_use_id: text,
  is_error: flag,
  thinking: z.unknown().optional(),
  signature: z.unknown().optional(),
  cache_control: cacheControlSchema,
  prompt_cache_breakpoint: cacheBreakpointSchema,
});
export const partsSchema = z.array(z.union([z.string(), partSchema]));

/** The part inside a part that only wraps it, checked as any other; null for one that wraps none. */
export function wrappedPart(part: ChatRequestPart): ChatRequestPart | null {
  if (part.type !== 'non_standard') return null;
  const { success, data } = partSchema.safeParse(part['value']);
  return success && data.type !== 'non_standard' ? data : null;
}

const functionCallSchema = z.looseObject({ name: z.string(), arguments: z.unknown().optional() });

const toolCallSchema = z.looseObject({
  id: text,
  type: text,
  function: functionCallSchema.nullish(),
  custom: z.looseObject({ name: z.string(), input: text }).nullish(),
  cache_control: cacheControlSchema,
});

const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), partsSchema]).nullish(),
  name: text,
  refusal: text,
  tool_calls: z.array(toolCallSchema).nullish(),
  tool_call_id: text,
  function_call: functionCallSchema.nullish(),
  cache_control: cacheControlSchema,
  prompt_cache_breakpoint: cacheBreakpointSchema,
  /** Carriers of reasoning, which providers shape differently: the translation takes what it can use and notes the rest. */
  reasoning_content: z.unknown().optional(),
  reasoning_details: z.unknown().optional(),
  thinking_blocks: z.unknown().optional(),
  /** Blocks of tools that ran upstream, as earlier responses had them. */
  anthropic_blocks: z.unknown().optional(),
  /** Whole Messages content. */
  content_blocks: z.array(partSchema).nullish(),
});

const functionSchema = z.looseObject({
  name: z.string(),
  description: text,
  parameters: z.unknown().optional(),
  strict: flag,
});

const toolSchema = z.looseObject({
  type: text,
  function: functionSchema.nullish(),
  custom: z.looseObject({ name: z.string(), description: text, format: z.unknown().optional() }).nullish(),
  /** Anthropic's own shape, and bare `{name, input_schema}`. */
  name: text,
  description: text,
  input_schema: z.unknown().optional(),
  strict: flag,
  cache_control: cacheControlSchema,
});

const toolNameSchema = z.looseObject({ name: z.string() });
const namedToolSchema = z.looseObject({
  type: text,
  name: text,
  function: toolNameSchema.nullish(),
  custom: toolNameSchema.nullish(),
});
const allowedToolsSchema = z.looseObject({
  mode: z.enum(['auto', 'required']).nullish(),
  tools: z.array(namedToolSchema),
});
const toolChoiceSchema = z.union([
  z.string(),
  namedToolSchema.extend({
    allowed_tools: allowedToolsSchema.nullish(),
    /** The same beside `type`, as in the Responses API. */
    ...allowedToolsSchema.partial().shape,
    disable_parallel_tool_use: flag,
  }),
]);

export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),

  max_tokens: number,
  max_completion_tokens: number,
  temperature: number,
  top_p: number,
  n: number,
  stop: z.union([z.string(), z.array(text)]).nullish(),
  stream: flag,
  stream_options: z.looseObject({ include_usage: flag, include_obfuscation: flag }).nullish(),
  reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']).nullish(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z
        .looseObject({ name: text, description: text, schema: z.unknown().optional(), strict: flag })
        .nullish(),
      /** Some libraries put the schema directly into `json_object`. */
      schema: z.unknown().optional(),
    })
    .nullish(),

  tools: z.array(toolSchema).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  parallel_tool_calls: flag,
  /** Only in the Responses API, whose requests pass through this schema too. */
  max_tool_calls: number,
  functions: z.array(functionSchema).nullish(),
  function_call: z.union([z.string(), toolNameSchema]).nullish(),

  user: text,
  safety_identifier: text,
  prompt_cache_key: text,
  prompt_cache_options: z.looseObject({ mode: text, ttl: text }).nullish(),
  prompt_cache_retention: text,
  metadata: z.unknown().optional(),
  store: flag,
  service_tier: text,
  seed: number,
  logprobs: flag,
  top_logprobs: number,
  logit_bias: z.record(z.string(), z.unknown()).nullish(),
  presence_penalty: number,
  frequency_penalty: number,
  modalities: z.array(z.string()).nullish(),
  audio: z.unknown().optional(),
  prediction: z.unknown().optional(),
  web_search_options: z
    .looseObject({
      search_context_size: text,
      /** Only in the Responses API, whose requests pass through this schema too. */
      filters: z
        .looseObject({ allowed_domains: z.array(z.string()).nullish(), blocked_domains: z.array(z.string()).nullish() })
        .nullish(),
      user_location: z
        .looseObject({
          type: text,
          approximate: z.looseObject({ city: text, country: text, region: text, timezone: text }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  moderation: z.unknown().optional(),

  /** Extension fields, named as the Messages API or OpenRouter names them. */
  cache_control: cacheControlSchema,
  thinking: z.looseObject({ type: text, budget_tokens: number, display: text }).nullish(),
  reasoning: z.looseObject({ effort: text, max_tokens: number, exclude: flag, enabled: flag }).nullish(),
  top_k: number,
  betas: z.array(z.string()).nullish(),
  anthropic_beta: z.union([z.string(), z.array(z.string())]).nullish(),
  mcp_servers: z.array(z.looseObject({ type: text, name: text, url: text })).nullish(),
  context_management: z.looseObject({}).nullish(),
  compaction: z.looseObject({ type: text, instructions: text }).nullish(),
  speed: text,
  inference_geo: text,
  container: z.union([z.string(), z.looseObject({})]).nullish(),
  fallbacks: z.unknown().optional(),
});

export type ChatRequest = z.infer<typeof chatRequestSchema>;
export type ChatRequestMessage = ChatRequest['messages'][number];
export type ChatRequestPart = z.infer<typeof partSchema>;
export type ChatRequestToolCall = z.infer<typeof toolCallSchema>;
export type ChatRequestTool = z.infer<typeof toolSchema>;
export type ChatCacheControl = NonNullable<z.infer<typeof cacheControlSchema>>;
