/**
 * Text that waits to be sent to the client. Events that repeat a whole answer are kept as values and become text in pieces: as one
 * text, the end of an answer of 16 MB took 64 MB, and half a second in which nobody else was served.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeJson } from '#shared/json/exact-number.ts';
import { estimateJsonSize } from '#shared/json/json-size.ts';
import { jsonChunks } from '#shared/json/json-chunks.ts';
import type { EventSink } from '../../sse/event-sink.ts';

/** Text, or parts of it of which the large ones are generated while they are written. */
export type EncodedText = string | readonly (string | Generator<string, void, undefined>)[];

/** In characters. Up to here an event is encoded at once. */
const LARGE_EVENT = 1024 * 1024;

/**
 * @param before what stands in front of the JSON, and `after` behind it
 * @returns text, or parts when the value is large; it must not change until these are read
 */
export function encodeInParts(before: string, value: object, after: string): EncodedText {
  if (estimateJsonSize(value, LARGE_EVENT) <= LARGE_EVENT) return before + writeJson(value) + after;
  return [before, jsonChunks(value), after];
}

export interface PendingText {
  add(text: EncodedText): void;
  readonly empty: boolean;
  /** Large enough to be written before more is added. */
  readonly large: boolean;
  /** Everything, as one text; null when it has large parts, which only `writeTo` writes. */
  takeText(): string | null;
  /** Writes everything as fast as the client reads, with a turn of the event loop for each piece. Ends early when the client leaves. */
  writeTo(sink: EventSink): Promise<void>;
}

export function createPendingText(): PendingText {
  let parts: (string | Generator<string, void, undefined>)[] = [];
  let text = '';

  function add(encoded: EncodedText): void {
    if (typeof encoded === 'string') {
      text += encoded;
      return;
    }
    for (const part of encoded) {
      if (typeof part === 'string') text += part;
      else {
        parts.push(text, part);
        text = '';
      }
    }
  }

  function takeText(): string | null {
    if (parts.length > 0) return null;
    const taken = text;
    text = '';
    return taken;
  }

  return {
    add,
    takeText,
    get empty() {
      return parts.length === 0 && text === '';
    },
    get large() {
      return parts.length > 0 || text.length > LARGE_EVENT / 2;
    },
    async writeTo(sink) {
      const taken = [...parts, text];
      parts = [];
      text = '';
      for (const part of taken) {
        for (const piece of typeof part === 'string' ? [part] : part) {
          if (sink.closed) return;
          if (piece === '') continue;
          if (!sink.write(piece)) await drained(sink);
          // A fast reader drains it without a turn of the event loop.
          await nextTurn();
        }
      }
    },
  };
}

function drained(sink: EventSink): Promise<void> {
  return new Promise((resolve) => {
    const proceed = (): void => {
      removeListener();
      resolve();
    };
    const removeListener = sink.onClose(proceed);
    sink.wait(proceed);
  });
}
