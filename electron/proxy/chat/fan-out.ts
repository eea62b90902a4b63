/**
 * Multiple choices (`n`): n concurrent upstream calls, merged into one response. One failure fails all. The log records
 * the first call, with the counts and notes of all.
 */

import type { Message, Usage } from '#shared/anthropic/types.ts';
import type { ChatCompletion } from '#shared/openai/types.ts';
import type { ResponseContext } from '#shared/translate/core/translation-interface.ts';
import type { Note } from '#shared/notes.ts';
import { translateResponseSteps } from '#shared/translate/response/translate-response.ts';
import { createChunkMerger, mergeCompletions } from '#shared/translate/response/multiple-choices.ts';
import { addUsage } from '#shared/translate/response/usage.ts';
import { feedEncoder } from './stream-response.ts';

import { createChatSseEncoder, type ChatShape } from './chat-sse-encoder.ts';
import { collectMessage } from './collect-message.ts';
import { type MessagesCall, openMessagesCall, type Translate } from './messages-call.ts';
import { recordFailure, toErrorResponse } from '../http/error-response.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import { DONE, encodeEvent } from '../../sse/sse.ts';
import { createSseWriter } from './deferred-sse-writer.ts';
import type { EventSink } from '../../sse/event-sink.ts';
import { recordUsage } from '../upstream/read-response.ts';
import type { RequestContext } from '../http/request-context.ts';
import { runInSlices } from '#electron/platform/time-slices.ts';
import { UpstreamRefused } from '../upstream/upstream-refused.ts';

/** One choice: its own call and recording; only the first recording is logged. */
interface ChoiceCall {
  readonly context: RequestContext;
  readonly call: MessagesCall;
}

export interface FanOut {
  readonly first: ChoiceCall;
  readonly calls: readonly ChoiceCall[];
  /** Aborts all calls. */
  readonly cut: () => void;
}

/** @throws as `openMessagesCall`, when any call fails */
export async function openFanOut(
  context: RequestContext,
  deps: ProxyDeps,
  model: string,
  count: number,
  translate: Translate,
): Promise<FanOut> {
  const { visits: contexts, cut } = sideBySide(context, count);
  try {
    const open = async (one: RequestContext): Promise<ChoiceCall> => ({
      context: one,
      call: await openMessagesCall(one, deps, model, translate),
    });
    const calls = await Promise.all(contexts.map(open));
    const [first] = calls;
    if (first === undefined) throw new Error('There is at least one answer.');
    return { first, calls, cut };
  } catch (error) {
    cut();
    throw error;
  }
}

function sideBySide(context: RequestContext, count: number): { visits: readonly RequestContext[]; cut: () => void } {
  const controller = new AbortController();
  const signal = AbortSignal.any([context.signal, controller.signal]);
  const contexts = Array.from({ length: count }, (_, index) => ({
    ...context,
    signal,
    recording: index === 0 ? context.recording : context.recording.fork(),
  }));
  return { visits: contexts, cut: () => controller.abort() };
}

export async function collectChoices(
  context: RequestContext,
  { calls, cut }: FanOut,
  responseContext: ResponseContext,
  created: number,
): Promise<ChatCompletion> {
  const translate = (message: Message) =>
    runInSlices(translateResponseSteps(message, responseContext, created), context.signal);
  try {
    const messages = await Promise.all(calls.map((choice) => collectMessage(choice.context, choice.call)));
    const translated: Awaited<ReturnType<typeof translate>>[] = [];
    for (const message of messages) translated.push(await translate(message));
    const [first, ...others] = translated.map(({ completion }) => completion);
    if (first === undefined) throw new Error('There is at least one answer.');
    const usages = messages.map(({ usage }) => usage);
    conclude(
      context,
      usages,
      calls,
      translated.map(({ notes }) => notes),
    );
    return mergeCompletions(first, others, usages);
  } catch (error) {
    cut();
    throw error;
  }
}

/** As `streamResponse`, with the chunks of all choices in order of arrival. */
export async function streamChoices(
  context: RequestContext,
  deps: ProxyDeps,
  { first, calls, cut }: FanOut,
  responseContext: ResponseContext,
  created: number,
  shape: ChatShape,
): Promise<void> {
  const writer = createSseWriter(context, deps, first.call);
  const merger = createChunkMerger();
  const tracks = calls.map((choice, index) => {
    const encoder = createChatSseEncoder(
      responseContext,
      created,
      (chunk) => {
        const taken = merger.take(index, chunk);
        return taken === null ? null : shape.chunk(taken);
      },
      '',
    );
    return { lane: choice, front: encoder };
  });
  const usages = (): Usage[] => tracks.flatMap(({ front: encoder }) => encoder.usage ?? []);
  let over = false;
  const shared: EventSink = {
    write: (text) => over || text === '' || writer.write(text),
    wait: (resume) => writer.wait(resume),
    end: (text) => over || text === '' || writer.write(text),
    stop: () => undefined,
    get begun() {
      return writer.begun;
    },
    get closed() {
      return writer.closed;
    },
    onClose: (listener) => writer.onClose(listener),
  };
  try {
    const follow = async ({ lane: choice, front: encoder }: (typeof tracks)[number]): Promise<void> => {
      await feedEncoder(choice.context, choice.call, encoder, shared);
      if (encoder.state !== 'done') shared.write(encoder.end());
      if (encoder.failure !== null)
        throw new UpstreamRefused(encoder.failure, forwardedHeaders(choice.call.upstreamResponse));
    };
    await Promise.all(tracks.map(follow));
    const counted = merger.finish(usages());
    const last = counted === null ? null : shape.chunk(counted);
    writer.end((last === null ? '' : encodeEvent(last)) + DONE);
  } catch (error) {
    over = true;
    cut();
    if (!writer.begun || writer.closed) {
      writer.stop();
      throw error;
    }
    const failed = toErrorResponse(error);
    recordFailure(context, failed);
    writer.end(encodeEvent(failed.body));
  } finally {
    conclude(
      context,
      usages(),
      calls,
      tracks.map(({ front: encoder }) => encoder.notes),
    );
  }
}

/** Records the summed usage of all choices, and each note once. */
function conclude(
  { recording }: RequestContext,
  usages: readonly Usage[],
  calls: readonly ChoiceCall[],
  responseNotes: readonly (readonly Note[])[],
): void {
  const [first, ...rest] = usages;
  if (first !== undefined) recordUsage(recording, rest.reduce(addUsage, first));
  const notes = [...calls.flatMap(({ call: conversation }) => conversation.notes), ...responseNotes.flat()];
  recording.notes = [...new Map(notes.map((note) => [`${note.code} ${note.from ?? ''}`, note])).values()];
}
