/** The four bodies of a made-up exchange, from the two that are made up: the real translator writes the others. */

import { parseEvent } from '#shared/anthropic/stream-events.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { parseSseText } from '#shared/exchange/sse-text.ts';
import { createClientEventStream } from '#shared/exchange/retranslate/client-event-stream.ts';
import { parseJson, parseJsonObject } from '#shared/json/unknown-json.ts';
import type { ExchangeSummary, HttpMessage } from '#shared/exchange/record.ts';
import { retranslate, type ResponseTarget } from '#shared/exchange/retranslate/retranslate.ts';
import { defaultSettings } from '#shared/settings/schema.ts';
import { createMessageAccumulator } from '#shared/translate/stream/accumulate-message.ts';
import type { Note } from '#shared/notes.ts';
import { translateResponse } from '#shared/translate/response/translate-response.ts';

type Endpoint = ExchangeSummary['endpoint'];
type Body = Pick<HttpMessage, 'body' | 'events' | 'assembled' | 'eventTimes'>;

export interface SamplePair {
  readonly clientRequest: string;
  readonly upstreamRequest: string;
  readonly upstreamResponse: Body;
  readonly clientResponse: Body;
  readonly notes: readonly Note[];
}

const created = 1_795_356_131;

/** @param body the upstream's message as JSON, or its event stream when there are `times` of its events */
export function samplePair(
  endpoint: Endpoint,
  model: string,
  request: string,
  result: string,
  times: readonly number[] | null = null,
): SamplePair {
  const translated = retranslate({ endpoint, body: request, inputs: { settings: defaultSettings, models: [] }, model });
  if (!translated.ok) throw new Error(translated.message);
  const { body, notes, target: front } = translated;
  const both = { clientRequest: request, upstreamRequest: JSON.stringify(body), notes };
  if (times === null) {
    return { ...both, upstreamResponse: whole(result), clientResponse: whole(completionOf(result, front)) };
  }
  return { ...both, ...streamed(result, front, times) };
}

function whole(body: string): Body {
  return { body, events: false, assembled: null };
}

function streamed(
  result: string,
  front: ResponseTarget,
  times: readonly number[],
): Pick<SamplePair, 'upstreamResponse' | 'clientResponse'> {
  const stream = createClientEventStream(front, created);
  const assembler = createMessageAccumulator();
  const sent: string[] = [];
  const sentTimes: number[] = [];
  for (const [index, { data }] of parseSseText(result).entries()) {
    const event = parseEvent(data);
    if (event === null) continue;
    assembler.push(event);
    for (const text of stream.push(event)) {
      sent.push(text);
      sentTimes.push((times[index] ?? 0) + 0.3);
    }
  }
  const message = JSON.stringify(assembler.message());
  const last = parseJsonObject(sent.at(-1) ?? '')?.['response'];
  return {
    upstreamResponse: { body: result, events: true, assembled: message, eventTimes: [...times] },
    clientResponse: {
      body: sent.map((data) => `data: ${data}\n\n`).join(''),
      events: true,
      assembled: front.kind === 'responses' ? JSON.stringify(last) : completionOf(message, front),
      eventTimes: sentTimes,
    },
  };
}

function completionOf(message: string, front: ResponseTarget): string {
  if (front.kind === 'responses') throw new Error('Only streamed samples exist of the Responses API.');
  // Written above as the API writes it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.stringify(translateResponse(parseJson(message) as Message, front.responseContext, created).completion);
}
