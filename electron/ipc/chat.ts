/**
 * The chat panel's runs. Each is an ordinary request to our own port, so the panel shows what any client receives, and every
 * run is an exchange in the log.
 */

import { createParser } from 'eventsource-parser';
import { request } from 'undici';
import { readBeginning } from '#electron/platform/read-limited.ts';
import type { ChatEvent } from '#shared/ipc/contract.ts';
import { chunkEvents, type ChunkEvent, failureFromBody, type Failure } from './chat-wire.ts';
import type { ParsedInput } from './call-handlers.ts';

export interface ChatRunner {
  /** Starts the run and returns at once; results are events. A run with the same id is stopped first. */
  send(input: ParsedInput<'chat.send'>): void;
  /** Stops a run; it finishes with reason `stopped`. Unknown runs are ignored. */
  stop(run: string): void;
  stopAll(): void;
}

export interface ChatRunnerOptions {
  /** `http://127.0.0.1:9080/v1`, or null while the proxy does not listen. */
  readonly baseUrl: () => string | null;
  /** The client token, or null when none is required. */
  readonly token?: () => Promise<string | null>;
  readonly userAgent: string;
  readonly emit: (event: ChatEvent) => void;
}

/** A message for each failure to reach the proxy. */
const NOT_RUNNING: Failure = {
  code: 'proxy_stopped',
  message: 'The proxy is not running, and the chat goes through it like any other tool.',
  hint: 'Start it from the tray menu or the status bar.',
};
const BROKEN_OFF: Failure = {
  code: 'stream_ended',
  message: 'The answer ended before it was complete.',
  hint: 'Send the message again.',
};
/** Limit of an error body, in bytes. */
const MAX_ERROR_BODY = 1_000_000;
/** Limit of one event, in characters: twice the proxy's upstream limit, because one delta becomes several fields. */
const MAX_EVENT = 64 * 1024 * 1024;

export function createChatRunner(options: ChatRunnerOptions): ChatRunner {
  const runs = new Map<string, AbortController>();

  function stop(run: string): void {
    runs.get(run)?.abort();
    runs.delete(run);
  }

  return {
    send(input) {
      stop(input.run);
      const controller = new AbortController();
      runs.set(input.run, controller);
      void converse(options, input, controller.signal).finally(() => {
        if (runs.get(input.run) === controller) runs.delete(input.run);
      });
    },
    stop,
    stopAll() {
      for (const run of runs.keys()) stop(run);
    },
  };
}

/** One run from request to last event; never rejects. */
async function converse(
  { baseUrl, token, userAgent, emit }: ChatRunnerOptions,
  input: ParsedInput<'chat.send'>,
  signal: AbortSignal,
): Promise<void> {
  const { run } = input;
  const fail = (failure: Failure): void => emit({ kind: 'failed', run, ...failure });
  const base = baseUrl();
  if (base === null) {
    fail(NOT_RUNNING);
    return;
  }
  try {
    const shown = (await token?.()) ?? null;
    const response = await request(`${base}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'user-agent': userAgent,
        ...(shown === null ? {} : { authorization: `Bearer ${shown}` }),
      },
      body: JSON.stringify(requestBody(input)),
      signal,
      // Thinking can take minutes; the proxy has its own timeouts.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const exchange = response.headers['x-dragoman-exchange'];
    emit({ kind: 'started', run, exchangeId: typeof exchange === 'string' ? exchange : null });
    if (response.statusCode !== 200) {
      fail(failureFromBody(response.statusCode, await readBeginning(response.body, MAX_ERROR_BODY)));
      return;
    }
    await readStream(response.body, run, emit);
  } catch (error) {
    if (signal.aborted) emit({ kind: 'finished', run, finishReason: 'stopped', usage: null });
    else fail(unreachable(error));
  }
}

interface Ending {
  finishReason: string | null;
  usage: Extract<ChatEvent, { kind: 'finished' }>['usage'];
  failure: Failure | null;
  complete: boolean;
}

async function readStream(
  body: AsyncIterable<Uint8Array>,
  run: string,
  emit: (event: ChatEvent) => void,
): Promise<void> {
  const ending: Ending = { finishReason: null, usage: null, failure: null, complete: false };
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') throw error;
    },
    onEvent({ data }) {
      if (data === '[DONE]') ending.complete = true;
      else for (const event of chunkEvents(data)) take(event);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));

  const { complete, failure, finishReason, usage } = ending;
  if (failure !== null) emit({ kind: 'failed', run, ...failure });
  else if (complete) emit({ kind: 'finished', run, finishReason, usage });
  else emit({ kind: 'failed', run, ...BROKEN_OFF });

  function take(event: ChunkEvent): void {
    if (event.kind === 'text' || event.kind === 'reasoning') emit({ kind: event.kind, run, text: event.text });
    else if (event.kind === 'finish') ending.finishReason = event.reason;
    else if (event.kind === 'usage') ending.usage = event.usage;
    else ending.failure ??= event.failure;
  }
}

function requestBody(input: ParsedInput<'chat.send'>): object {
  const system = input.system.trim() === '' ? [] : [{ role: 'system', content: input.system }];
  return {
    model: input.model,
    messages: [...system, ...input.messages],
    ...(input.maxTokens === null ? {} : { max_tokens: input.maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function unreachable(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return NOT_RUNNING;
  return {
    code: 'chat_interrupted',
    message: 'The connection to the proxy broke off.',
    hint: 'Send the message again.',
  };
}
