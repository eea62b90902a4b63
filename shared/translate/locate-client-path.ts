/** Maps a path in the upstream body, as upstream errors name it (`messages.3.content.0.source`), to the client's own field. */

import type { MessageRequest } from '../anthropic/types.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { MessageBuilder } from './core/message-builder.ts';

/**
 * @param builder the finished messages
 * @param body the finished body
 * @returns a function from upstream path to client path, null where the client has no such field
 */
export function createLocator(builder: MessageBuilder, body: MessageRequest): (upstreamPath: string) => string | null {
  const { request, renamedTools } = builder.draft;
  return (upstreamPath) => {
    const [field = '', ...rest] = upstreamPath.split(/[.[\]]+/).filter((part) => part !== '');
    switch (field) {
      case 'messages':
        return locateMessage(builder.sources, rest);
      case 'system':
        return builder.systemSources[Number(rest[0])] ?? firstKnown(builder.systemSources);
      case 'tools':
        return locateTool(request, renamedTools, body, Number(rest[0]));
      default:
        return locateField(request, field, rest[0] ?? '');
    }
  };
}

type Sources = readonly (readonly (string | null)[])[];

function locateMessage(sources: Sources, rest: readonly string[]): string | null {
  const blocks = sources[Number(rest[0])];
  if (blocks === undefined) return 'messages';
  if (rest[1] === 'content' && rest[2] !== undefined) {
    const exact = blocks[Number(rest[2])];
    if (exact !== null && exact !== undefined) return exact;
  }
  const known = firstKnown(blocks);
  return known === null ? null : (/^messages\[\d+\]/.exec(known)?.[0] ?? known);
}

function firstKnown(paths: readonly (string | null)[]): string | null {
  return paths.find((path) => path !== null) ?? null;
}

/** Tools may have been left out or added, so they are matched by name. */
function locateTool(
  request: ChatRequest,
  renamed: ReadonlyMap<string, string>,
  body: MessageRequest,
  position: number,
): string | null {
  const tool = body.tools?.[position];
  if (tool === undefined || !('name' in tool)) return request.tools === undefined ? null : 'tools';
  const upstream = (name: string | null | undefined): string | null =>
    typeof name === 'string' ? (renamed.get(name) ?? name) : null;
  const declared = (request.tools ?? []).findIndex(
    (candidate) => upstream(candidate.function?.name ?? candidate.custom?.name ?? candidate.name) === tool.name,
  );
  if (declared !== -1) return `tools[${declared}]`;
  const legacy = (request.functions ?? []).findIndex((candidate) => upstream(candidate.name) === tool.name);
  if (legacy !== -1) return `functions[${legacy}]`;
  return tool.name === 'web_search' && isSet(request.web_search_options) ? 'web_search_options' : null;
}

/** Upstream field -> the client fields it can come from, most likely first. */
const origins: ReadonlyMap<string, readonly string[]> = new Map([
  ['model', ['model']],
  ['max_tokens', ['max_completion_tokens', 'max_tokens']],
  ['stop_sequences', ['stop']],
  ['temperature', ['temperature']],
  ['top_p', ['top_p']],
  ['top_k', ['top_k']],
  ['tool_choice', ['tool_choice', 'function_call', 'parallel_tool_calls']],
  ['thinking', ['thinking', 'reasoning', 'reasoning_effort']],
  ['output_config.effort', ['reasoning_effort', 'reasoning']],
  ['output_config.format', ['response_format']],
  ['metadata', ['safety_identifier', 'user']],
  ['service_tier', ['service_tier']],
  ['stream', ['stream']],
  ['cache_control', ['cache_control']],
  ['mcp_servers', ['mcp_servers']],
  ['context_management', ['context_management']],
  ['compaction', ['compaction']],
  ['container', ['container']],
  ['speed', ['speed']],
  ['inference_geo', ['inference_geo']],
  ['fallbacks', ['fallbacks']],
]);

function locateField(request: ChatRequest, field: string, inner: string): string | null {
  const candidates = origins.get(`${field}.${inner}`) ?? origins.get(field) ?? [];
  return candidates.find((name) => isSet(request[name])) ?? null;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
