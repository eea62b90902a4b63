/** Composes the whole message for one valid request. Transport (JSON, events, faults) is elsewhere. */

import type { Anthropic } from '@anthropic-ai/sdk';
import type { ModelRule } from '#shared/models/rule-data.ts';
import { blocksOf, thinks } from '#shared/anthropic/validate/index.ts';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import type { CompactionBlock } from '#shared/anthropic/compaction.ts';
import { composeAutomatic, composeCompaction, type Iterations, type ThresholdBlock } from './compose-compaction.ts';
import type { Directives } from '../parse-directives.ts';
import { byteCount } from '../parse-directives.ts';
import type { CacheUsage } from '../prompt-cache.ts';
import type { Signer, Transformation } from '../signatures.ts';
import { createSigner } from '../signatures.ts';
import { textTokens } from '../estimate-tokens.ts';
import { applyLimits } from './stop-conditions.ts';
import { sampleFor } from './sample-json.ts';
import { planCalls } from './plan-tool-calls.ts';
import type { PlannedCall } from './plan-tool-calls.ts';
import { citedText, searchCall, searchResult } from './canned-web-search.ts';
import { lastUserWords, cannedText, cannedTextAfterTools, lastTurnBlocks, shorten } from './canned-text.ts';
import { writeJson } from '#shared/json/exact-number.ts';

/** A message with what the SDK types among the beta fields only. */
export type MockMessage = Omit<Anthropic.Message, 'content' | 'stop_reason' | 'usage'> & {
  readonly content: readonly (Anthropic.ContentBlock | CompactionBlock)[];
  readonly stop_reason: string;
  readonly usage: Anthropic.Usage & {
    readonly iterations?: Iterations;
  };
};

export interface ComposedMessage {
  readonly message: MockMessage;
  readonly transformations: readonly Transformation[];
  /** Argument text by tool call id, where it differs from the JSON of `input`. */
  readonly rawInputs: ReadonlyMap<string, string>;
  /** Bytes of filler appended to the last text while sending. */
  readonly fillerBytes: number;
}

export interface ComposeContext {
  readonly rule: ModelRule;
  /** The message id. */
  readonly model: string;
  readonly directives: Directives;
  readonly usage: CacheUsage;
  readonly diagnostics: Anthropic.Diagnostics | null;
  readonly transformations: readonly Transformation[];
  /** A new id with the prefix: `msg_…`, `toolu_…`. */
  readonly newId: (prefix: string) => string;
}

type Content = Anthropic.ContentBlock[];

export function composeMessage(request: ShapedRequest, context: ComposeContext): ComposedMessage {
  if (request.compaction != null) return summaryMessage(request, context);
  const automatic = composeAutomatic(request, context.directives);
  const composed = answer(request, context, automatic?.block ?? null);
  if (automatic === null) return composed;
  const { message } = composed;
  const content = [automatic.block, ...message.content];
  return {
    ...composed,
    message: {
      ...message,
      content,
      usage: { ...message.usage, iterations: withMessage(message, automatic.iterations) },
    },
  };
}

/** The entry of the answer itself, after those of the compaction. */
function withMessage({ usage }: MockMessage, iterations: Iterations): Iterations {
  const { input_tokens, output_tokens, cache_creation, cache_creation_input_tokens, cache_read_input_tokens } = usage;
  const own = {
    type: 'message',
    input_tokens,
    output_tokens,
    cache_creation,
    cache_creation_input_tokens: cache_creation_input_tokens ?? 0,
    cache_read_input_tokens: cache_read_input_tokens ?? 0,
  };
  return [...iterations, own];
}

/** The top-level counts are zero: no answer was generated. */
function summaryMessage(request: ShapedRequest, context: ComposeContext): ComposedMessage {
  const { content, stopReason, iterations } = composeCompaction(request, context.directives);
  const usage = countUsage([], { input: 0, read: 0, written5m: 0, written1h: 0 });
  return {
    message: {
      id: context.newId('msg_'),
      type: 'message',
      role: 'assistant',
      model: context.model,
      container: null,
      diagnostics: context.diagnostics,
      content,
      stop_reason: stopReason,
      stop_sequence: null,
      stop_details: null,
      usage: { ...usage, iterations },
    },
    transformations: context.transformations,
    rawInputs: new Map(),
    fillerBytes: 0,
  };
}

