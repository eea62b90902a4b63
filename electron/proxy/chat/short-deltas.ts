/** Cuts the deltas made of a whole message: as one delta, a text of 62 MB is encoded and written at once. */

import { endOfSlice } from '#shared/encoding/text-units.ts';
import type { UpstreamEvent } from '#shared/anthropic/stream-events.ts';

/** In characters. */
const MAX_DELTA = 256 * 1024;

/** @returns the event, or its delta in several that join to the same text */
export function* shortDeltas(event: UpstreamEvent): Generator<UpstreamEvent, void, undefined> {
  if (event.type !== 'content_block_delta') {
    yield event;
    return;
  }
  const { delta } = event;
  switch (delta.type) {
    case 'text_delta':
      for (const text of slices(delta.text)) yield { ...event, delta: { ...delta, text } };
      return;
    case 'thinking_delta':
      for (const thinking of slices(delta.thinking)) yield { ...event, delta: { ...delta, thinking } };
      return;
    case 'input_json_delta':
      for (const json of slices(delta.partial_json)) yield { ...event, delta: { ...delta, partial_json: json } };
      return;
    default:
      yield event;
  }
}

function* slices(text: string): Generator<string, void, undefined> {
  let at = 0;
  do {
    const end = endOfSlice(text, at, MAX_DELTA);
    yield text.slice(at, end);
    at = end;
  } while (at < text.length);
}
