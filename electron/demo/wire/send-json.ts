/** Sends a message as one JSON body, with the transport faults of the directives. */

import { amount } from '../parse-directives.ts';
import type { Directives } from '../parse-directives.ts';
import type { ComposedMessage } from '../response/compose-message.ts';
import type { Sink } from './sink.ts';
import { writeJson } from '#shared/json/exact-number.ts';

const filler = 'The demo goes on and on. '.repeat(2600);
const seam = '\u0001filler\u0001';

export async function sendMockJson(sink: Sink, composed: ComposedMessage, directives: Directives): Promise<void> {
  const text = writeJson(jsonBody(composed, directives));
  const cut = directives.has('reset') || directives.has('truncate') ? Math.floor(text.length / 2) : text.length;
  // A huge message is generated lazily: text before the filler, filler, the rest.
  const [before = '', after = ''] = text.slice(0, cut).split(JSON.stringify(seam).slice(1, -1));
  if (directives.has('stall')) await sink.wait(amount(directives, 'stall', 60_000));
  await sink.write(before);
  for (let left = composed.fillerBytes; left > 0 && sink.isOpen(); left -= filler.length) {
    await sink.write(filler.slice(0, left));
  }
  await sink.write(after);
  if (!directives.has('reset')) return sink.end();
  await sink.wait(20);
  return sink.reset();
}

function jsonBody({ message, transformations, fillerBytes }: ComposedMessage, directives: Directives): unknown {
  const unknown = directives.has('unknown') ? [{ type: 'hologram', beam: 1 }] : [];
  const last = message.content.at(-1);
  const content =
    fillerBytes > 0 && last?.type === 'text'
      ? [...message.content.slice(0, -1), { ...last, text: `${last.text}${seam}` }]
      : message.content;
  const body = {
    ...message,
    content: [...unknown, ...content],
    stop_reason: directives.get('stop') ?? message.stop_reason,
  };
  return transformations.length === 0 ? body : { ...body, input_transformations: transformations };
}
