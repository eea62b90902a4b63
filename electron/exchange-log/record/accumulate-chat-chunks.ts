/** Accumulates chat completion chunks to a completion: the log's "message" of a streamed response. */

import { createEventDecoder } from '../../sse/sse.ts';
import { writeJson } from '#shared/json/exact-number.ts';
import { isRecord } from '#shared/json/sanitize-text.ts';
import { parseExactJson } from '#shared/json/exact-json.ts';

type Json = Record<string, unknown>;

/** @param events the event text as sent @returns JSON text, or null without a chunk; an error frame is under `error` */
export function accumulateChatChunks(text: string): string | null {
  const completion: Json = {};
  const choices = new Map<number, Json>();
  const decoder = createEventDecoder((data) => {
    if (data === '[DONE]') return;
    const chunk = parseObject(data);
    if (chunk === null) return;
    if ('error' in chunk) {
      completion['error'] = chunk['error'];
      return;
    }
    if (completion['object'] === undefined) Object.assign(completion, chunk, { object: 'chat.completion' });
    if (isRecord(chunk['usage'])) completion['usage'] = chunk['usage'];
    const list: unknown = chunk['choices'];
    for (const choice of Array.isArray(list) ? list.filter(isRecord) : []) addChoice(choices, choice);
  });
  decoder.feed(Buffer.from(text));
  decoder.end();
  if (Object.keys(completion).length === 0) return null;
  return writeJson({ ...completion, choices: [...choices.values()] });
}

function addChoice(choices: Map<number, Json>, choice: Json): void {
  const index = typeof choice['index'] === 'number' ? choice['index'] : 0;
  const whole = choices.get(index) ?? { index, message: {}, finish_reason: null };
  choices.set(index, whole);
  const { delta, index: _index, ...rest } = choice;
  for (const [key, value] of Object.entries(rest)) if (value !== null) whole[key] = value;
  const message = whole['message'];
  if (isRecord(message) && isRecord(delta)) addDelta(message, delta);
}

/** Concatenates strings, merges tool calls by index, appends other arrays, replaces the rest. */
function addDelta(message: Json, delta: Json): void {
  for (const [key, value] of Object.entries(delta)) {
    const known = message[key];
    if (key === 'tool_calls' && Array.isArray(value)) addToolCalls(message, value.filter(isRecord));
    else if (typeof value === 'string' && typeof known === 'string' && key !== 'role') message[key] = known + value;
    else if (Array.isArray(value) && isList(known)) for (const item of value) known.push(item);
    else if (isRecord(value) && isRecord(known)) addDelta(known, value);
    else if (value !== null || known === undefined) message[key] = ownCopy(value);
  }
}

/** Copies values that later deltas extend, so that the chunk is not changed. */
function ownCopy(value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  return isRecord(value) ? { ...value } : value;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function addToolCalls(message: Json, calls: readonly Json[]): void {
  const known: unknown = message['tool_calls'];
  const list: unknown[] = Array.isArray(known) ? known : [];
  message['tool_calls'] = list;
  for (const { index, ...call } of calls) {
    const at = typeof index === 'number' ? index : list.length;
    const whole = list[at];
    if (!isRecord(whole)) {
      list[at] = isRecord(call['function']) ? { ...call, function: { ...call['function'] } } : call;
      continue;
    }
    for (const [key, value] of Object.entries(call)) {
      const part = whole[key];
      if (isRecord(part) && isRecord(value)) addDelta(part, value);
      else whole[key] ??= value;
    }
  }
}

function parseObject(data: string): Json | null {
  try {
    const value: unknown = parseExactJson(data);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
