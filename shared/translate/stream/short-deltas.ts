/** Cuts the deltas made of a whole message: as one delta, a text of 62 MB is encoded and written at once. */

import type { UpstreamEvent } from '../../anthropic/stream-events.ts';
import { textSlices } from '../../encoding/text-units.ts';

/** @returns the event, or its delta in several that join to the same text */
export function* shortDeltas(event: UpstreamEvent): Generator<UpstreamEvent, void, undefined> {
  if (event.type !== 'content_block_delta') {
    yield event;
    return;
  }
  const { delta } = event;
  switch (delta.type) {
    case 'text_delta':
      for (const text of textSlices(delta.text)) yield { ...event, delta: { ...delta, text } };
      return;
    case 'thinking_delta':
      for (const thinking of textSlices(delta.thinking)) yield { ...event, delta: { ...delta, thinking } };
      return;
    case 'input_json_delta':
      for (const json of textSlices(delta.partial_json)) yield { ...event, delta: { ...delta, partial_json: json } };
      return;
    default:
      yield event;
  }
}
