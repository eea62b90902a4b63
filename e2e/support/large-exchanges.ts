/** Exchanges with bodies of megabytes, stored in the log of a data folder; the translator produces the two inner messages. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openTable } from '#electron/exchange-log/database/exchange-table.ts';
import { parseEvent } from '#shared/anthropic/stream-events.ts';
import { createClientEventStream } from '#shared/exchange/retranslate/client-event-stream.ts';
import { exchange as plainExchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { Exchange, HttpMessage } from '#shared/exchange/record.ts';
import { retranslate, type ResponseTarget } from '#shared/exchange/retranslate/retranslate.ts';
import { defaultSettings } from '#shared/settings/schema.ts';
import { createMessageAccumulator } from '#shared/translate/stream/accumulate-message.ts';
import { translateResponse } from '#shared/translate/response/translate-response.ts';

const MODEL = 'claude-sonnet-5-5';
const CREATED = 1_790_000_000;
export const MEGABYTE = 1_000_000;

export function storeExchanges(dataFolder: string, exchanges: readonly Exchange[]): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const table = openTable(join(dataFolder, 'exchanges.db'));
  table.insert(exchanges);
  table.close();
}

/** A long agent session: many messages with tool results, and a streamed response of the same size. */
export function agentSession(id: string, characters: number, last = 'Go on.'): Exchange {
  const turns = 400;
  const turnLength = Math.floor(characters / turns);
  const messages: object[] = [{ role: 'system', content: 'You are a coding agent.' }];
  for (let turn = 0; turn < turns; turn += 1) {
    const call = `call_${turn}`;
    messages.push(
      { role: 'user', content: `Step ${turn}: read file number ${turn}.` },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: call, type: 'function', function: { name: 'read_file', arguments: `{"path":"src/file-${turn}.ts"}` } },
        ],
      },
      { role: 'tool', tool_call_id: call, content: source(turn, turnLength) },
    );
  }
  messages.push({ role: 'user', content: last });
  const tools = [{ type: 'function', function: { name: 'read_file', parameters: { type: 'object', properties: {} } } }];
  const request = JSON.stringify({ model: 'gpt-4o', stream: true, logit_bias: { '50256': -100 }, messages, tools });
  const deltas = Array.from({ length: Math.floor(characters / 330) }, (_, index) => source(index, 200));
  return recorded(id, request, true, deltas);
}

/** One string of that size, and a JSON response of the same size. */
export function oneText(id: string, characters: number): Exchange {
  const content = `${source(1, characters - 100)}\nThe very end of the text.`;
  const request = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
  return recorded(id, request, false, [`${source(2, characters - 100)}\nThe very end of the answer.`]);
}

/** A request above the API's limit, with a body of that size in one string: refused, so no other message has a body. */
export function refused(id: string, characters: number): Exchange {
  const content = `${source(3, characters - 100)}\nThe very end of the text.`;
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
  const error = { code: 'request_too_large', message: 'The body is larger than 32 MB.', hint: null };
  return {
    ...plainExchange(),
    summary: summary({ id, startedAt: Date.now() - 70_000, state: 'failed', status: 413, errorCode: error.code }),
    clientRequest: side({ body }),
    upstreamRequest: null,
    upstreamResponse: null,
    clientResponse: side({ startLine: '413 Payload Too Large', body: JSON.stringify({ error }) }),
    notes: [],
    error,
  };
}

function source(number: number, characters: number): string {
  const line = `  const value${number} = compute("näme", ${number}, { depth: ${number % 7} }); // line of the source\n`;
  return line.repeat(Math.ceil(characters / line.length)).slice(0, characters);
}

function recorded(id: string, request: string, stream: boolean, texts: readonly string[]): Exchange {
  const translated = retranslate({
    endpoint: 'chat.completions',
    body: request,
    inputs: { settings: defaultSettings, models: [] },
    model: MODEL,
  });
  if (!translated.ok) throw new Error(translated.message);
  return {
    ...plainExchange(),
    ...completedAnswer(texts, translated.target, stream),
    summary: summary({ id, startedAt: Date.now() - 60_000, modelUsed: MODEL, stream, totalMs: 9_000 }),
    clientRequest: side({ body: request }),
    upstreamRequest: side({ startLine: 'POST /v1/messages', body: JSON.stringify(translated.body) }),
    notes: structuredClone([...translated.notes]),
  };
}

type Answer = Pick<Exchange, 'upstreamResponse' | 'clientResponse'>;

function completedAnswer(texts: readonly string[], front: ResponseTarget, stream: boolean): Answer {
  const translation = createClientEventStream(front, CREATED);
  const assembler = createMessageAccumulator();
  const events: string[] = [];
  const chunks: string[] = [];
  for (const event of eventsOf(texts)) {
    const data = JSON.stringify(event);
    const parsed = parseEvent(data);
    if (parsed === null) continue;
    assembler.push(parsed);
    events.push(`event: ${event.type}\ndata: ${data}\n\n`);
    for (const chunk of translation.push(parsed)) chunks.push(`data: ${chunk}\n\n`);
  }
  const message = assembler.message();
  if (message === null || front.kind === 'responses') throw new Error('This is the message of a chat completion.');
  const assembled = [
    JSON.stringify(message),
    JSON.stringify(translateResponse(message, front.responseContext, CREATED).completion),
  ] as const;
  const [upstreamResponse, clientResponse] = stream
    ? [streamSide(events, assembled[0]), streamSide(chunks, assembled[1])]
    : assembled.map((body) => side({ startLine: '200 OK', body }));
  return { upstreamResponse: upstreamResponse ?? null, clientResponse: clientResponse ?? null };
}

function streamSide(events: readonly string[], assembled: string): HttpMessage {
  const eventTimes = events.map((_, index) => 400 + index);
  return side({ startLine: '200 OK', body: events.join(''), events: true, assembled, eventTimes });
}

type WireEvent = { readonly type: string } & Record<string, unknown>;

function eventsOf(texts: readonly string[]): readonly WireEvent[] {
  const usage = { input_tokens: 1_500_000, output_tokens: 1 };
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: MODEL,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...texts.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 50_000 },
    },
    { type: 'message_stop' },
  ];
}
