/**
 * For tests of the response translation: reads recorded streams, translates them, and accumulates the chunks with the official
 * client.
 */

// oxlint-disable-next-line no-restricted-imports -- serves tests only and is not part of what shared/ is made of
import { readdirSync, readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream';
import { parseEvent, type UpstreamEvent } from '../../anthropic/stream-events.ts';
import type { Message } from '../../anthropic/types.ts';
import type { ReasoningDetail, ResponseDelta } from '../../openai/chat-completion.ts';
import type { ChatCompletion, ChatCompletionChunk } from '../../openai/types.ts';
import { createMessageAccumulator } from '../stream/accumulate-message.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { createStreamTranslation, type StreamFailure, type StreamTranslation } from '../stream/translate-stream.ts';

export const created = 1_790_000_000;

export function testResponseContext(changes: Partial<ResponseContext> = {}): ResponseContext {
  return {
    requestedModel: 'gpt-4o',
    model: 'claude-sonnet-5-5',
    stream: true,
    includeUsage: true,
    toolNames: new Map(),
    parameterNames: new Map(),
    customTools: new Set(),
    wrappedTools: new Set(),
    legacyFunctions: false,
    outputFormat: { kind: 'text' },
    hideReasoning: false,
    expectsToolCall: false,
    compaction: null,
    ...changes,
  };
}

export interface RecordedStream {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function recordedStreams(kind: 'whole' | 'broken'): RecordedStream[] {
  const folder = new URL(`streams/${kind}/`, import.meta.url);
  return readdirSync(folder).map((file) => ({
    name: file.replace('.sse', ''),
    bytes: new Uint8Array(bytesOf(file, readFileSync(new URL(file, folder)))),
  }));
}

/** Version control may rewrite line ends, so the significant ones are inserted here. */
function bytesOf(file: string, content: Buffer): Buffer {
  return file.endsWith('.crlf.sse') ? Buffer.from(content.toString().replaceAll('\n', '\r\n')) : content;
}

export function recordedStream(kind: 'whole' | 'broken', name: string): UpstreamEvent[] {
  return decode([new Uint8Array(readFileSync(new URL(`streams/${kind}/${name}.sse`, import.meta.url)))]);
}

/** Parses bytes to events as the proxy does. */
export function decode(parts: readonly Uint8Array[]): UpstreamEvent[] {
  const events: UpstreamEvent[] = [];
  const parser = createParser({
    onEvent({ data }) {
      const event = parseEvent(data);
      if (event) events.push(event);
    },
  });
  const decoder = new TextDecoder();
  for (const fragment of parts) parser.feed(decoder.decode(fragment, { stream: true }));
  parser.feed(decoder.decode());
  return events;
}

export interface TranslatedStream {
  readonly chunks: readonly ChatCompletionChunk[];
  readonly failure: StreamFailure | null;
  readonly translation: StreamTranslation;
}

export function translateEvents(events: readonly UpstreamEvent[], responseContext: ResponseContext): TranslatedStream {
  const translation = createStreamTranslation(responseContext, created);
  const chunks = events.flatMap((event) => [...translation.push(event)]);
  const end = translation.end();
  return { chunks: [...chunks, ...end.chunks], failure: end.failure, translation };
}

export function assemble(events: readonly UpstreamEvent[]): Message {
  const assembler = createMessageAccumulator();
  for (const event of events) assembler.push(event);
  const message = assembler.message();
  if (message === null) throw new Error('no message_start in this stream');
  return message;
}

/** The official client's own accumulator, fed with the proxy's chunks as JSON lines. */
export async function accumulate(chunks: readonly ChatCompletionChunk[]): Promise<ChatCompletion> {
  const lines = chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('');
  const stream = new Blob([lines]).stream();
  return ChatCompletionStream.fromReadableStream(stream).finalChatCompletion();
}

/**
 * The official accumulator does not support reasoning (it keeps the last delta), so this concatenates it as reasoning-aware clients
 * do.
 */
export function reasoningOf(chunks: readonly ChatCompletionChunk[]): { text: string; details: ReasoningDetail[] } {
  let text = '';
  const details: ReasoningDetail[] = [];
  for (const chunk of chunks) {
    const delta: ResponseDelta | undefined = chunk.choices[0]?.delta;
    text += delta?.reasoning_content ?? '';
    for (const fragment of delta?.reasoning_details ?? []) {
      const known = details[fragment.index];
      details[fragment.index] =
        known?.type === 'reasoning.text' && fragment.type === 'reasoning.text'
          ? { ...known, ...fragment, text: known.text + fragment.text }
          : fragment;
    }
  }
  return { text, details };
}
