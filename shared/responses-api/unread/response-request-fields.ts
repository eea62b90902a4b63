/**
 * The fields that are read of a Responses request; every other one is noted. The compiler checks that no field of the SDK's type is
 * missing. Source: `ResponseCreateParams` of the `openai` package.
 */

import type OpenAI from 'openai';
import {
  noEffect,
  read,
  readEntries,
  readFields,
  readValues,
  repeated,
  unsupported,
  type FieldReader,
  type Fields,
} from '../../unread-fields/field-reader.ts';
import { extensionFields, promptCacheOptions } from '../../translate/unread/chat-fields.ts';
import { cacheMarks, partFields } from '../../translate/unread/part-fields.ts';
import { inputItemFields, textFormatFields } from './item-fields.ts';
import { responseChoiceFields, responseToolFields } from './response-tool-fields.ts';

const reasoning = readFields({
  effort: read,
  summary: read,
  generate_summary: read,
  context: readValues(['auto'], 'Which earlier reasoning the model sees cannot be chosen.'),
  mode: readValues(['standard'], 'The Messages API has no such mode; a higher effort is the nearest.'),
});

type Parameter = keyof OpenAI.Responses.ResponseCreateParams;

const parameters: Readonly<Record<Parameter, FieldReader>> = {
  access_programs: unsupported('Anthropic has no such access programs.'),
  background: read,
  background_options: noEffect('They apply to background responses only.'),
  context_management: readEntries(readFields({ type: read, compact_threshold: read })),
  conversation: read,
  image: noEffect('The upstream decides by itself how images are compressed.'),
  include: read,
  input: readEntries(inputItemFields),
  instructions: readEntries(partFields('system')),
  max_output_tokens: read,
  max_tool_calls: read,
  metadata: read,
  model: read,
  moderation: read,
  parallel_tool_calls: read,
  previous_response_id: read,
  prompt: read,
  prompt_cache_key: read,
  prompt_cache_options: promptCacheOptions,
  prompt_cache_retention: read,
  reasoning,
  safety_identifier: read,
  service_tier: read,
  store: read,
  stream: read,
  stream_options: readFields({ include_obfuscation: repeated }),
  temperature: read,
  text: readFields({ format: textFormatFields, verbosity: read }),
  tool_choice: responseChoiceFields,
  tools: readEntries(responseToolFields),
  top_logprobs: read,
  top_p: read,
  truncation: read,
  user: read,
};

/** Of clients and of OpenAI's beta types. */
const further: Fields = {
  cache_control: cacheMarks['cache_control'] ?? read,
  client_metadata: noEffect('It is for the provider’s own records.'),
  betas: unsupported('These are betas of OpenAI’s; those of Anthropic are read from anthropic_beta.'),
  multi_agent: unsupported('The Messages API runs no agents beside the model.'),
};

/** The body of `POST /v1/responses`. */
export const responsesRequestFields: FieldReader = readFields({
  ...extensionFields,
  ...parameters,
  ...further,
});