function answer(request: ShapedRequest, context: ComposeContext, compacted: ThresholdBlock | null): ComposedMessage {
  const { directives, newId } = context;
  const id = newId('msg_');
  const forced = request.tool_choice?.type === 'any' || request.tool_choice?.type === 'tool';
  const continues = request.messages.at(-1)?.role === 'assistant';
  const count = directives.has('redacted') ? 2 : 1;
  const summary = compacted === null || compacted.content === null ? null : compacted;
  const signer = createSigner(request, context.model, id, count, summary);
  // A forced call has no thinking, and a prefilled message continues where it stopped.
  const reasoning = thinks(request, context.rule) && !forced && !continues ? think(request, context, signer) : [];
  const calls = planCalls(request, directives);
  const { content, rawInputs } = calls.length > 0 ? callTools(request, calls, newId) : composeText(request, context);
  const called = content.some((block) => block.type === 'tool_use');
  const full = directives.has('empty') ? [] : [...reasoning, ...content];
  const limited = applyLimits(full, request, called ? 'tool_use' : 'end_turn');
  const end = specialEnd(request, directives, limited, newId);
  return {
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model: context.model,
      container: null,
      diagnostics: context.diagnostics,
      content: end.content,
      stop_reason: end.stopReason,
      stop_sequence: end.stopSequence,
      stop_details: end.stopDetails,
      usage: countUsage(end.content, context.usage),
    },
    transformations: context.transformations,
    rawInputs: rawInputs ?? new Map(),
    fillerBytes: byteCount(directives.get('size') ?? ''),
  };
}

function think(request: ShapedRequest, { rule, directives }: ComposeContext, signer: Signer): Content {
  const display = request.thinking?.display ?? rule.thinking.displayDefault;
  const question = shorten(lastUserWords(request), 80);
  const thought =
    directives.get('think') ?? `The demo pretends to think about “${question}”. It has nothing to weigh up.`;
  const shown = display === 'omitted' ? '' : thought;
  const redacted: Content = directives.has('redacted') ? [{ type: 'redacted_thinking', data: signer.redacted() }] : [];
  return [...redacted, { type: 'thinking', thinking: shown, signature: signer.thinking(shown) }];
}

interface MessageParts {
  readonly content: Content;
  readonly rawInputs?: ReadonlyMap<string, string>;
}

function callTools(
  request: ShapedRequest,
  calls: readonly PlannedCall[],
  newId: (prefix: string) => string,
): MessageParts {
  const forced = request.tool_choice?.type === 'any' || request.tool_choice?.type === 'tool';
  const names = calls.map((call) => `\`${call.name}\``).join(' and ');
  const lead: Content = forced
    ? []
    : [{ type: 'text', text: `The demo calls ${names} with made-up arguments.`, citations: null }];
  const rawInputs = new Map<string, string>();
  const blocks = calls.map((call): Anthropic.ToolUseBlock => {
    const id = newId('toolu_');
    if (call.rawInput !== null) rawInputs.set(id, call.rawInput);
    return { type: 'tool_use', id, name: call.name, input: call.input, caller: { type: 'direct' } };
  });
  return { content: [...lead, ...blocks], rawInputs };
}

function composeText(request: ShapedRequest, { directives, newId }: ComposeContext): MessageParts {
  const schema = request.output_config?.format?.schema;
  const said = directives.get('say');
  const afterTools = lastTurnBlocks(request).some((block) => block.type === 'tool_result');
  if (said === undefined && schema !== undefined) {
    const value = sampleFor(schema, { everything: true, topic: shorten(lastUserWords(request), 200) });
    return { content: [{ type: 'text', text: writeJson(value), citations: null }] };
  }
  const text = said ?? (afterTools ? cannedTextAfterTools(request) : cannedText(request));
  const searches =
    directives.has('search') || (request.tools ?? []).some((tool) => tool.type?.startsWith('web_search') === true);
  const open = openSearch(request);
  if (open !== null) return { content: [searchResult(open), ...citedText(text)] };
  if (!searches || said !== undefined) return { content: [{ type: 'text', text, citations: null }] };
  const id = newId('srvtoolu_');
  return { content: [searchCall(id, shorten(lastUserWords(request), 100)), searchResult(id), ...citedText(text)] };
}

