/** Input of the response translation of a Responses request, and the response object that every lifecycle event carries. */

import type { Message, Usage } from '../anthropic/types.ts';
import type { ResponsesResponse, ResponsesEvent } from '../openai/types.ts';
import type { ResponseContext } from '../translate/core/translation-interface.ts';
import { serviceTier, translateUsage } from '../translate/response/usage.ts';
import { wantsDiagnostics } from '../translate/prompt-caching/cache-diagnostics.ts';
import { promptCacheDiagnostics } from './response-cache-diagnostics.ts';
import type { RemovedThinking } from '../translate/generation/removed-thinking.ts';
import type { InputTransformation } from './reasoning/input-transformations.ts';
import type { ResponsesRequest } from './request-schema.ts';
import type { ToolKind } from './response-tools.ts';

export interface ResponsesContext {
  readonly responseContext: ResponseContext;
  readonly kinds: ReadonlyMap<string, ToolKind>;
  readonly request: ResponsesRequest;
  /** Time of receipt, epoch seconds. */
  readonly createdAt: number;
  readonly showSummary: boolean;
  /** The request asked the upstream to compare it with an earlier one. */
  readonly compared: boolean;
  /** Reasoning of the input that the model was not shown; the parameter is what the upstream removed. Absent: none. */
  readonly transformations?: (removed: readonly RemovedThinking[]) => readonly InputTransformation[];
}

/** What the response object takes from its request. */
export interface ResponseBasis extends Pick<ResponsesContext, 'request' | 'createdAt' | 'compared'> {
  readonly responseContext: Pick<ResponseContext, 'requestedModel'>;
}

export type OutputItem = ResponsesResponse['output'][number];

/** `resp_` and the part of the upstream's id after `msg_`: the same for the streamed and the whole response. */
export function responseId(messageId: string): string {
  return `resp_${bareId(messageId)}`;
}

export function bareId(messageId: string): string {
  return messageId.startsWith('msg_') ? messageId.slice(4) : messageId;
}

/** Specification of OpenAI's `ResponseUsage`: the details are always present. */
export function responseUsage(usage: Usage): NonNullable<ResponsesResponse['usage']> {
  const counts = translateUsage(usage);
  return {
    input_tokens: counts.prompt_tokens,
    input_tokens_details: {
      cached_tokens: counts.prompt_tokens_details?.cached_tokens ?? 0,
      cache_write_tokens: counts.prompt_tokens_details?.cache_write_tokens ?? 0,
    },
    output_tokens: counts.completion_tokens,
    output_tokens_details: { reasoning_tokens: counts.completion_tokens_details?.reasoning_tokens ?? 0 },
    total_tokens: counts.total_tokens,
  };
}

/** The part that changes during the response; the rest of the object echoes the request. */
export interface ResponseProgress {
  readonly id: string;
  readonly status: NonNullable<ResponsesResponse['status']>;
  readonly output: readonly OutputItem[];
  readonly usage: Usage | null;
  readonly diagnostics: Message['diagnostics'];
  readonly transformations?: readonly InputTransformation[];
  readonly error: ResponsesResponse['error'];
  readonly incomplete: 'max_output_tokens' | 'content_filter' | null;
  /** Extension fields. */
  readonly extras: object;
}

/** Specification of OpenAI's `Response` object. Fields that the client did not send have the API's documented defaults. */
export function responseObject(
  { request, responseContext, createdAt, compared }: ResponseBasis,
  progress: ResponseProgress,
): ResponsesResponse {
  const finished = progress.status === 'completed' || progress.status === 'incomplete';
  const response: ResponsesResponse = {
    id: progress.id,
    object: 'response',
    created_at: createdAt,
    status: progress.status,
    background: false,
    error: progress.error,
    incomplete_details: progress.incomplete === null ? null : { reason: progress.incomplete },
    instructions: echoedInstructions(request),
    max_output_tokens: request.max_output_tokens ?? null,
    model: responseContext.requestedModel,
    output: [...progress.output],
    output_text: finished ? outputText(progress.output) : '',
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    reasoning: { effort: echoedEffort(request), summary: echoedSummary(request) },
    service_tier: (progress.usage === null ? null : serviceTier(progress.usage)) ?? 'default',
    temperature: request.temperature ?? null,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: request.top_p ?? null,
    truncation: 'disabled',
    metadata: echoedMetadata(request),
    access_programs: null,
  };
  const { transformations = [] } = progress;
  if (transformations.length > 0) response.input_transformations = [...transformations];
  if (progress.usage !== null) response.usage = responseUsage(progress.usage);
  if (wantsDiagnostics(request)) {
    response.prompt_cache_diagnostics = promptCacheDiagnostics(progress.diagnostics, compared);
  }
  if (typeof request.user === 'string') response.user = request.user;
  // The client's own value, which only the client reads: echoed without a check against every tool type.
  return Object.assign(response, echoedSetup(request), progress.extras);
}

/** Parts are an extension of ours; in responses the field is text, or items that the client did not send. */
function echoedInstructions({ instructions }: ResponsesRequest): string | null {
  if (typeof instructions === 'string') return instructions;
  return instructions?.map(({ text }) => text).join('\n\n') ?? null;
}

function echoedSetup(request: ResponsesRequest): object {
  const setup: Record<string, unknown> = {};
  if (request.tools) setup['tools'] = request.tools;
  if (request.tool_choice) setup['tool_choice'] = request.tool_choice;
  if (request.text) setup['text'] = { format: { type: 'text' }, ...request.text };
  return setup;
}

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
const summaries = ['auto', 'concise', 'detailed'] as const;

function echoedEffort(request: ResponsesRequest): (typeof efforts)[number] | null {
  return efforts.find((effort) => effort === request.reasoning?.effort) ?? null;
}

function echoedSummary(request: ResponsesRequest): (typeof summaries)[number] | null {
  return summaries.find((summary) => summary === request.reasoning?.summary) ?? null;
}

function echoedMetadata(request: ResponsesRequest): Record<string, string> {
  const entries = Object.entries(request.metadata ?? {}).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  return Object.fromEntries(entries);
}

function outputText(output: readonly OutputItem[]): string {
  let text = '';
  for (const item of output) {
    if (item.type !== 'message') continue;
    for (const part of item.content) if (part.type === 'output_text') text += part.text;
  }
  return text;
}

/** Adds the sequence number and emits the event. */
export type Emit = (event: EventWithoutNumber<ResponsesEvent>) => void;

type EventWithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never;

/** Adds, announces and closes items. */
export interface ItemList {
  readonly items: OutputItem[];
  /** `prefix_<message id>_<n>`: derived, so that the streamed and the whole response have the same ids. */
  nextId(prefix: string): string;
  open(item: OutputItem): number;
  close(item: OutputItem, index: number): void;
}
