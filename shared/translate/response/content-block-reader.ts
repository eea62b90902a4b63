/**
 * Reads the content blocks of a response, streamed or whole, and reports their meaning for an OpenAI client to a sink: text with
 * its offset in the concatenated content, reasoning, tool calls with dense indexes and the client's own names. It is independent of
 * chunks and items, so every OpenAI endpoint can use it.
 */

import { addToCompaction, type CompactionBlock, isCompactionBlock } from '../../anthropic/compaction.ts';
import type { ContentBlock, StreamEvent } from '../../anthropic/types.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { type ArgumentNameReader, createArgumentNameReader } from './argument-names.ts';
import { createCustomInputReader, type CustomInputReader } from './custom-tool-input.ts';
import { createEncodedArgumentReader, type EncodedArgumentReader } from './encoded-arguments.ts';
import { argumentsTextSteps, parseArgumentsSteps, unwrapCustomInput, unwrapValue } from './tool-arguments.ts';
import { parseBoundedExactlySteps } from '../../json/bounded-json.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import { textSlices } from '../../encoding/text-units.ts';
import type { TextCitation } from './annotations.ts';

export interface ResponseTextBlock {
  readonly kind: 'text';
  readonly ordinal: number;
  /** The start of the block in the concatenation of all text blocks, in UTF-16 units. */
  readonly start: number;
  /** UTF-16 units. */
  length: number;
  /** Empty where the sink keeps no text. */
  text: string;
  readonly citations: TextCitation[];
}

export interface ReasoningBlock {
  readonly kind: 'reasoning';
  /** Counted over reasoning and redacted blocks together. */
  readonly ordinal: number;
  length: number;
  /** Empty where the sink keeps no text. */
  text: string;
  signature: string;
}

export interface RedactedBlock {
  readonly kind: 'redacted';
  readonly ordinal: number;
  readonly data: string;
}

export interface ToolBlock {
  readonly kind: 'tool';
  /** Dense from 0 over the tool calls of the whole response, whatever the block index is. */
  readonly ordinal: number;
  readonly id: string;
  /** The client's own name of the tool. */
  readonly name: string;
  readonly form: 'function' | 'custom';
  /** The arguments (or the custom tool's input) as the client gets them; complete once the block has ended; empty where the sink keeps no text. */
  text: string;
  length: number;
  /**
   * What the text of a function is as JSON, once the block has ended; undefined for a custom tool, for text that is not JSON or
   * exceeds the limits, and where the sink does not parse arguments.
   */
  parsed: unknown;
}

/** A block that runs on the upstream's side, such as a web search and its result: the client never runs it. */
export interface ServerBlock {
  readonly kind: 'server';
  /** With the streamed input, once the block has ended. */
  content: ContentBlock;
}

/** The summary of a compaction. */
export interface SummaryBlock {
  readonly kind: 'compaction';
  /** Complete once the block has ended. */
  readonly content: CompactionBlock;
}

/** A block of unknown type. */
export interface OtherBlock {
  readonly kind: 'other';
  readonly content: ContentBlock;
}

export type ResponseBlock =
  | ResponseTextBlock
  | ReasoningBlock
  | RedactedBlock
  | ToolBlock
  | ServerBlock
  | SummaryBlock
  | OtherBlock;

export interface BlockSink {
  start(block: ResponseBlock): void;
  /**
   * False: the reader keeps no text of blocks, because each piece was of use when it came. A stream of any length then takes no more
   * memory than a short one.
   */
  readonly keepsText: boolean;
  /** True: the reader parses the arguments of each function, in steps, before `end`. Only with `keepsText`. */
  readonly parsesArguments: boolean;
  /** `delta` is never empty and already part of the block. */
  text(delta: string, block: ResponseTextBlock): void;
  reasoning(delta: string, block: ReasoningBlock): void;
  argument(delta: string, block: ToolBlock): void;
  end(block: ResponseBlock): void;
}

type BlockDelta = Extract<StreamEvent, { type: 'content_block_delta' }>['delta'];

