/**
 * The fields that are read of a chat request; every other one is noted. A field that a step of the translation comes to read is
 * added here, or `chat-fields.test.ts` finds the note that denies it.
 */

import {
  readAs,
  readEntries,
  readFields,
  readValues,
  read,
  repeated,
  unsupported,
  type FieldReader,
  type Fields,
} from '../../unread-fields/field-reader.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { isAnthropicBlockType } from '../content/anthropic-blocks.ts';
import { chatToolFields, legacyChoice, legacyFunction, toolChoiceFields, webSearch } from './chat-tool-fields.ts';
import { cacheMarks, openaiLifetime, partFields, thought } from './part-fields.ts';

const instruction = readFields({ role: read, content: readEntries(partFields('system')), name: read, ...cacheMarks });
const user = readFields({ role: read, content: readEntries(partFields('user')), name: read, ...cacheMarks });
const toolResult = readFields({
  role: read,
  content: readEntries(partFields('tool')),
  tool_call_id: read,
  name: repeated,
  ...cacheMarks,
});
const functionResult = readFields({ role: read, content: readEntries(partFields('tool')), name: read, ...cacheMarks });

const called = readFields({ name: read, arguments: read });
const functionCall: Fields = { id: read, type: read, index: repeated, function: called, ...cacheMarks };
const toolCall = readAs(({ custom }) => (isRecord(custom) ? customCall : anyFunctionCall));
const anyFunctionCall = readFields(functionCall);
const customCall = readFields({
  ...functionCall,
  custom: readFields({ name: read, input: read }),
  function: unsupported('A call is of a function or of a custom tool, not both.'),
});

/** Blocks of earlier responses; a note names the first that the API does not take back. */
const responseBlock = readAs(({ type }) => {
  if (type === 'container') return container;
  return typeof type === 'string' && isAnthropicBlockType(type) ? partFields('assistant') : read;
});
const container = readFields({ type: repeated, id: repeated, expires_at: repeated, skills: repeated });

const assistant = readFields({
  role: read,
  content: readEntries(partFields('assistant')),
  content_blocks: readEntries(partFields('assistant')),
  name: read,
  refusal: read,
  audio: read,
  tool_calls: readEntries(toolCall),
  function_call: called,
  annotations: repeated,
  reasoning_content: read,
  reasoning: read,
  reasoning_text: read,
  reasoning_summary: read,
  thinking: read,
  reasoning_details: readEntries(thought),
  thinking_blocks: readEntries(thought),
  anthropic_blocks: readEntries(responseBlock),
  ...cacheMarks,
});

const byRole: ReadonlyMap<unknown, FieldReader> = new Map([
  ['system', instruction],
  ['developer', instruction],
  ['user', user],
  ['assistant', assistant],
  ['tool', toolResult],
  ['function', functionResult],
]);
const message = readAs(({ role }) => byRole.get(role) ?? read);

/** Of both APIs. `comparison_response_id` asks for a cache diagnosis. */
export const promptCacheOptions = readFields({
  mode: readValues(['implicit', 'explicit'], 'Such a mode of caching is not known; breakpoints are set as by default.'),
  ttl: openaiLifetime,
  comparison_response_id: read,
  prewarm: unsupported('The prompt cannot be cached without generating an answer.', (value) => value === false),
});

const parameters: Fields = {
  model: read,
  messages: readEntries(message),
  stream: read,
  stream_options: readFields({ include_usage: read, include_obfuscation: repeated }),
  max_tokens: read,
  max_completion_tokens: read,
  temperature: read,
  top_p: read,
  n: read,
  logprobs: read,
  top_logprobs: read,
  prediction: read,
  moderation: read,
  modalities: read,
  audio: read,
  user: read,
  safety_identifier: read,
  metadata: read,
  store: read,
  service_tier: read,
  verbosity: read,
};

const caching: Fields = {
  cache_control: cacheMarks['cache_control'] ?? read,
  prompt_cache_key: read,
  prompt_cache_options: promptCacheOptions,
  prompt_cache_retention: read,
};

const reasoning: Fields = {
  reasoning_effort: read,
  reasoning: readFields({ effort: read, max_tokens: read, exclude: read, enabled: read }),
};

/** Fields without a counterpart of another name in the Responses API: its requests may have them too. */
export const extensionFields: Fields = {
  top_k: read,
  stop: read,
  seed: read,
  logit_bias: read,
  presence_penalty: read,
  frequency_penalty: read,
  thinking: readFields({
    type: read,
    budget_tokens: read,
    display: read,
    block_binding: readFields({ prefix_mismatch_behavior: read }),
  }),
  // Passed on as they are: the API checks what is inside.
  anthropic_beta: read,
  speed: read,
  inference_geo: read,
  container: read,
  fallbacks: read,
};

const tools: Fields = {
  tools: readEntries(chatToolFields),
  tool_choice: toolChoiceFields,
  parallel_tool_calls: read,
  max_tool_calls: read,
  functions: readEntries(legacyFunction),
  function_call: legacyChoice,
  web_search_options: webSearch,
};

const ofMessagesApi: Fields = {
  betas: read,
  mcp_servers: read,
  context_management: read,
  compaction: readFields({ type: read, instructions: read }),
};

const responseFormat = readFields({
  type: read,
  json_schema: readFields({ name: read, description: read, schema: read, strict: read }),
  schema: read,
});

/** The body of `POST /v1/chat/completions`. */
export const chatRequestFields: FieldReader = readFields({
  ...parameters,
  ...caching,
  ...reasoning,
  ...tools,
  ...ofMessagesApi,
  ...extensionFields,
  response_format: responseFormat,
});