/** The open search of a paused turn that was sent back. */
function openSearch(request: ShapedRequest): string | null {
  const last = request.messages.at(-1);
  const end = last?.role === 'assistant' ? blocksOf(last).at(-1) : undefined;
  return end?.type === 'server_tool_use' ? (end.id ?? null) : null;
}

interface Ending {
  readonly content: Content;
  readonly stopReason: Anthropic.StopReason;
  readonly stopSequence: string | null;
  readonly stopDetails: Anthropic.RefusalStopDetails | null;
}

const categories = ['cyber', 'bio', 'frontier_llm', 'reasoning_extraction', 'general_harms'] as const;

/** Stop reasons that need a directive: pause, refusal, a full context window, any other value. */
function specialEnd(
  request: ShapedRequest,
  directives: Directives,
  usual: Omit<Ending, 'stopDetails'>,
  newId: (prefix: string) => string,
): Ending {
  const pauses = Number.parseInt(directives.get('pause') ?? '0', 10) || (directives.has('pause') ? 1 : 0);
  if (pauses > pausesSoFar(request)) {
    const open = openSearch(request);
    const content = [
      ...(open === null ? [] : [searchResult(open)]),
      searchCall(newId('srvtoolu_'), 'more of the demo'),
    ];
    return { content, stopReason: 'pause_turn', stopSequence: null, stopDetails: null };
  }
  const refusal = directives.get('refusal');
  if (refusal !== undefined) {
    const category = categories.find((name) => name === refusal) ?? null;
    const content = directives.has('partial') ? usual.content : [];
    const explanation = 'The demo was asked to refuse.';
    return {
      content,
      stopReason: 'refusal',
      stopSequence: null,
      stopDetails: { type: 'refusal', category, explanation },
    };
  }
  if (directives.has('context-exceeded')) {
    return { ...usual, stopReason: 'model_context_window_exceeded', stopSequence: null, stopDetails: null };
  }
  return { ...usual, stopDetails: null };
}

/** Searches in the assistant turn that is being continued. */
function pausesSoFar(request: ShapedRequest): number {
  const start = request.messages.findLastIndex((turn) => turn.role === 'user') + 1;
  const blocks = request.messages.slice(start).flatMap((turn) => blocksOf(turn));
  return blocks.filter((block) => block.type === 'server_tool_use').length;
}

function countUsage(content: Content, cache: CacheUsage): Anthropic.Usage {
  // Omitted thinking counts as output too.
  const thinking = content
    .filter((block) => block.type === 'thinking')
    .reduce((sum, block) => sum + Math.max(20, tokens(block)), 0);
  const rest = content
    .filter((block) => block.type !== 'thinking' && block.type !== 'redacted_thinking')
    .reduce((sum, block) => sum + tokens(block), 0);
  const searches = content.filter((block) => block.type === 'server_tool_use').length;
  return {
    input_tokens: cache.input,
    output_tokens: rest + thinking,
    cache_creation_input_tokens: cache.written5m + cache.written1h,
    cache_read_input_tokens: cache.read,
    cache_creation: { ephemeral_5m_input_tokens: cache.written5m, ephemeral_1h_input_tokens: cache.written1h },
    output_tokens_details: { thinking_tokens: thinking },
    server_tool_use: searches === 0 ? null : { web_search_requests: searches, web_fetch_requests: 0 },
    service_tier: 'standard',
    inference_geo: 'global',
    speed: 'standard',
  };
}

const tokens = (block: Anthropic.ContentBlock): number =>
  textTokens(block.type === 'text' ? block.text : block.type === 'thinking' ? block.thinking : JSON.stringify(block));
