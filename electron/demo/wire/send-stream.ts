/** Sends a message as server-sent events, with the transport faults of the directives. */

import { amount } from '../parse-directives.ts';
import type { Directives } from '../parse-directives.ts';
import type { ComposedMessage } from '../response/compose-message.ts';
import { mockErrorBody, eventError } from './error-bodies.ts';
import { streamEvents } from './message-events.ts';
import type { WireEvent } from './message-events.ts';
import type { Sink } from './sink.ts';
import { writeJson } from '#shared/json/exact-number.ts';

/** Number of deltas before a mid-stream fault. */
const middle = 3;

/** `pace`: default milliseconds between two events. */
export async function sendStream(
  sink: Sink,
  composed: ComposedMessage,
  directives: Directives,
  requestId: string,
  pace: number,
): Promise<void> {
  const format = (event: WireEvent): string => frame(event, directives.has('crlf') ? '\r\n' : '\n');
  const failure = format({ ...mockErrorBody(eventError(directives), requestId) });
  const where = directives.get('at') ?? 'middle';
  const slow = amount(directives, 'slow', pace);

  if (directives.get('error-event') === 'first') {
    await sink.write(failure);
    return sink.end();
  }
  if (directives.has('stall') && where === 'start') await sink.wait(amount(directives, 'stall', 60_000));

  let deltas = 0;
  for (const event of streamEvents(composed, directives)) {
    if (!sink.isOpen()) return undefined;
    if (event.type === 'message_stop' && directives.has('truncate')) return sink.end();
    if (event.type === 'content_block_delta') deltas += 1;
    if (event.type === 'content_block_delta' && deltas === middle) {
      if (directives.has('reset')) return breakOff(sink, format(event));
      if (directives.has('error-event')) {
        await sink.write(failure);
        return sink.end();
      }
      if (directives.get('truncate') === 'middle') return sink.end();
      if (directives.has('stall') && where === 'middle') await sink.wait(amount(directives, 'stall', 60_000));
    }
    await sink.write(format(event));
    await sink.wait(slow);
  }
  return sink.end();
}

/** Sends half an event, then a TCP reset. */
async function breakOff(sink: Sink, text: string): Promise<void> {
  await sink.write(text.slice(0, Math.floor(text.length / 2)));
  // The half event must be flushed before the reset.
  await sink.wait(20);
  sink.reset();
}

function frame(event: WireEvent, newline: string): string {
  return `event: ${event.type}${newline}data: ${writeJson(event)}${newline}${newline}`;
}
