/**
 * The trail of a response: the target of each leaf of the upstream's message, and the source of each leaf of the client's
 * completion. Computed on demand, by comparing the message with its translation; the translation itself records nothing.
 */

import type { ContentBlock, Message } from '../../anthropic/types.ts';
import type { ResponseMessage } from '../../openai/chat-completion.ts';
import type { ChatCompletion } from '../../openai/types.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { forEachLeaf } from '../../json/json-leaves.ts';
import { extendPath } from '../../json/json-path.ts';
import { translateResponse } from './translate-response.ts';
import type { TrailEntry, TrailVerb } from '../core/trail-recorder.ts';

const responsePath = 'choices[0].message';

/**
 * Takes the same arguments as `translateResponse`.
 *
 * @returns each upstream leaf exactly once as `from`; each client leaf at least once as `to`, those that the translator added with
 * `from` null
 */
export function traceResponse(message: Message, responseContext: ResponseContext, created: number): TrailEntry[] {
  const { completion } = translateResponse(message, responseContext, created);
  const trail = createTrail();
  traceHead(message, completion, trail);
  traceUsage(message, trail);
  traceDiagnostics(message, trail);
  traceContent(message, completion, responseContext, trail);
  return trail.finish(message, completion);
}

interface Trail {
  link(from: string, to: string, verb: TrailVerb, reason: string): void;
  /** Links every leaf of `value` at `from` to the same keys at `to`. */
  linkAll(value: unknown, from: string, to: string, verb: TrailVerb, reason: string): void;
  drop(value: unknown, from: string, reason: string): void;
  finish(message: Message, completion: ChatCompletion): TrailEntry[];
}

function createTrail(): Trail {
  const entries = new Map<string, TrailEntry>();
  function link(from: string, to: string | null, verb: TrailVerb, reason: string): void {
    if (!entries.has(from)) entries.set(from, { verb, from, to, reason });
  }
  return {
    link,
    linkAll(value, from, to, verb, reason) {
      forEachLeaf(value, '', (path) => link(join(from, path), join(to, path), verb, reason));
    },
    drop(value, from, reason) {
      forEachLeaf(value, from, (path) => link(path, null, 'dropped', reason));
    },
    finish(message, completion) {
      const targets = new Set<string>();
      forEachLeaf(completion, '', (path) => targets.add(path));
      const trail: TrailEntry[] = [];
      forEachLeaf(message, '', (path) => {
        const entry = entries.get(path);
        // A link to a path that this response lacks (after a refusal, say) is a drop.
        const arrived = entry?.to !== null && entry?.to !== undefined && targets.has(entry.to);
        if (entry && (arrived || entry.to === null)) trail.push(entry);
        else trail.push({ verb: 'dropped', from: path, to: null, reason: 'OpenAI’s response has no such field.' });
      });
      for (const entry of trail) if (entry.to !== null) targets.delete(entry.to);
      for (const to of targets) {
        trail.push({
          verb: 'defaulted',
          from: null,
          to,
          reason: 'Part of every OpenAI response; computed or constant.',
        });
      }
      return trail;
    },
  };
}

function join(path: string, rest: string): string {
  if (path === '' || rest === '' || rest.startsWith('[')) return path + rest;
  return `${path}.${rest}`;
}

function traceHead(message: Message, completion: ChatCompletion, trail: Trail): void {
  trail.link('id', 'id', 'renamed', 'The same id with OpenAI’s prefix.');
  trail.link('type', 'object', 'renamed', 'OpenAI’s name for this kind of object.');
  trail.link('role', `${responsePath}.role`, 'moved', 'The response is the first and only choice.');
  if (completion.model === message.model) trail.link('model', 'model', 'copied', 'The model that answered.');
  else trail.link('model', 'model', 'renamed', 'The client’s own model name is echoed.');
  trail.link('stop_reason', 'choices[0].finish_reason', 'renamed', 'OpenAI has five reasons to finish.');
  trail.link('stop_sequence', 'choices[0].stop_sequence', 'moved', 'OpenAI has no field for it; an extension.');
  if (message.stop_details?.explanation) {
    const to = `${responsePath}.refusal`;
    trail.link('stop_details.explanation', to, 'moved', 'OpenAI has a separate field for a refusal.');
  }
}

function traceDiagnostics({ diagnostics }: Message, trail: Trail): void {
  trail.drop(
    diagnostics,
    'diagnostics',
    'Why the prompt cache missed is a note; OpenAI’s response has no field for it.',
  );
}

function traceUsage(message: Message, trail: Trail): void {
  const counted: readonly (readonly [string, string, TrailVerb])[] = [
    ['input_tokens', 'usage.prompt_tokens', 'merged'],
    ['output_tokens', 'usage.completion_tokens', 'renamed'],
    ['cache_read_input_tokens', 'usage.prompt_tokens_details.cached_tokens', 'renamed'],
    ['cache_creation_input_tokens', 'usage.prompt_tokens_details.cache_write_tokens', 'renamed'],
    ['output_tokens_details.thinking_tokens', 'usage.completion_tokens_details.reasoning_tokens', 'renamed'],
  ];
  for (const [from, to, verb] of counted) {
    const reason =
      verb === 'merged' ? 'OpenAI includes cached input in the count.' : 'OpenAI’s name for the same count.';
    trail.link(`usage.${from}`, to, verb, reason);
  }
  trail.linkAll(message.usage, 'usage', 'usage.anthropic', 'moved', 'The upstream’s own counts, as an extension.');
}

