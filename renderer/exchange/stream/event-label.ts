/** A one-line label for a stream event: its type and its payload. Pure. */

import { isObject, listOf, member, parseJsonObject, textOf, type JsonObject } from '#shared/json/unknown-json.ts';
import { formatBytes } from '../../lib/format-values.ts';
import { visible } from '../../ui/visible-text.tsx';

export interface EventLabel {
  readonly kind: string;
  /** The payload, with control and bidirectional characters made visible; empty when there is none. */
  readonly preview: string;
}

const MAX_PREVIEW = 300;
/** The last event holds the whole response; labels of events above this size are not read while scrolling. */
const MAX_READ = 200_000;

/**
 * @param kind the event's type
 * @param data the event's data, of which only the shown part is read
 */
export function eventLabel(named: string, data: string): EventLabel {
  const kind = visible(named);
  if (data.length > MAX_READ) return { kind, preview: formatBytes(data.length) };
  const value = parseJsonObject(data);
  if (value === null) return { kind, preview: named === data ? '' : shorten(data) };
  if (kind === 'chat.completion.chunk' || kind === 'text_completion') return chunkWords(kind, value);
  const delta = value['delta'];
  if (kind === 'content_block_delta' && isObject(delta)) {
    return { kind: visible(textOf(delta['type']) ?? kind), preview: quoted(firstText(delta, ['type'])) };
  }
  if (kind === 'content_block_start') {
    const block = value['content_block'];
    return { kind, preview: words([member(block, 'type'), member(block, 'name')]) };
  }
  if (kind === 'message_start') return { kind, preview: words([member(value['message'], 'model')]) };
  if (kind === 'message_delta') return { kind, preview: words([member(delta, 'stop_reason')]) };
  if (kind === 'error') return { kind, preview: words([member(value['error'], 'message'), value['message']]) };
  return { kind, preview: typeof delta === 'string' ? quoted(delta) : itemWords(value) };
}

function chunkWords(kind: string, value: JsonObject): EventLabel {
  const choice = listOf(value['choices'])[0];
  if (choice === undefined) return { kind: isObject(value['usage']) ? 'usage' : kind, preview: usageWords(value) };
  const finish = textOf(member(choice, 'finish_reason'));
  if (finish !== null) return { kind: 'finish_reason', preview: visible(finish) };
  const delta = member(choice, 'delta');
  const call = listOf(member(delta, 'tool_calls'))[0];
  if (call !== undefined) {
    const named = member(call, 'function') ?? member(call, 'custom');
    const name = textOf(member(named, 'name'));
    if (name !== null) return { kind: 'tool_calls', preview: visible(name) };
    return { kind: 'tool_calls', preview: quoted(firstText(named, ['name'])) };
  }
  for (const key of ['content', 'reasoning_content', 'refusal', 'text']) {
    const text = textOf(member(delta, key)) ?? textOf(member(choice, key));
    if (text !== null && text !== '') return { kind: key, preview: quoted(text) };
  }
  return { kind: 'role' in (isObject(delta) ? delta : {}) ? 'role' : kind, preview: words([member(delta, 'role')]) };
}

function usageWords(value: JsonObject): string {
  const output = member(value['usage'], 'completion_tokens');
  return typeof output === 'number' ? `${output} tokens out` : '';
}

/** Events of the Responses API: the item or part that they are about. */
function itemWords(value: JsonObject): string {
  const item = value['item'] ?? value['part'];
  if (isObject(item)) return words([item['type'], item['name']]);
  for (const key of ['text', 'arguments']) {
    const text = textOf(value[key]);
    if (text !== null) return quoted(text);
  }
  return words([member(value['response'], 'status')]);
}

function firstText(holder: unknown, except: readonly string[]): string {
  if (!isObject(holder)) return '';
  for (const [key, text] of Object.entries(holder)) {
    if (typeof text === 'string' && !except.includes(key)) return text;
  }
  return '';
}

function words(parts: readonly unknown[]): string {
  return shorten(parts.filter((part) => typeof part === 'string').join(' '));
}

function quoted(text: string): string {
  return visible(JSON.stringify(text.slice(0, MAX_PREVIEW)));
}

function shorten(text: string): string {
  return visible(text.slice(0, MAX_PREVIEW).replaceAll(/\s+/g, ' '));
}
