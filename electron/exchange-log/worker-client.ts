/**
 * One running worker of the exchange log: questions paired with their answers, what has been handed over but not yet kept, and
 * whether it gets on at all.
 */

import { DragomanError, type ErrorReport } from '#shared/errors.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { draftSize, type ExchangeDraft, portable, withoutBodies } from './record/recorded-exchange.ts';
import type { Question, QuestionName, Questions, ToWorker } from './worker/worker-protocol.ts';
import { createSilenceWatch } from './watchdog.ts';
import type { ExchangeWorker } from './start-worker.ts';

export interface WorkerClientEvents {
  onStored(summaries: readonly ExchangeSummary[]): void;
  onChanged(summaries: readonly ExchangeSummary[]): void;
  onProblem(problem: ErrorReport): void;
  onShift(shift: number): void;
  /** It has stopped getting on, or gets on again. */
  onStuck(stuck: boolean): void;
  /** It ended unasked; `lost` is what is left of the drafts that it had and did not keep. */
  onGone(reason: string, lost: readonly ExchangeDraft[]): void;
}

export interface WorkerClient {
  /** What is handed over and not yet kept, as `draftSize` measures. */
  readonly underWay: number;
  /** It has said nothing for long, although something is asked of it. */
  readonly stuck: boolean;
  /** What is handed over and not yet kept, in the order of arrival. */
  summaries(): readonly ExchangeSummary[];
  /** Gives back what it measures. */
  record(draft: ExchangeDraft): number;
  tell(message: Extract<ToWorker, { kind: 'caps' }>): void;
  /** Rejects with DragomanError: `log_failed`, `log_gone` when the worker ended, `log_stuck` when it does not get on. */
  ask<Name extends QuestionName>(name: Name, ask: Questions[Name]['ask']): Promise<Questions[Name]['answer']>;
  kill(): Promise<void>;
}

interface Waiter {
  readonly name: QuestionName;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Erasing writes the whole file anew, and says nothing until that is done. */
const CLEARING_TIMES = 10;

/** @param silenceMs how long the worker may say nothing while something is asked of it */
export function createWorkerClient(
  worker: ExchangeWorker,
  events: WorkerClientEvents,
  silenceMs: number,
): WorkerClient {
  const waiters = new Map<number, Waiter>();
  /** Only what would be kept of them if the worker ended: it has the rest. */
  const handedOver = new Map<string, { readonly draft: ExchangeDraft; readonly size: number }>();
  let lastId = 0;
  let underWay = 0;
  let gone = false;
  const watch = createSilenceWatch({
    limitMs: silenceMs,
    patience: () => (isClearing() ? CLEARING_TIMES : 1),
    isWaiting: () => waiters.size > 0 || handedOver.size > 0,
    onSilence() {
      rejectAll(stuckError());
      events.onStuck(true);
    },
    onSound: () => events.onStuck(false),
  });

  worker.onMessage((message) => {
    watch.heard();
    switch (message.kind) {
      case 'stored':
        for (const { id } of message.summaries) {
          underWay -= handedOver.get(id)?.size ?? 0;
          handedOver.delete(id);
        }
        events.onStored(message.summaries);
        break;
      case 'changed':
        events.onChanged(message.summaries);
        break;
      case 'problem':
        events.onProblem(message.problem);
        break;
      case 'shift':
        events.onShift(message.shift);
        break;
      case 'answer':
        settle(message.id)?.resolve(message.value);
        break;
      case 'refused':
        settle(message.id)?.reject(new DragomanError(message.error.code, message.error.message, message.error.hint));
    }
  });

  worker.onExit((reason) => {
    if (gone) return;
    gone = true;
    watch.stop();
    const lost = [...handedOver.values()].map(({ draft }) => draft);
    handedOver.clear();
    underWay = 0;
    rejectAll(goneError());
    events.onGone(reason, lost);
  });

  function isClearing(): boolean {
    return [...waiters.values()].some(({ name }) => name === 'clear');
  }

  function settle(id: number): Waiter | undefined {
    const waiter = waiters.get(id);
    waiters.delete(id);
    if (waiters.size === 0) worker.hold(false);
    return waiter;
  }

  function rejectAll(error: DragomanError): void {
    for (const id of waiters.keys()) settle(id)?.reject(error);
  }

  return {
    get underWay() {
      return underWay;
    },
    get stuck() {
      return watch.silent;
    },
    summaries: () => [...handedOver.values()].map(({ draft }) => draft.summary),
    record(draft) {
      const size = draftSize(draft);
      const copy = portable(draft);
      worker.post({ kind: 'record', draft: copy.draft }, copy.transfer);
      handedOver.set(draft.summary.id, { draft: withoutBodies(draft), size });
      underWay += size;
      watch.start();
      return size;
    },
    tell: (message) => worker.post(message),
    async ask(name, ask) {
      if (gone) throw goneError();
      if (watch.silent) throw stuckError();
      lastId += 1;
      const id = lastId;
      const answered = new Promise<unknown>((resolve, reject) => waiters.set(id, { name, resolve, reject }));
      // Without this the process could end in the middle of a question.
      worker.hold(true);
      // The name and what is asked belong together by the signature, which a union cannot follow.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const question = { name, ask } as Question;
      worker.post({ kind: 'ask', id, question });
      watch.start();
      // Answered by the same build of this program, by this very name.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await answered) as Questions[typeof name]['answer'];
    },
    async kill() {
      gone = true;
      watch.stop();
      rejectAll(goneError());
      await worker.kill();
    },
  };
}

function goneError(): DragomanError {
  return new DragomanError(
    'log_gone',
    'The exchange log has stopped.',
    'Start Dragoman again to see logged exchanges.',
  );
}

function stuckError(): DragomanError {
  return new DragomanError(
    'log_stuck',
    'The exchange log does not answer.',
    'The disk or network folder with the data folder may be stuck. It goes on by itself as soon as that answers.',
  );
}
