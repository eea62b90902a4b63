/** Encodes a chat stream as SSE, for the endpoints whose streams are chat chunks or made from them. */

import type { ChatCompletionChunk, ChatCompletion } from '#shared/openai/types.ts';
import type { ResponseContext } from '#shared/translate/core/translation-interface.ts';
import { createStreamTranslation } from '#shared/translate/stream/translate-stream.ts';
import type { ClientStreamEncoder } from './stream-response.ts';
import { DONE, encodeEvent } from '../../sse/sse.ts';

/** @param created receipt, epoch seconds */
export function createChatSseEncoder(
  responseContext: ResponseContext,
  created: number,
  shape: (chunk: ChatCompletionChunk) => object | null = (chunk) => chunk,
  ending = DONE,
): ClientStreamEncoder<string> {
  const stream = createStreamTranslation(responseContext, created);
  const encode = (chunks: readonly ChatCompletionChunk[]): string => {
    let text = '';
    for (const chunk of chunks) {
      const shaped = shape(chunk);
      if (shaped !== null) text += encodeEvent(shaped);
    }
    return text;
  };
  return {
    *push(event) {
      const text = encode(yield* stream.pushSteps(event));
      return stream.state === 'done' && text !== '' ? text + ending : text;
    },
    end() {
      const { chunks, failure } = stream.end();
      const text = encode(chunks);
      return failure === null ? text + ending : text;
    },
    // After a known failure the held-back chunks were already written.
    error: (reason) => encode(stream.fail(reason)) + encodeEvent(reason.body),
    keepsAll: responseContext.outputFormat.kind !== 'text',
    get state() {
      return stream.state;
    },
    get failure() {
      return stream.failure;
    },
    get notes() {
      return stream.notes;
    },
    get usage() {
      return stream.usage;
    },
  };
}

/** Converts chat responses to the wire shape of one endpoint. */
export interface ChatShape {
  whole(completion: ChatCompletion): object;
  /** Null: this endpoint omits the chunk. */
  chunk(chunk: ChatCompletionChunk): object | null;
}
