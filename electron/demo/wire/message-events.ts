/** Converts a message to stream events, with the oddities of the directives. */

import type { Anthropic } from '@anthropic-ai/sdk';
import { amount } from '../parse-directives.ts';
import type { Directives } from '../parse-directives.ts';
import type { ComposedMessage, MockMessage } from '../response/compose-message.ts';
import type { CompactionBlock } from '#shared/anthropic/compaction.ts';
import { writeJson } from '#shared/json/exact-number.ts';

/** A sent event: usually one of the SDK's types, by directive an unknown one. */
export interface WireEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

const chunkLength = 12;
const fillerChunk = 'The demo goes on and on. '.repeat(160);

/** A lazy generator: a message of many megabytes is never in memory as a whole. */
export function* streamEvents(composed: ComposedMessage, directives: Directives): Generator<WireEvent> {
  const { message } = composed;
  const odd = (kind: string): boolean => isOdd(directives, kind);
  if (odd('early')) yield { type: 'weather_report', outlook: 'early' };
  const start = messageStart(message, composed);
  yield start;
  if (directives.has('duplicate-start')) yield { ...start, message: { ...message, id: `${message.id}x`, content: [] } };
  yield { type: 'ping' };
  if (odd('event')) yield { type: 'weather_report', outlook: 'fair' };

  let index = 0;
  for (const [position, block] of message.content.entries()) {
    if (odd('block') && position === 0) {
      yield { type: 'content_block_start', index, content_block: { type: 'hologram', beam: 1 } };
      yield { type: 'content_block_delta', index, delta: { type: 'hologram_delta', beam: 2 } };
      yield { type: 'content_block_stop', index };
      index += 1;
    }
    const isLast = position === message.content.length - 1;
    yield* blockEvents(block, index, composed, isLast ? composed.fillerBytes : 0, directives);
    index += 1;
  }
  yield* endEvents(composed, Math.max(1, amount(directives, 'deltas', 1)), directives);
}

/** Whether things that nobody knows, of this kind, were requested. */
function isOdd(directives: Directives, kind: string): boolean {
  const unknown = directives.get('unknown');
  return unknown !== undefined && (unknown === kind || unknown === '' || unknown === 'all');
}

/**
 * Signed blocks arrive whole at their start, those of a threshold in one delta. `compaction=stop` puts the signature into the event
 * that ends the block, because the documentation does not say where a block in deltas has it.
 */
function* compactionEvents(block: CompactionBlock, index: number, directives: Directives): Generator<WireEvent> {
  const { type, content, encrypted_content: encrypted, ...rest } = block;
  const stop = { type: 'content_block_stop', index };
  const late = directives.get('compaction') === 'stop';
  if (typeof block.signature === 'string' && !late) {
    yield { type: 'content_block_start', index, content_block: block };
    yield stop;
    return;
  }
  yield { type: 'content_block_start', index, content_block: { type, content: null, encrypted_content: null } };
  const delta = { type: 'compaction_delta', content, encrypted_content: encrypted };
  if (content !== null) yield { type: 'content_block_delta', index, delta };
  yield { ...stop, ...rest };
}

function messageStart(message: MockMessage, { transformations }: ComposedMessage): WireEvent {
  const usage = { ...message.usage, output_tokens: 1, output_tokens_details: null, server_tool_use: null };
  const begun = { ...message, content: [], stop_reason: null, stop_sequence: null, stop_details: null, usage };
  return {
    type: 'message_start',
    message: transformations.length === 0 ? begun : { ...begun, input_transformations: transformations },
  };
}

function* blockEvents(
  block: MockMessage['content'][number],
  index: number,
  composed: ComposedMessage,
  fillerBytes: number,
  directives: Directives,
): Generator<WireEvent> {
  if (block.type === 'compaction') {
    yield* compactionEvents(block, index, directives);
    return;
  }
  yield { type: 'content_block_start', index, content_block: emptied(block) };
  const delta = (content: Readonly<Record<string, unknown>>): WireEvent => ({
    type: 'content_block_delta',
    index,
    delta: content,
  });
  if (isOdd(directives, 'delta')) yield delta({ type: 'hologram_delta', beam: 3 });
  if (block.type === 'text') {
    for (const citation of block.citations ?? []) yield delta({ type: 'citations_delta', citation });
    for (const text of chunks(block.text)) yield delta({ type: 'text_delta', text });
    for (let left = fillerBytes; left > 0; left -= fillerChunk.length) {
      yield delta({ type: 'text_delta', text: fillerChunk.slice(0, left) });
    }
  } else if (block.type === 'thinking') {
    // With the display omitted there is one empty delta before the signature.
    const parts = block.thinking === '' ? [''] : chunks(block.thinking);
    for (const thinking of parts) yield delta({ type: 'thinking_delta', thinking });
    yield delta({ type: 'signature_delta', signature: block.signature });
  } else if (block.type === 'tool_use' || block.type === 'server_tool_use') {
    const json = composed.rawInputs.get(block.id) ?? writeJson(block.input);
    yield delta({ type: 'input_json_delta', partial_json: '' });
    // A call without arguments streams none.
    for (const part of json === '{}' ? [] : chunks(json)) yield delta({ type: 'input_json_delta', partial_json: part });
  }
  yield { type: 'content_block_stop', index };
}

function emptied(block: Anthropic.ContentBlock): Anthropic.ContentBlock {
  switch (block.type) {
    case 'text':
      return { ...block, text: '', citations: null };
    case 'thinking':
      return { ...block, thinking: '', signature: '' };
    case 'tool_use':
    case 'server_tool_use':
      return { ...block, input: {} };
    default:
      return block;
  }
}

/** Cuts between whole characters, so that no delta has half of a surrogate pair. */
function* chunks(text: string): Generator<string> {
  const letters = Array.from(text);
  for (let at = 0; at < letters.length; at += chunkLength) yield letters.slice(at, at + chunkLength).join('');
}

function* endEvents(
  { message, transformations }: ComposedMessage,
  count: number,
  directives: Directives,
): Generator<WireEvent> {
  const { usage } = message;
  const cumulative = {
    input_tokens: usage.input_tokens,
    cache_creation_input_tokens: usage.cache_creation_input_tokens,
    cache_read_input_tokens: usage.cache_read_input_tokens,
    server_tool_use: usage.server_tool_use,
    ...(usage.iterations === undefined ? {} : { iterations: usage.iterations }),
  };
  for (let step = 1; step <= count; step += 1) {
    const isLast = step === count;
    const event = {
      type: 'message_delta',
      delta: {
        stop_reason: isLast ? (directives.get('stop') ?? message.stop_reason) : null,
        stop_sequence: isLast ? message.stop_sequence : null,
        stop_details: isLast ? message.stop_details : null,
        container: null,
      },
      usage: {
        ...cumulative,
        output_tokens: isLast ? usage.output_tokens : Math.floor((usage.output_tokens * step) / count),
        output_tokens_details: isLast ? usage.output_tokens_details : null,
      },
    };
    yield transformations.length === 0 ? event : { ...event, input_transformations: transformations };
  }
  yield { type: 'message_stop' };
}
