/**
 * Several answers to one request (`n`): as many calls upstream side by side, put together on the way down. When one of them fails,
 * all do. The log shows the first call; counts and notes are those of all.
 */

import type { Usage } from '#shared/anthropic/types.ts';
import type { ChatCompletion } from '#shared/openai/types.ts';
import type { ReplyContext } from '#shared/translate/core/context.ts';
import type { Note } from '#shared/translate/core/notes.ts';
import { translateResponse } from '#shared/translate/response/translate-response.ts';
import { createChunkMerger, mergeCompletions } from '#shared/translate/response/multiple-choices.ts';
import { addUsage } from '#shared/translate/response/usage.ts';
import { feedFront } from './stream-response.ts';
import type { ChatShape } from './chat-handler.ts';
import { createChatFront } from './chat-sse-encoder.ts';
import { completeMessage } from './collect-message.ts';
import { type Conversation, openConversation, type Translate } from './messages-call.ts';
import { noteFailure, replyTo, UpstreamRefused } from '../http/error-response.ts';
import type { ProxyParts } from '../http/proxy-deps.ts';
import { replyHeaders } from '../upstream/forwarded-headers.ts';
import { DONE, encodeEvent } from '../../sse/sse.ts';
import { createOutput, type Output } from './deferred-sse-writer.ts';
import { recordUsage } from '../upstream/read-response.ts';
import type { Visit } from '../http/request-context.ts';

/** One of the answers: a call of its own, with a record of its own that only the first one's becomes. */
interface Lane {
  readonly visit: Visit;
  readonly conversation: Conversation;
}

export interface Answers {
  readonly first: Lane;
  readonly lanes: readonly Lane[];
  /** Ends all calls. */
  readonly cut: () => void;
}

/** Throws as `openConversation` does, as soon as one of the calls fails. */
export async function openAnswers(
  visit: Visit,
  parts: ProxyParts,
  model: string,
  count: number,
  translate: Translate,
): Promise<Answers> {
  const { visits, cut } = sideBySide(visit, count);
  try {
    const open = async (one: Visit): Promise<Lane> => ({
      visit: one,
      conversation: await openConversation(one, parts, model, translate),
    });
    const lanes = await Promise.all(visits.map(open));
    const [first] = lanes;
    if (first === undefined) throw new Error('There is at least one answer.');
    return { first, lanes, cut };
  } catch (error) {
    cut();
    throw error;
  }
}

function sideBySide(visit: Visit, count: number): { visits: readonly Visit[]; cut: () => void } {
  const controller = new AbortController();
  const signal = AbortSignal.any([visit.signal, controller.signal]);
  const visits = Array.from({ length: count }, (_, index) => ({
    ...visit,
    signal,
    recording: index === 0 ? visit.recording : visit.recording.aside(),
  }));
  return { visits, cut: () => controller.abort() };
}

export async function completeAnswers(
  visit: Visit,
  { lanes, cut }: Answers,
  reply: ReplyContext,
  created: number,
): Promise<ChatCompletion> {
  try {
    const messages = await Promise.all(lanes.map((lane) => completeMessage(lane.visit, lane.conversation)));
    const translated = messages.map((message) => translateResponse(message, reply, created));
    const [first, ...others] = translated.map(({ completion }) => completion);
    if (first === undefined) throw new Error('There is at least one answer.');
    const usages = messages.map(({ usage }) => usage);
    conclude(
      visit,
      usages,
      lanes,
      translated.map(({ notes }) => notes),
    );
    return mergeCompletions(first, others, usages);
  } catch (error) {
    cut();
    throw error;
  }
}

/** As `answerStream`, with the chunks of all answers in the order in which they come. */
export async function streamAnswers(
  visit: Visit,
  parts: ProxyParts,
  { first, lanes, cut }: Answers,
  reply: ReplyContext,
  created: number,
  shape: ChatShape,
): Promise<void> {
  const output = createOutput(visit, parts, first.conversation);
  const merger = createChunkMerger();
  const tracks = lanes.map((lane, index) => {
    const front = createChatFront(
      reply,
      created,
      (chunk) => {
        const taken = merger.take(index, chunk);
        return taken === null ? null : shape.chunk(taken);
      },
      '',
    );
    return { lane, front };
  });
  const usages = (): Usage[] => tracks.flatMap(({ front }) => front.usage ?? []);
  let over = false;
  const shared: Output = {
    write: (text) => over || text === '' || output.write(text),
    wait: (resume) => output.wait(resume),
    end: (text) => over || text === '' || output.write(text),
    stop: () => undefined,
    get begun() {
      return output.begun;
    },
  };
  try {
    const follow = async ({ lane, front }: (typeof tracks)[number]): Promise<void> => {
      await feedFront(lane.visit, lane.conversation, front, shared);
      if (front.state !== 'done') shared.write(front.end());
      if (front.failure !== null) throw new UpstreamRefused(front.failure, replyHeaders(lane.conversation.reply));
    };
    await Promise.all(tracks.map(follow));
    const counted = merger.finish(usages());
    const last = counted === null ? null : shape.chunk(counted);
    output.end((last === null ? '' : encodeEvent(last)) + DONE);
  } catch (error) {
    over = true;
    cut();
    if (!output.begun || visit.response.destroyed) {
      output.stop();
      throw error;
    }
    const failed = replyTo(error);
    noteFailure(visit, failed);
    output.end(encodeEvent(failed.body));
  } finally {
    conclude(
      visit,
      usages(),
      lanes,
      tracks.map(({ front }) => front.notes),
    );
  }
}

/** Writes down what all answers together used, and each note once. */
function conclude(
  { recording }: Visit,
  usages: readonly Usage[],
  lanes: readonly Lane[],
  replyNotes: readonly (readonly Note[])[],
): void {
  const [first, ...rest] = usages;
  if (first !== undefined) recordUsage(recording, rest.reduce(addUsage, first));
  const notes = [...lanes.flatMap(({ conversation }) => conversation.notes), ...replyNotes.flat()];
  recording.notes = [...new Map(notes.map((note) => [`${note.code} ${note.from ?? ''}`, note])).values()];
}
