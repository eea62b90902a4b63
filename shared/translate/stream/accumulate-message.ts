/**
 * Accumulates upstream events to the upstream message, and splits a message into events: for clients that did not request a stream,
 * for upstreams that did not send one, and for the inspector's "message so far". No translation happens here.
 */

import { addToCompaction, isCompactionBlock } from '../../anthropic/compaction.ts';
import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { ContentBlock, Message, StreamEvent } from '../../anthropic/types.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import { argumentsTextSteps, parseArgumentsSteps } from '../response/tool-arguments.ts';
import { mergeUsage, noUsage } from '../response/usage.ts';

export interface MessageAccumulator {
  push(event: UpstreamEvent): void;
  /** The message so far, open blocks included; null before `message_start`. A new object each time. */
  message(): Message | null;
  /** The same in steps: the input of tools may have megabytes. */
  messageSteps(): Steps<Message | null>;
  /** True after `message_stop`. */
  readonly complete: boolean;
}

interface Part {
  /** Our own copy, its citations included: those in the start event belong to the caller. */
  readonly block: ContentBlock;
  /** Concatenated `partial_json`: parsed on demand. */
  json: string;
}

type BlockDelta = Extract<StreamEvent, { type: 'content_block_delta' }>['delta'];

export function createMessageAccumulator(): MessageAccumulator {
  const parts = new Map<number, Part>();
  let head: Message | null = null;
  let complete = false;

  function push(event: UpstreamEvent): void {
    if (event.type === 'message_start') {
      if (head === null) head = { ...event.message, usage: mergeUsage({ ...noUsage }, event.message.usage) };
      return;
    }
    if (head === null) return;
    switch (event.type) {
      case 'content_block_start':
        parts.set(event.index, { block: ownBlock(event.content_block), json: '' });
        return;
      case 'content_block_delta': {
        const part = parts.get(event.index);
        if (part) apply(part, event.delta);
        return;
      }
      case 'content_block_stop': {
        const part = parts.get(event.index);
        if (part !== undefined) completeSummary(part.block, event);
        return;
      }
      case 'message_delta':
        mergeUsage(head.usage, event.usage);
        head.stop_reason = event.delta.stop_reason ?? head.stop_reason;
        head.stop_sequence = event.delta.stop_sequence ?? head.stop_sequence;
        head.stop_details = event.delta.stop_details ?? head.stop_details;
        head.container = event.delta.container ?? head.container;
        return;
      case 'message_stop':
        complete = true;
        return;
      default:
        return;
    }
  }

  function* messageSteps(): Steps<Message | null> {
    if (head === null) return null;
    const content: ContentBlock[] = [];
    for (const [, part] of [...parts].toSorted(([one], [other]) => one - other)) {
      content.push(yield* settled(part));
      yield;
    }
    return { ...head, usage: { ...head.usage }, content };
  }

  return {
    push,
    messageSteps,
    message: () => runToEnd(messageSteps()),
    get complete() {
      return complete;
    },
  };
}

function apply(part: Part, delta: BlockDelta): void {
  const { block } = part;
  switch (delta.type) {
    case 'text_delta':
      if (block.type === 'text') block.text += delta.text;
      return;
    case 'thinking_delta':
      if (block.type === 'thinking') block.thinking += delta.thinking;
      return;
    case 'signature_delta':
      if (block.type === 'thinking') block.signature = delta.signature;
      return;
    case 'citations_delta':
      if (block.type === 'text') (block.citations ??= []).push(delta.citation);
      return;
    case 'input_json_delta':
      part.json += delta.partial_json;
      return;
    default:
      completeSummary(block, delta);
  }
}

function completeSummary(block: { readonly type: string }, piece: object): void {
  if (isCompactionBlock(block)) addToCompaction(block, piece);
}

/** A copy, because the block keeps growing. */
function* settled({ block, json }: Part): Steps<ContentBlock> {
  return json !== '' && 'input' in block ? { ...block, input: yield* parseArgumentsSteps(json) } : ownBlock(block);
}

function ownBlock(block: ContentBlock): ContentBlock {
  return block.type === 'text' && block.citations ? { ...block, citations: [...block.citations] } : { ...block };
}

/** The events of a stream of this message, as few as possible; null and empty values have none. */
export function messageToEvents(message: Message): StreamEvent[] {
  return runToEnd(messageToEventsSteps(message));
}

/** The same in steps: the input of tools may have megabytes. */
export function* messageToEventsSteps(message: Message): Steps<StreamEvent[]> {
  const events: StreamEvent[] = [
    {
      type: 'message_start',
      message: { ...message, content: [], stop_reason: null, stop_sequence: null, stop_details: null },
    },
  ];
  for (const [index, block] of message.content.entries()) {
    const { start, deltas } = yield* piecesOf(block);
    events.push({ type: 'content_block_start', index, content_block: start });
    for (const delta of deltas) events.push({ type: 'content_block_delta', index, delta });
    events.push({ type: 'content_block_stop', index });
  }
  const { container, stop_reason, stop_sequence, stop_details, usage } = message;
  events.push(
    { type: 'message_delta', delta: { container, stop_reason, stop_sequence, stop_details }, usage },
    { type: 'message_stop' },
  );
  return events;
}

function* piecesOf(block: ContentBlock): Steps<{ start: ContentBlock; deltas: BlockDelta[] }> {
  switch (block.type) {
    case 'text': {
      const citations: BlockDelta[] = (block.citations ?? []).map((citation) => ({
        type: 'citations_delta',
        citation,
      }));
      return {
        start: { ...block, text: '', citations: null },
        deltas: block.text ? [...citations, { type: 'text_delta', text: block.text }] : citations,
      };
    }
    case 'thinking': {
      const { thinking, signature } = block;
      const deltas: BlockDelta[] = [];
      if (thinking) deltas.push({ type: 'thinking_delta', thinking });
      if (signature) deltas.push({ type: 'signature_delta', signature });
      return { start: { ...block, thinking: '', signature: '' }, deltas };
    }
    case 'tool_use':
    case 'server_tool_use':
      return {
        start: { ...block, input: {} },
        deltas: [{ type: 'input_json_delta', partial_json: yield* argumentsTextSteps(block.input) }],
      };
    default:
      return { start: block, deltas: [] };
  }
}
