/** The trail of a response of the Responses API, for its output items. Computed on demand. */

import type { ContentBlock, Message } from '../../anthropic/types.ts';
import type { ResponsesResponse } from '../../openai/types.ts';
import type { OutputItem, ResponsesContext } from '../../responses-api/response-object.ts';
import { translateToResponse } from '../../responses-api/responses-stream.ts';
import { pageOf, type TextCitation } from '../../translate/response/annotations.ts';
import { forEachLeaf } from '../../json/json-leaves.ts';
import { joinPaths } from '../../json/json-path.ts';
import type { TrailEntry, TrailVerb } from '../../translate/core/trail-recorder.ts';

/**
 * Takes the same arguments as `translateToResponse`.
 *
 * @returns each upstream leaf once as `from`; each leaf of the response at least once as `to`
 */
export function traceResponsesApi(message: Message, context: ResponsesContext): readonly TrailEntry[] {
  const { response } = translateToResponse(message, context);
  if (response === null) return [];
  const links = new Map<string, TrailEntry>();
  const link: Link = (from, to, verb, reason) => {
    if (!links.has(from)) links.set(from, { verb, from, to, reason });
  };
  traceHead(response, link);
  if (message.stop_details?.explanation) traceRefusal(response, link);
  const used = new Set<number>();
  let foreign = 0;
  let documents = 0;
  for (const [index, block] of message.content.entries()) {
    const from = `content[${index}]`;
    if (traceSummary(block, from, response.output, used, link)) continue;
    traceBlock(block, from, response.output, used, link);
    if (block.type === 'text') documents = traceDocuments(block, from, documents, link);
    else if (!isKnown(block.type)) linkAll(block, from, `anthropic_blocks[${foreign++}]`, link);
  }
  if (message.container) linkAll(message.container, 'container', `anthropic_blocks[${foreign}]`, link);
  const targets = new Set<string>();
  forEachLeaf(response, '', (path) => targets.add(path));
  const trail: TrailEntry[] = [];
  forEachLeaf(message, '', (from) => {
    const entry = links.get(from);
    if (entry?.to !== undefined && entry.to !== null && targets.has(entry.to)) trail.push(entry);
    else trail.push({ verb: 'dropped', from, to: null, reason: 'The Responses API has no such field.' });
  });
  for (const { to } of trail) if (to !== null) targets.delete(to);
  const reason = 'Part of every response; computed or constant.';
  for (const to of targets) trail.push({ verb: 'defaulted', from: null, to, reason });
  return trail;
}

type Link = (from: string, to: string, verb: TrailVerb, reason: string) => void;

/** Types of blocks that become items. Blocks of tools that run upstream are kept in the extension field too. */
function isKnown(type: string): boolean {
  return /^(?:text|thinking|redacted_thinking|tool_use|compaction)$/.test(type);
}

function linkAll(value: unknown, from: string, to: string, link: Link): void {
  forEachLeaf(value, '', (path) => {
    link(joinPaths(from, path), joinPaths(to, path), 'moved', 'OpenAI has no counterpart; an extension.');
  });
}

/**
 * @param before number of document citations so far
 * @returns the number including these
 */
function traceDocuments(
  { citations }: Extract<ContentBlock, { type: 'text' }>,
  from: string,
  before: number,
  link: Link,
): number {
  let count = before;
  for (const [index, citation] of (citations ?? []).entries()) {
    if (pageOf(citation) !== null) continue;
    linkAll(citation, `${from}.citations[${index}]`, `document_citations[${count++}].citation`, link);
  }
  return count;
}

function traceRefusal({ output }: ResponsesResponse, link: Link): void {
  const index = output.findLastIndex((item) => item.type === 'message');
  const item = output[index];
  const part = item?.type === 'message' ? item.content.findIndex(({ type }) => type === 'refusal') : -1;
  if (part === -1) return;
  const to = `output[${index}].content[${part}].refusal`;
  link('stop_details.explanation', to, 'moved', 'OpenAI has a separate field for a refusal.');
}

function traceHead(response: ResponsesResponse, link: Link): void {
  link('id', 'id', 'renamed', 'The same id with OpenAI’s prefix.');
  link('type', 'object', 'renamed', 'OpenAI’s name for this kind of object.');
  link('model', 'model', 'renamed', 'The client’s own model name is echoed.');
  const cut = response.incomplete_details !== null;
  link('stop_reason', cut ? 'incomplete_details.reason' : 'status', 'renamed', 'How the response ended.');
  const merged = 'OpenAI includes cached input in the count.';
  link('usage.input_tokens', 'usage.input_tokens', 'merged', merged);
  const verdict = 'prompt_cache_diagnostics';
  const reason = 'OpenAI’s value for the same reason.';
  link('diagnostics.cache_miss_reason.type', `${verdict}.reason`, 'renamed', reason);
  link('diagnostics.cache_miss_reason.cache_missed_input_tokens', `${verdict}.cache_missed_tokens`, 'renamed', reason);
  const counts = [
    ['output_tokens', 'output_tokens'],
    ['cache_read_input_tokens', 'input_tokens_details.cached_tokens'],
    ['cache_creation_input_tokens', 'input_tokens_details.cache_write_tokens'],
    ['output_tokens_details.thinking_tokens', 'output_tokens_details.reasoning_tokens'],
  ] as const;
  for (const [from, to] of counts) {
    link(`usage.${from}`, `usage.${to}`, 'renamed', 'OpenAI’s name for the same count.');
  }
}

