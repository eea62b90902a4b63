/** One running worker of the exchange log: questions paired with their answers, and what has been handed over but not yet kept. */

import { DragomanError, type ErrorReport } from '#shared/errors.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { draftSize, type ExchangeDraft, portable } from './draft.ts';
import type { Question, QuestionName, Questions, ToWorker } from './protocol.ts';
import type { ExchangeWorker } from './start-worker.ts';

export interface WorkerClientEvents {
  onStored(summaries: readonly ExchangeSummary[]): void;
  onChanged(summaries: readonly ExchangeSummary[]): void;
  onProblem(problem: ErrorReport): void;
  /** It ended unasked; `lost` are the drafts that it had and did not keep. */
  onGone(reason: string, lost: readonly ExchangeDraft[]): void;
}

export interface WorkerClient {
  /** What is handed over and not yet kept, in characters. */
  readonly underWay: number;
  record(draft: ExchangeDraft): void;
  tell(message: Extract<ToWorker, { kind: 'caps' }>): void;
  /** Rejects with DragomanError: `log_failed`, or `log_gone` when the worker ended. */
  ask<Name extends QuestionName>(name: Name, ask: Questions[Name]['ask']): Promise<Questions[Name]['answer']>;
  kill(): Promise<void>;
}

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export function createWorkerClient(worker: ExchangeWorker, events: WorkerClientEvents): WorkerClient {
  const waiters = new Map<number, Waiter>();
  const handedOver = new Map<string, { readonly draft: ExchangeDraft; readonly size: number }>();
  let lastId = 0;
  let underWay = 0;
  let gone = false;

  worker.onMessage((message) => {
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
    const lost = [...handedOver.values()].map(({ draft }) => draft);
    handedOver.clear();
    underWay = 0;
    for (const waiter of waiters.values()) waiter.reject(goneError());
    waiters.clear();
    events.onGone(reason, lost);
  });

  function settle(id: number): Waiter | undefined {
    const waiter = waiters.get(id);
    waiters.delete(id);
    if (waiters.size === 0) worker.hold(false);
    return waiter;
  }

  return {
    get underWay() {
      return underWay;
    },
    record(draft) {
      const size = draftSize(draft);
      const copy = portable(draft);
      worker.post({ kind: 'record', draft: copy.draft }, copy.transfer);
      handedOver.set(draft.summary.id, { draft, size });
      underWay += size;
    },
    tell: (message) => worker.post(message),
    async ask(name, ask) {
      if (gone) throw goneError();
      lastId += 1;
      const id = lastId;
      const answered = new Promise<unknown>((resolve, reject) => waiters.set(id, { resolve, reject }));
      // Without this the process could end in the middle of a question.
      worker.hold(true);
      // The name and what is asked belong together by the signature, which a union cannot follow.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const question = { name, ask } as Question;
      worker.post({ kind: 'ask', id, question });
      // Answered by the same build of this program, by this very name.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await answered) as Questions[typeof name]['answer'];
    },
    async kill() {
      gone = true;
      for (const waiter of waiters.values()) waiter.reject(goneError());
      waiters.clear();
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