/** Number of entries in the client's lists from the blocks before this one. */
interface Position {
  textLength: number;
  tools: number;
  thoughts: number;
  foreign: number;
  documents: number;
}

function traceContent(
  message: Message,
  completion: ChatCompletion,
  responseContext: ResponseContext,
  trail: Trail,
): void {
  const responseMessage: ResponseMessage | undefined = completion.choices[0]?.message;
  if (responseMessage === undefined) return;
  const texts = message.content.filter((block) => block.type === 'text').length;
  const at: Position = { textLength: 0, tools: 0, thoughts: 0, foreign: 0, documents: 0 };
  for (const [index, block] of message.content.entries()) {
    const from = `content[${index}]`;
    switch (block.type) {
      case 'text':
        traceText(block, from, responseMessage, texts, at, trail);
        break;
      case 'thinking':
      case 'redacted_thinking':
        traceThought(block, from, responseContext, at, trail);
        break;
      case 'tool_use':
        traceTool(block, from, responseMessage, at, trail);
        break;
      default:
        traceForeign(block, from, at, trail);
    }
  }
  if (message.container) traceForeign(message.container, 'container', at, trail);
}

function traceForeign(value: object, from: string, at: Position, trail: Trail): void {
  const to = `${responsePath}.anthropic_blocks[${at.foreign++}]`;
  trail.linkAll(value, from, to, 'moved', 'OpenAI has no counterpart for this content; an extension.');
}

function traceText(
  block: Extract<ContentBlock, { type: 'text' }>,
  from: string,
  responseMessage: ResponseMessage,
  texts: number,
  at: Position,
  trail: Trail,
): void {
  const joined = texts > 1 || responseMessage.content !== block.text;
  if (responseMessage.content !== null) {
    const reason = joined ? 'OpenAI joins all text in one string.' : 'OpenAI’s text is a plain string.';
    trail.link(`${from}.text`, `${responsePath}.content`, joined ? 'merged' : 'moved', reason);
  }
  for (const [index, citation] of (block.citations ?? []).entries()) {
    const source = `${from}.citations[${index}]`;
    const url = 'url' in citation ? citation.url : 'source' in citation ? citation.source : null;
    const page = (responseMessage.annotations ?? []).findIndex(
      ({ url_citation: known }) => known.url === url && known.start_index === at.textLength,
    );
    if (page >= 0) {
      const target = `${responsePath}.annotations[${page}]`;
      trail.link(`${source}.type`, `${target}.type`, 'renamed', 'OpenAI’s only type of citation.');
      trail.link(`${source}.title`, `${target}.url_citation.title`, 'moved', 'The cited page.');
      trail.link(
        extendPath(source, 'url' in citation ? 'url' : 'source'),
        `${target}.url_citation.url`,
        'moved',
        'The cited page.',
      );
      trail.drop(citation, source, 'OpenAI’s citations name the page only.');
    } else {
      const target = `${responsePath}.document_citations[${at.documents++}].citation`;
      trail.linkAll(citation, source, target, 'moved', 'OpenAI cites only pages; an extension.');
    }
  }
  trail.drop(block, from, 'The citation’s location already states it.');
  at.textLength += block.text.length;
}

function traceThought(
  block: Extract<ContentBlock, { type: 'thinking' | 'redacted_thinking' }>,
  from: string,
  responseContext: ResponseContext,
  at: Position,
  trail: Trail,
): void {
  const to = `${responsePath}.reasoning_details[${at.thoughts++}]`;
  if (responseContext.hideReasoning) {
    trail.drop(block, from, 'The client excluded reasoning.');
    return;
  }
  trail.link(`${from}.type`, `${to}.type`, 'renamed', 'The type of reasoning that clients expect.');
  trail.link(`${from}.thinking`, `${to}.text`, 'moved', 'Also part of reasoning_content.');
  trail.link(`${from}.signature`, `${to}.signature`, 'moved', 'Clients return it with the next request.');
  trail.link(`${from}.data`, `${to}.data`, 'moved', 'Encrypted; clients return it with the next request.');
}

function traceTool(
  block: Extract<ContentBlock, { type: 'tool_use' }>,
  from: string,
  responseMessage: ResponseMessage,
  at: Position,
  trail: Trail,
): void {
  const ordinal = at.tools++;
  const call = responseMessage.tool_calls?.[ordinal];
  const legacy = ordinal === 0 ? responseMessage.function_call : undefined;
  const to = `${responsePath}.tool_calls[${ordinal}]`;
  const inner = legacy ? `${responsePath}.function_call` : `${to}.${call?.type ?? 'function'}`;
  const name = legacy?.name ?? (call?.type === 'custom' ? call.custom.name : call?.function.name);
  const renamed = name !== block.name;
  trail.link(`${from}.id`, `${to}.id`, 'moved', 'The id that the tool’s result refers to.');
  trail.link(`${from}.type`, `${to}.type`, 'renamed', 'OpenAI’s type of tool call.');
  const reason = renamed ? 'The client’s own name for the tool.' : 'The tool’s name.';
  trail.link(`${from}.name`, `${inner}.name`, renamed ? 'renamed' : 'moved', reason);
  const target = `${inner}.${call?.type === 'custom' ? 'input' : 'arguments'}`;
  forEachLeaf(block.input, `${from}.input`, (path) => {
    trail.link(path, target, 'merged', 'OpenAI’s arguments are one JSON text.');
  });
}