function traceBlock(
  block: ContentBlock,
  from: string,
  output: readonly OutputItem[],
  used: Set<number>,
  link: Link,
): void {
  const take = (fits: (item: OutputItem) => boolean): string | null => {
    const index = output.findIndex((item, at) => !used.has(at) && fits(item));
    if (index === -1) return null;
    used.add(index);
    return `output[${index}]`;
  };
  switch (block.type) {
    case 'text':
      traceText(block, from, output, link);
      return;
    case 'thinking':
    case 'redacted_thinking': {
      const item = take(({ type }) => type === 'reasoning');
      if (item === null) return;
      link(`${from}.type`, `${item}.type`, 'renamed', 'The item type of reasoning.');
      link(`${from}.thinking`, `${item}.summary[0].text`, 'moved', 'Shown as a summary.');
      link(`${from}.signature`, `${item}.encrypted_content`, 'merged', 'Clients return it with the next request.');
      link(
        `${from}.data`,
        `${item}.encrypted_content`,
        'merged',
        'Encrypted; clients return it with the next request.',
      );
      return;
    }
    case 'tool_use': {
      const index = output.findIndex((item) => 'call_id' in item && item.call_id === block.id);
      const item = output[index];
      if (item === undefined) return;
      const to = `output[${index}]`;
      link(`${from}.type`, `${to}.type`, 'renamed', 'OpenAI’s type of tool call.');
      link(`${from}.id`, `${to}.call_id`, 'moved', 'The id that the tool’s result refers to.');
      const named = 'name' in item && item.name === block.name;
      link(`${from}.name`, `${to}.name`, named ? 'moved' : 'renamed', 'The tool’s name.');
      traceInput(block.input, `${from}.input`, item, to, link);
      return;
    }
    case 'server_tool_use': {
      const item = take(({ type }) => type === 'web_search_call');
      if (item === null) return;
      link(`${from}.type`, `${item}.type`, 'renamed', 'OpenAI’s type of search.');
      link(`${from}.input.query`, `${item}.action.query`, 'merged', 'The search query.');
      return;
    }
    default:
      return;
  }
}

/**
 * A compaction, or the text that stands in for one.
 *
 * @returns false for other blocks
 */
function traceSummary(
  block: { readonly type: string },
  from: string,
  output: readonly OutputItem[],
  used: Set<number>,
  link: Link,
): boolean {
  const isWords = block.type === 'text' && output.length === 1 && output[0]?.type === 'compaction';
  if (block.type !== 'compaction' && !isWords) return false;
  const index = output.findIndex((item, at) => item.type === 'compaction' && (isWords || !used.has(at)));
  if (index === -1) return true;
  used.add(index);
  const to = `output[${index}]`;
  link(`${from}.type`, `${to}.type`, 'renamed', 'The item type of a summary.');
  forEachLeaf(block, from, (path) => {
    link(path, `${to}.encrypted_content`, 'merged', 'Carried whole; clients return it in place of what it sums up.');
  });
  return true;
}

/** Shell, patch and search calls have the fields of their input, the others one text. */
function traceInput(input: unknown, from: string, item: OutputItem, to: string, link: Link): void {
  const fields = 'action' in item ? 'action' : 'operation' in item ? 'operation' : null;
  const whole = 'arguments' in item && typeof item.arguments !== 'string' ? 'arguments' : fields;
  const text = 'arguments' in item ? 'arguments' : 'input';
  forEachLeaf(input, '', (path) => {
    const location = joinPaths(from, path);
    if (whole === null) link(location, `${to}.${text}`, 'merged', 'OpenAI’s arguments are one JSON text.');
    else link(location, joinPaths(`${to}.${whole}`, path), 'merged', 'A field of the call in its item type.');
  });
}

/** Matches text by content, because a prescribed output format may have changed or merged it. */
function traceText(
  { text, citations }: Extract<ContentBlock, { type: 'text' }>,
  from: string,
  output: readonly OutputItem[],
  link: Link,
): void {
  let whole: { readonly to: string; readonly part: TextPart } | null = null;
  for (const [index, item] of output.entries()) {
    if (item.type !== 'message') continue;
    for (const [part, content] of item.content.entries()) {
      if (content.type !== 'output_text') continue;
      const to = `output[${index}].content[${part}]`;
      if (content.text === text) {
        link(`${from}.text`, `${to}.text`, 'moved', 'Text is a part of a message item.');
        link(`${from}.type`, `${to}.type`, 'renamed', 'The part type of text.');
        tracePages(citations ?? [], from, content, to, link);
        return;
      }
      whole ??= { to, part: content };
    }
  }
  if (whole === null) return;
  link(`${from}.text`, `${whole.to}.text`, 'merged', 'All text is one part here.');
  tracePages(citations ?? [], from, whole.part, whole.to, link);
}

type TextPart = Extract<Extract<OutputItem, { type: 'message' }>['content'][number], { type: 'output_text' }>;

function tracePages(citations: readonly TextCitation[], from: string, part: TextPart, to: string, link: Link): void {
  for (const [index, citation] of citations.entries()) {
    const page = pageOf(citation);
    const location = part.annotations.findIndex(
      (known) => known.type === 'url_citation' && known.url === page?.url && known.title === page.title,
    );
    if (page === null || location === -1) continue;
    const source = `${from}.citations[${index}]`;
    const target = `${to}.annotations[${location}]`;
    link(`${source}.type`, `${target}.type`, 'renamed', 'OpenAI’s only type of citation.');
    link(`${source}.title`, `${target}.title`, 'moved', 'The cited page.');
    link(`${source}.${'url' in citation ? 'url' : 'source'}`, `${target}.url`, 'moved', 'The cited page.');
  }
}
