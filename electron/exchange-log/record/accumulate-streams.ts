/** Accumulates a recorded stream to its message, by kind of stream; for the log, after the response. */

import { parseEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import type { AssemblyName } from '#electron/exchange-log/record/recorded-exchange.ts';

import { createMessageAccumulator } from '#shared/translate/stream/accumulate-message.ts';
import { tokenCounts } from '#shared/translate/response/usage.ts';
import { accumulateChatChunks } from './accumulate-chat-chunks.ts';
import { createEventDecoder } from '../../sse/sse.ts';
import type { TokenCounts } from '#shared/models/token-counts.ts';
import { writeJson } from '#shared/json/exact-number.ts';
import { parseExactJson } from '#shared/json/exact-json.ts';

const assemblies: Readonly<Record<AssemblyName, (events: string) => string | null>> = {
  message: assembleEvents,
  completion: accumulateChatChunks,
  response: lastResponse,
};

/** @param text of an event stream @returns JSON text, or null without a message */
export function accumulateStream(name: AssemblyName, events: string): string | null {
  try {
    return assemblies[name](events);
  } catch {
    // An invalid stream has no message; its raw text is kept.
    return null;
  }
}

function assembleEvents(text: string): string | null {
  const assembler = createMessageAccumulator();
  const decoder = createEventDecoder((data) => {
    const event = parseEvent(data);
    if (event !== null) assembler.push(event);
  });
  decoder.feed(Buffer.from(text));
  decoder.end();
  const message = assembler.message();
  return message === null ? null : writeJson(message);
}

/** The response of the last event. */
function lastResponse(text: string): string | null {
  const start = text.lastIndexOf('\ndata: ');
  if (start === -1) return null;
  const data = text.slice(start + '\ndata: '.length, text.indexOf('\n', start + 1));
  const event: unknown = parseExactJson(data);
  return typeof event === 'object' && event !== null && 'response' in event ? writeJson(event.response) : null;
}

/** The token counts of a Messages response in JSON text, or null; for responses forwarded unparsed. */
export function countsIn(text: string): TokenCounts | null {
  try {
    const value: unknown = JSON.parse(text);
    return hasUsage(value) ? tokenCounts(value.usage) : null;
  } catch {
    return null;
  }
}

// Every field of `usage` may be absent.
function hasUsage(value: unknown): value is { usage: Message['usage'] } {
  if (typeof value !== 'object' || value === null || !('usage' in value)) return false;
  return typeof value.usage === 'object' && value.usage !== null;
}
