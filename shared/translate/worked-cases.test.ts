import { describe, expect, it } from 'vitest';
import { parseEvent, type UpstreamEvent } from '../anthropic/stream-events.ts';
import { parseMessage } from '../anthropic/message.ts';
import type { Message } from '../anthropic/types.ts';
import { validateMessageRequest } from '../anthropic/validate/index.ts';
import { RequestRefused } from '../errors.ts';
import type { ChatCompletionChunk } from '../openai/types.ts';
import { accumulate, created, testResponseContext, translateEvents } from './__fixtures__/upstream-messages.ts';
import { translate } from './__fixtures__/translate.ts';
import { wholeResponseCases } from './__fixtures__/worked-cases/whole-responses.ts';
import { errorCases } from './__fixtures__/worked-cases/errors.ts';
import { messageCases } from './__fixtures__/worked-cases/messages.ts';
import { generationCases } from './__fixtures__/worked-cases/generation.ts';
import { parameterCases } from './__fixtures__/worked-cases/parameters.ts';
import { brokenStreams, wholeStreams } from './__fixtures__/worked-cases/streams.ts';
import { toolCallCases } from './__fixtures__/worked-cases/tool-calls.ts';
import { toolCases } from './__fixtures__/worked-cases/tools.ts';
import type { Expectations, WorkedError, WorkedRequest } from './__fixtures__/worked-cases/worked-case.ts';
import { messageToEvents } from './stream/accumulate-message.ts';
import { translateError } from './errors/translate-error.ts';
import { parsePath } from '../json/json-path.ts';
import { translateResponse } from './response/translate-response.ts';

function at(value: unknown, path: string): unknown {
  let found: unknown = value;
  for (const step of parsePath(path)) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

/** All together, so that a failure shows every difference. */
function expectAll(value: unknown, expected: Expectations, absent: readonly string[] = []): void {
  const paths = [...Object.keys(expected), ...absent];
  const nothing = Object.fromEntries(absent.map((path) => [path, undefined]));
  expect(picked(value, paths)).toEqual({ ...expected, ...nothing });
}

function picked(value: unknown, paths: readonly string[]): Expectations {
  return Object.fromEntries(paths.map((path) => [path, at(value, path)]));
}

/** JSON objects as sent over HTTP. */
function messageOf(fields: object): Message {
  const message = parseMessage(
    JSON.stringify({
      id: 'msg_01Worked',
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4-8',
      content: [],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 5 },
      ...fields,
    }),
  );
  if (message === null) throw new Error('The case is no message.');
  return message;
}

function eventOf(fields: object): UpstreamEvent {
  const event = parseEvent(JSON.stringify(fields));
  if (event === null) throw new Error('The case has something that is no event.');
  return event;
}

function translated({ ask, settings = {} }: WorkedRequest): ReturnType<typeof translate> {
  return translate(
    { messages: [{ role: 'user', content: 'x' }], ...ask },
    { settings: { promptCaching: false, ...settings } },
  );
}

type Refused = WorkedRequest & { readonly refused: NonNullable<WorkedRequest['refused']> };
type WithResponse = WorkedRequest & { readonly response: NonNullable<WorkedRequest['response']> };
const isRefused = (one: WorkedRequest): one is Refused => one.refused !== undefined;
const isAnswered = (one: WorkedRequest): one is WithResponse => one.response !== undefined;
const named = <Case extends { readonly name: string }>(cases: readonly Case[]) =>
  cases.map((one) => [one.name, one] as const);

const areas = {
  messages: messageCases,
  tools: [...toolCallCases, ...toolCases],
  parameters: parameterCases,
  generation: generationCases,
};
const everyRequest = Object.values(areas).flat();
const known = everyRequest.filter((one) => !isRefused(one) && one.unknownModel !== true);

describe.each(Object.entries(areas))('a request: %s', (_area, cases) => {
  it.each(named(cases.filter((one) => !isRefused(one))))('%s', (_name, one) => {
    const { body, notes } = translated(one);
    expectAll(body, one.sent ?? {}, one.absent);
    expect(notes.map(({ code }) => code)).toEqual(expect.arrayContaining([...(one.notes ?? [])]));
    expect(translated(one).body).toEqual(body);
  });
});