interface OpenBlock {
  readonly block: ResponseBlock;
  /** A tool's input from the start event, the deltas since, and how to unwrap the whole. */
  readonly input: unknown;
  json: string;
  readonly unwrap: ((input: unknown) => Steps<string>) | null;
  /** For a custom tool: extracts the text incrementally. */
  readonly reader: CustomInputReader | null;
  /** For a function: decodes arguments that are encoded twice. */
  readonly encoded: EncodedArgumentReader | null;
  /** For a tool with renamed parameters: restores the client's names. */
  readonly names: ArgumentNameReader | null;
}

export interface BlockReader {
  /** A block with its content so far: empty in a stream, complete in a whole message. */
  start(index: number, content: ContentBlock): void;
  /** Deltas for blocks that are not open, or of a type that does not fit the block, are skipped. */
  delta(index: number, delta: BlockDelta): void;
  /** `event`: that ended the block; it may complete a compaction. In steps: a tool's input may have megabytes. */
  stop(index: number, event?: object): Steps<void>;
  /** Ends open blocks; afterwards block indexes may start again at 0 (a resumed turn). */
  stopAll(): Steps<void>;
  readonly toolCalls: number;
}

export function createBlockReader(responseContext: ResponseContext, sink: BlockSink): BlockReader {
  const open = new Map<number, OpenBlock>();
  let textLength = 0;
  let texts = 0;
  let thoughts = 0;
  let tools = 0;

  function append(block: ResponseTextBlock | ReasoningBlock | ToolBlock, delta: string): void {
    block.length += delta.length;
    if (sink.keepsText) block.text += delta;
  }

  function addText(block: ResponseTextBlock, delta: string): void {
    append(block, delta);
    textLength += delta.length;
    sink.text(delta, block);
  }

  function addReasoning(block: ReasoningBlock, delta: string): void {
    append(block, delta);
    sink.reasoning(delta, block);
  }

  function addArgument(block: ToolBlock, delta: string): void {
    if (!delta) return;
    append(block, delta);
    sink.argument(delta, block);
  }

  function addCustomInput(entry: OpenBlock, block: ToolBlock, reader: CustomInputReader, json: string): void {
    const text = reader.push(json);
    if (text !== '') addArgument(block, text);
    // Another form can be read only when it is complete.
    if (!reader.recognised) entry.json += json;
  }

  function addFunctionInput(entry: OpenBlock, block: ToolBlock, json: string): void {
    const text = entry.encoded?.push(json) ?? json;
    addArgument(block, entry.names?.push(text) ?? text);
  }

  function begin(index: number, block: ResponseBlock): void {
    open.set(index, { block, input: null, json: '', unwrap: null, reader: null, encoded: null, names: null });
    sink.start(block);
  }

  function start(index: number, content: ContentBlock): void {
    if (open.has(index)) runToEnd(stop(index));
    const summary = summaryIn(content);
    if (summary !== null) return begin(index, { kind: 'compaction', content: { ...summary } });
    switch (content.type) {
      case 'text': {
        const block: ResponseTextBlock = {
          kind: 'text',
          ordinal: texts++,
          start: textLength,
          length: 0,
          text: '',
          // Not with `push`: as arguments of a call, a hundred thousand of them exhaust the stack.
          citations: [...(content.citations ?? [])],
        };
        begin(index, block);
        if (content.text) addText(block, content.text);
        return;
      }
      case 'thinking': {
        const signature = content.signature || '';
        const block: ReasoningBlock = { kind: 'reasoning', ordinal: thoughts++, length: 0, text: '', signature };
        begin(index, block);
        if (content.thinking) addReasoning(block, content.thinking);
        return;
      }
      case 'redacted_thinking':
        begin(index, { kind: 'redacted', ordinal: thoughts++, data: content.data });
        return;
      case 'tool_use': {
        const custom = responseContext.customTools.has(content.name);
        const block: ToolBlock = {
          kind: 'tool',
          ordinal: tools++,
          id: content.id,
          name: responseContext.toolNames.get(content.name) ?? content.name,
          form: custom ? 'custom' : 'function',
          text: '',
          length: 0,
          parsed: undefined,
        };
        const wrapped = responseContext.wrappedTools.has(content.name) ? unwrapValue : null;
        const unwrap = custom ? unwrapCustomInput : wrapped;
        const reader = custom ? createCustomInputReader() : null;
        const renamed = unwrap === null ? responseContext.parameterNames.get(content.name) : undefined;
        const names = renamed === undefined ? null : createArgumentNameReader(renamed);
        const encoded = unwrap === null ? createEncodedArgumentReader() : null;
        open.set(index, { block, input: content.input, json: '', unwrap, reader, encoded, names });
        sink.start(block);
        return;
      }
      default:
        begin(index, { kind: runsUpstream(content.type) ? 'server' : 'other', content });
    }
  }

  function apply(index: number, change: BlockDelta): void {
    const entry = open.get(index);
    if (!entry) return;
    const { block } = entry;
    switch (change.type) {
      case 'text_delta':
        if (change.text && block.kind === 'text') addText(block, change.text);
        return;
      case 'thinking_delta':
        if (change.thinking && block.kind === 'reasoning') addReasoning(block, change.thinking);
        return;
      case 'input_json_delta':
        if (block.kind === 'tool' && entry.reader) addCustomInput(entry, block, entry.reader, change.partial_json);
        else if (block.kind === 'server' || entry.unwrap) entry.json += change.partial_json;
        else if (block.kind === 'tool') addFunctionInput(entry, block, change.partial_json);
        return;
      case 'signature_delta':
        if (block.kind === 'reasoning') block.signature = change.signature;
        return;
      case 'citations_delta':
        if (block.kind === 'text') block.citations.push(change.citation);
        return;
      default:
        if (block.kind === 'compaction') addToCompaction(block.content, change);
        // Otherwise a type of delta unknown to this version.
        return;
    }
  }

  /** Renames in pieces, of which each takes some milliseconds. */
  function* addRenamed(names: ArgumentNameReader, block: ToolBlock, json: string): Steps<void> {
    for (const piece of textSlices(json)) {
      addArgument(block, names.push(piece));
      yield;
    }
    addArgument(block, names.end());
  }

  function* endTool(entry: OpenBlock, block: ToolBlock): Steps<void> {
    const held = entry.encoded === null ? '' : yield* entry.encoded.end();
    addArgument(block, entry.names === null ? held : entry.names.push(held) + entry.names.end());
    // The content of the start event counts only without deltas: some gateways send both.
    if (block.length === 0 && entry.reader?.recognised !== true) {
      const rest = entry.unwrap
        ? yield* entry.unwrap(entry.json === '' ? entry.input : yield* parseArgumentsSteps(entry.json))
        : yield* argumentsTextSteps(entry.input);
      if (entry.names === null) addArgument(block, rest);
      else yield* addRenamed(entry.names, block, rest);
    }
    if (sink.parsesArguments && block.form === 'function') block.parsed = yield* parseBoundedExactlySteps(block.text);
  }

  function* stop(index: number, event?: object): Steps<void> {
    const entry = open.get(index);
    if (!entry) return;
    open.delete(index);
    const { block } = entry;
    if (block.kind === 'compaction' && event !== undefined) addToCompaction(block.content, event);
    if (block.kind === 'tool') yield* endTool(entry, block);
    if (block.kind === 'server' && entry.json !== '' && 'input' in block.content) {
      block.content = { ...block.content, input: yield* parseArgumentsSteps(entry.json) };
    }
    sink.end(block);
  }

  function* stopAll(): Steps<void> {
    for (const index of open.keys()) yield* stop(index);
  }

  return {
    start,
    delta: apply,
    stop,
    stopAll,
    get toolCalls() {
      return tools;
    },
  };
}

/** The SDK types it among the beta blocks only. */
function summaryIn(content: { readonly type: string }): CompactionBlock | null {
  return isCompactionBlock(content) ? content : null;
}

/** `server_tool_use`, `mcp_tool_use`, `web_search_tool_result` and similar types, by the API's naming scheme. */
function runsUpstream(type: string): boolean {
  return type.endsWith('_tool_use') || type.endsWith('_tool_result');
}
