/**
 * The supported fields of the body of `POST /v1/responses`; unknown keys are kept.
 * Source: `ResponseCreateParams` of the `openai` package.
 */

import { z } from 'zod';
import { RequestRefused } from '../errors.ts';
import { requireShape } from '../json/first-issue.ts';
import { describeIssue } from '../openai/request-issue.ts';
import { checkName, MAX_IDENTIFIER } from '../openai/request-names.ts';
import { checkResponsesSize } from '../openai/request-size.ts';

const toolSchema = z.looseObject({ type: z.string() });
export type ResponsesTool = z.infer<typeof toolSchema>;

export const responsesRequestSchema = z.looseObject({
  model: z.string().nullish(),
  input: z.union([z.string(), z.array(z.looseObject({}))]).optional(),
  /** OpenAI takes a string only. */
  instructions: z
    .union([z.string(), z.array(z.looseObject({ type: z.enum(['input_text', 'text']), text: z.string() }))])
    .nullish(),
  context_management: z.array(z.looseObject({ type: z.string(), compact_threshold: z.number().nullish() })).nullish(),
  /** Anthropic’s marker on the whole request. */
  cache_control: z.looseObject({ type: z.string().nullish(), ttl: z.string().nullish() }).nullish(),
  previous_response_id: z.string().nullish(),
  conversation: z.unknown().optional(),
  prompt: z.unknown().optional(),
  background: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  include: z.array(z.string()).nullish(),
  max_output_tokens: z.number().nullish(),
  max_tool_calls: z.number().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  prompt_cache_retention: z.string().nullish(),
  reasoning: z
    .looseObject({
      effort: z.string().nullish(),
      summary: z.string().nullish(),
      generate_summary: z.string().nullish(),
    })
    .nullish(),
  safety_identifier: z.string().nullish(),
  service_tier: z.string().nullish(),
  temperature: z.number().nullish(),
  text: z
    .looseObject({
      format: z
        .looseObject({
          type: z.string(),
          name: z.string().optional(),
          schema: z.unknown().optional(),
          strict: z.boolean().nullish(),
          description: z.string().nullish(),
        })
        .nullish(),
      verbosity: z.string().nullish(),
    })
    .nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  tools: z.array(toolSchema).nullish(),
  top_logprobs: z.number().nullish(),
  top_p: z.number().nullish(),
  truncation: z.string().nullish(),
  user: z.string().nullish(),
});
export type ResponsesRequest = z.infer<typeof responsesRequestSchema>;

/**
 * Checks the body of `POST /v1/responses`, its size before its fields, up to the first fault. Returns the value itself, not a copy.
 *
 * @param options `mayBeEmpty`: the request may have no input, because nothing is generated for it
 * @throws RequestRefused (400) naming the field
 */
export function parseResponsesRequest(value: unknown, { mayBeEmpty = false } = {}): ResponsesRequest {
  checkResponsesSize(value);
  requireShape(responsesRequestSchema, value, (issue) => new RequestRefused(describeIssue(issue, value)));
  checkName(value.model, 'model');
  for (const field of ['previous_response_id', 'prompt_cache_key', 'safety_identifier', 'user'] as const) {
    checkName(value[field], field, MAX_IDENTIFIER);
  }
  refuseUnsupported(value);
  if (!mayBeEmpty) refuseEmptyInput(value);
  return value;
}

function refuseUnsupported(request: ResponsesRequest): void {
  if (request.background === true) {
    refuse(
      'background',
      'Background responses are not available here.',
      'Send the request without background and stream it.',
    );
  }
  if (request.conversation !== undefined && request.conversation !== null) {
    refuse(
      'conversation',
      'Stored conversations are not available here.',
      'Send the whole input, or use previous_response_id.',
    );
  }
  if (request.prompt !== undefined && request.prompt !== null) {
    refuse(
      'prompt',
      'Stored prompt templates live with OpenAI and are not available here.',
      'Send instructions and input instead.',
    );
  }
}

function refuseEmptyInput(request: ResponsesRequest): void {
  const continues = (request.previous_response_id ?? null) !== null;
  if (Array.isArray(request.input) && request.input.length === 0 && !continues) {
    throw new RequestRefused({
      code: 'empty_value',
      param: 'input',
      message: "Invalid value for 'input': it must not be empty.",
      hint: 'Send input as a string or as a list of at least one item.',
    });
  }
  if (request.input === undefined && !continues) {
    throw new RequestRefused({
      code: 'missing_required_parameter',
      param: 'input',
      message: 'The request has no input.',
      hint: 'Send input as a string or as a list of items.',
    });
  }
}

function refuse(param: string, message: string, hint: string): never {
  throw new RequestRefused({ code: 'unsupported_parameter', param, message, hint });
}
