/** Contexts, messages and content blocks for tests of Responses streams. */

import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';
import type { ContentBlock, Message } from '#shared/anthropic/types.ts';
import type { ResponseContext } from '#shared/translate/core/translation-interface.ts';
import { noUsage } from '#shared/translate/response/usage.ts';
import { type ResponsesRequest, parseResponsesRequest } from '../request-schema.ts';
import type { ResponsesContext } from '../response-object.ts';
import type { ToolKind } from '../response-tools.ts';
import { createResponsesStream } from '../responses-stream.ts';

const plainContext: ResponseContext = {
  requestedModel: 'gpt-5',
  model: 'claude-opus-5-5',
  stream: true,
  includeUsage: false,
  toolNames: new Map(),
  parameterNames: new Map(),
  customTools: new Set(),
  wrappedTools: new Set(),
  legacyFunctions: false,
  outputFormat: { kind: 'text' },
  hideReasoning: false,
  expectsToolCall: false,
  compaction: null,
};

export function contextOf(
  request: Partial<ResponsesRequest>,
  more: { kinds?: [string, ToolKind][]; custom?: string[] } = {},
): ResponsesContext {
  return {
    responseContext: { ...plainContext, customTools: new Set(more.custom ?? []) },
    kinds: new Map(more.kinds),
    request: parseResponsesRequest({ input: 'x', ...request }),
    createdAt: 1_700_000_000,
    showSummary: request.reasoning?.summary !== undefined,
    compared: false,
  };
}

export function messageOf(content: ContentBlock[], stop: Message['stop_reason'] = 'end_turn'): Message {
  return {
    id: 'msg_abc',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content,
    stop_reason: stop,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: { ...noUsage, input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 7 },
  };
}

export const text = (value: string): ContentBlock => ({ type: 'text', text: value, citations: null });
export const thinking: ContentBlock = { type: 'thinking', thinking: 'hmm', signature: 'SIG' };
export const call = (id: string, name: string, input: unknown): ContentBlock => ({
  type: 'tool_use',
  id,
  name,
  input,
  caller: { type: 'direct' },
});

/** The events of a stream, and the stream after its end. */
export function run(context: ResponsesContext, events: readonly UpstreamEvent[]) {
  const stream = createResponsesStream(context);
  const sent = events.flatMap((event) => stream.push(event));
  return { stream, sent: [...sent, ...stream.end()] };
}