it.each(named(everyRequest.filter(isRefused)))('is refused by the proxy: %s', (_name, one) => {
  expect(() => translated(one)).toThrow(RequestRefused);
  expect(() => translated(one)).toThrow(expect.objectContaining(one.refused));
});

it.each(named(known))('is accepted by the API: %s', (_name, one) => {
  const { body, betas } = translated(one);
  const apiVersion = one.settings?.anthropicVersion ?? '2023-06-01';
  expect(validateMessageRequest(body, { apiVersion, betas })).toBeNull();
});

it.each(named(everyRequest.filter(isAnswered)))('is answered in its own format: %s', (_name, one) => {
  const { content, stop, choice } = one.response;
  const message = messageOf({ content, stop_reason: stop });
  const { completion } = translateResponse(message, translated(one).responseContext, created);
  expect(picked(completion.choices[0], Object.keys(choice))).toEqual(choice);
});

describe('a response', () => {
  it.each(named(wholeResponseCases))('%s', async (_name, one) => {
    const message = messageOf(one.message);
    const responseContext = testResponseContext(one.responseContext);
    const { completion, notes } = translateResponse(message, responseContext, created);
    expectAll(completion, one.expected, one.absent);
    expect(notes.map(({ code }) => code)).toEqual(expect.arrayContaining([...(one.notes ?? [])]));

    const { chunks, translation } = translateEvents(messageToEvents(message), responseContext);
    const streamed = await accumulate(chunks);
    expect(streamed.choices[0]?.message.tool_calls).toEqual(completion.choices[0]?.message.tool_calls);
    expect(streamed.choices[0]?.message.content || null).toEqual(completion.choices[0]?.message.content || null);
    expect(streamed.choices[0]?.finish_reason).toBe(completion.choices[0]?.finish_reason);
    expect(streamed.usage).toMatchObject({ total_tokens: completion.usage?.total_tokens });
    expect(translation.notes.map(({ code }) => code)).toEqual(notes.map(({ code }) => code));
  });
});

describe('a stream', () => {
  const sent = (chunks: readonly ChatCompletionChunk[]): unknown[] =>
    chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
  const finishes = (chunks: readonly ChatCompletionChunk[]): unknown[] =>
    chunks.flatMap(({ choices }) => choices.flatMap(({ finish_reason: reason }) => reason ?? []));

  it.each(named(wholeStreams))('%s', (_name, one) => {
    const events = one.events.map(eventOf);
    const { chunks, failure } = translateEvents(events, testResponseContext(one.responseContext));
    expect(failure).toBeNull();
    expect(sent(chunks)).toEqual(one.deltas);
    expect(finishes(chunks)).toEqual([one.ends.finish]);
    const last = chunks.at(-1);
    expect(last?.choices).toEqual([]);
    expectAll(last?.usage, one.usage ?? {});
    const unasked = translateEvents(
      events,
      testResponseContext({ ...one.responseContext, includeUsage: false }),
    ).chunks;
    expect(unasked.filter((chunk) => 'usage' in chunk)).toEqual([]);
    expect(sent(unasked)).toEqual(one.deltas);
  });

  it.each(named(brokenStreams))('%s', (_name, one) => {
    const { chunks, failure } = translateEvents(one.events.map(eventOf), testResponseContext(one.responseContext));
    expect(sent(chunks)).toEqual(one.deltas);
    expect(finishes(chunks)).toEqual([]);
    expect(failure?.body.error.code).toBe(one.ends.failure);
    expect(failure?.emitted).toBe(one.deltas.length > 0);
  });
});

describe('an error', () => {
  const locate = (path: string): string =>
    path.replace(
      /^messages\.(\d+)\.content\.(\d+).*/,
      (_all, index, block) => `messages[${Number(index) + 1}].content[${block}]`,
    );
  const describeError = ({ status, error, text, headers = {} }: WorkedError) =>
    translateError(
      { status, headers, body: text ?? JSON.stringify({ type: 'error', error, request_id: 'req_body' }) },
      { locate, knownModels: ['claude-opus-5'] },
    );

  it.each(named(errorCases))('%s', (_name, one) => {
    const { status, body, headers } = describeError(one);
    const { type, code, param, message } = body.error;
    expect({ status, type, code, param }).toEqual({ param: null, ...one.expected });
    expect(message).not.toBe('');
    expect(headers).toMatchObject(one.sentHeaders ?? {});
  });
});
