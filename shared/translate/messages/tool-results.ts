/** The content of one tool result, from a `tool` or `function` message or from a block already in Anthropic's format. */

import { isStepEnd, type Steps } from '../../steps.ts';
import { type ChatRequestMessage, type ChatRequestPart } from '../../openai/chat-request.ts';
import { contentPartsOf } from './message-parts.ts';
import { readMark } from '../read/read-cache-control.ts';
import { translatePart } from '../content/content-part.ts';
import type { CacheMark, MessageBuilder, SourcedBlock } from '../core/message-builder.ts';
import type { NativeBlock } from '../content/anthropic-blocks.ts';
import { isBlank } from '../../json/sanitize-text.ts';
import { nonEmpty } from '../core/tool-call-ids.ts';
import type { TextBlock, ToolResultBlock } from '../core/built-message.ts';
import { parseParts } from '../../openai/parse-chat-request.ts';

type ResultContent = Extract<NativeBlock, { type: 'text' | 'image' | 'document' | 'search_result' | 'tool_reference' }>;

/** A result before it is matched to its call. */
export interface ToolResult {
  /** The client's id of the call; null when there is none. */
  readonly clientId: string | null;
  /** The tool's name, where the client gives no id (the legacy `function` role). */
  readonly name: string | null;
  readonly content: readonly SourcedBlock<ResultContent>[];
  readonly isError: boolean;
  readonly mark: CacheMark | null;
  /** The message or part, its id field and its content field. */
  readonly from: string;
  readonly idPath: string;
}

export function* resultOfMessage(
  builder: MessageBuilder,
  message: ChatRequestMessage,
  path: string,
): Steps<ToolResult> {
  const legacy = message.role === 'function';
  if (!legacy) builder.draft.context.tracer?.drop(`${path}.name`, 'The call has the tool’s name.');
  const content = yield* readContent(builder, message.content, `${path}.content`);
  return {
    clientId: legacy ? null : nonEmpty(message.tool_call_id),
    name: legacy ? (message.name ?? null) : null,
    content,
    isError: false,
    mark: readMark(builder.draft, message, path) ?? innerMark(builder, content),
    from: path,
    idPath: legacy ? `${path}.name` : `${path}.tool_call_id`,
  };
}

/** `part` is an Anthropic-shaped `tool_result`. */
export function* resultOfPart(builder: MessageBuilder, part: ChatRequestPart, path: string): Steps<ToolResult> {
  const given = part['content'];
  const parts =
    typeof given === 'string' || given === null || given === undefined ? given : parseParts(given, `${path}.content`);
  const content = yield* readContent(builder, parts, `${path}.content`);
  return {
    clientId: nonEmpty(part.tool_use_id),
    name: null,
    content,
    isError: part.is_error === true,
    mark: readMark(builder.draft, part, path) ?? innerMark(builder, content),
    from: path,
    idPath: `${path}.tool_use_id`,
  };
}

function* readContent(
  builder: MessageBuilder,
  parts: string | readonly (string | ChatRequestPart)[] | null | undefined,
  path: string,
): Steps<SourcedBlock<ResultContent>[]> {
  const content: SourcedBlock<ResultContent>[] = [];
  let index = 0;
  for (const [part, from] of contentPartsOf(parts, path)) {
    if (isStepEnd((index += 1))) yield;
    const block = yield* translatePart(builder, part, from, 'tool');
    if (block !== null && isResultContent(block)) content.push({ block, from });
  }
  return content;
}

function isResultContent(block: NativeBlock): block is ResultContent {
  return ['text', 'image', 'document', 'search_result', 'tool_reference'].includes(block.type);
}

/** A cache mark inside a result moves to the result itself: it ends the same prefix. */
function innerMark(builder: MessageBuilder, content: readonly SourcedBlock<ResultContent>[]): CacheMark | null {
  const marked = content.findLast(({ block }) => builder.marks.has(block));
  return marked === undefined ? null : (builder.marks.get(marked.block) ?? null);
}

/** The result block of the call `id`. An empty result has no content, because the API refuses blank text. */
export function resultBlock(builder: MessageBuilder, result: ToolResult, id: string): ToolResultBlock {
  const block: ToolResultBlock = { type: 'tool_result', tool_use_id: id };
  const [first] = result.content;
  const { tracer } = builder.draft.context;
  if (first !== undefined) {
    if (result.content.length === 1 && first.block.type === 'text' && first.from === `${result.from}.content`) {
      block.content = first.block.text;
      tracer?.link(first.from, block, 'content', 'copied', 'The tool’s result.');
    } else block.content = result.content.map((blocks) => blocks.block);
  }
  if (result.isError) {
    block.is_error = true;
    tracer?.link(`${result.from}.is_error`, block, 'is_error', 'copied', 'The tool failed.');
  }
  if (result.mark !== null) builder.marks.set(block, result.mark);
  tracer?.link(
    result.idPath,
    block,
    'tool_use_id',
    id === result.clientId ? 'copied' : 'renamed',
    'The call that it belongs to.',
  );
  tracer?.link(`${result.from}.role`, block, 'type', 'renamed', 'Results of tools are blocks of the next user turn.');
  tracer?.link(`${result.from}.type`, block, 'type', 'copied', 'Already in the shape of the Messages API.');
  return block;
}

/** A result whose call is missing (trimmed history), sent as text so that nothing is lost. */
export function orphanBlocks(builder: MessageBuilder, result: ToolResult): SourcedBlock[] {
  const { tracer } = builder.draft.context;
  const label = `Result of an earlier tool call (${result.clientId ?? result.name ?? 'unknown'}):`;
  const text: TextBlock = { type: 'text', text: label };
  const blocks: SourcedBlock[] = [{ block: text, from: result.from }];
  for (const { block, from } of result.content) {
    if (block.type === 'text') {
      text.text += `${text.text === label ? ' ' : '\n'}${block.text}`;
      tracer?.replace(block, text);
    } else if (block.type === 'tool_reference') text.text += ` ${block.tool_name}`;
    else blocks.push({ block, from });
  }
  if (result.content.length === 0 || isBlank(text.text.slice(label.length))) text.text += ' (empty)';
  tracer?.link(
    result.idPath,
    text,
    'text',
    'merged',
    'The call is no longer in the conversation, so its result was sent as text.',
  );
  for (const key of ['role', 'type', 'is_error']) {
    tracer?.link(`${result.from}.${key}`, text, 'type', 'renamed', 'The call is no longer in the conversation.');
  }
  return blocks;
}
