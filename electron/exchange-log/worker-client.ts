/**
 * The client of one exchange worker: matches requests with results, tracks drafts in flight, and watches the heartbeat.
 */

import { DragomanError, type ErrorReport } from '#shared/errors.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { recordedSize, type RecordedExchange, portable, withoutBodies } from './record/recorded-exchange.ts';
import type { LogRequest, LogRequestName, LogRequests, ToWorker } from './worker/worker-protocol.ts';
import { createWatchdog } from './watchdog.ts';
import type { LogWorker } from './start-worker.ts';

export interface WorkerClientEvents {
  onStored(summaries: readonly ExchangeSummary[]): void;
  onChanged(summaries: readonly ExchangeSummary[]): void;
  onProblem(problem: ErrorReport): void;
  onShift(shift: number): void;
  /** It is stuck, or has recovered. */
  onStuck(stuck: boolean): void;
  /** It ended unexpectedly; `lost` are its unstored drafts, without bodies. */
  onGone(reason: string, lost: readonly RecordedExchange[]): void;
}

export interface WorkerClient {
  /** Size of drafts in flight, by `recordedSize`. */
  readonly inFlight: number;
  /** The heartbeat is overdue. */
  readonly stuck: boolean;
  /** Drafts in flight, in order of arrival. */
  summaries(): readonly ExchangeSummary[];
  /** @returns the size of what was posted */
  record(recorded: RecordedExchange): number;
  post(message: Extract<ToWorker, { kind: 'caps' }>): void;
  /** Rejects with DragomanError: `log_failed`, `log_gone` when the worker ended, `log_stuck` when it hangs. */
  request<Name extends LogRequestName>(
    name: Name,
    input: LogRequests[Name]['input'],
  ): Promise<LogRequests[Name]['result']>;
  kill(): Promise<void>;
}

interface PendingRequest {
  readonly name: LogRequestName;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Erasing rewrites the whole file without heartbeats. */
const CLEARING_ALLOWANCE = 10;

/** @param watchdogMs heartbeat timeout while work is pending */
export function createWorkerClient(worker: LogWorker, events: WorkerClientEvents, watchdogMs: number): WorkerClient {
  const pending = new Map<number, PendingRequest>();
  /** Kept without bodies, for the case that the worker ends: it has the rest. */
  const sent = new Map<string, { readonly recorded: RecordedExchange; readonly size: number }>();
  let lastId = 0;
  let inFlight = 0;
  let gone = false;
  const watchdog = createWatchdog({
    limitMs: watchdogMs,
    allowance: () => (isClearing() ? CLEARING_ALLOWANCE : 1),
    isWaiting: () => pending.size > 0 || sent.size > 0,
    onExpired() {
      rejectAll(stuckError());
      events.onStuck(true);
    },
    onRecovered: () => events.onStuck(false),
  });

  worker.onMessage((message) => {
    watchdog.heartbeat();
    switch (message.kind) {
      case 'stored':
        for (const { id } of message.summaries) {
          inFlight -= sent.get(id)?.size ?? 0;
          sent.delete(id);
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
      case 'response':
        settle(message.id)?.resolve(message.value);
        break;
      case 'refused':
        settle(message.id)?.reject(new DragomanError(message.error.code, message.error.message, message.error.hint));
    }
  });

  worker.onExit((reason) => {
    if (gone) return;
    gone = true;
    watchdog.stop();
    const lost = [...sent.values()].map(({ recorded }) => recorded);
    sent.clear();
    inFlight = 0;
    rejectAll(goneError());
    events.onGone(reason, lost);
  });

  function isClearing(): boolean {
    return [...pending.values()].some(({ name }) => name === 'clear');
  }

  function settle(id: number): PendingRequest | undefined {
    const request = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) worker.hold(false);
    return request;
  }

  function rejectAll(error: DragomanError): void {
    for (const id of pending.keys()) settle(id)?.reject(error);
  }

  return {
    get inFlight() {
      return inFlight;
    },
    get stuck() {
      return watchdog.expired;
    },
    summaries: () => [...sent.values()].map(({ recorded }) => recorded.summary),
    record(recorded) {
      const size = recordedSize(recorded);
      const copy = portable(recorded);
      worker.post({ kind: 'record', recorded: copy.recorded }, copy.transfer);
      sent.set(recorded.summary.id, { recorded: withoutBodies(recorded), size });
      inFlight += size;
      watchdog.start();
      return size;
    },
    post: (message) => worker.post(message),
    async request(name, input) {
      if (gone) throw goneError();
      if (watchdog.expired) throw stuckError();
      lastId += 1;
      const id = lastId;
      const response = new Promise<unknown>((resolve, reject) => pending.set(id, { name, resolve, reject }));
      // Keeps the process alive during a request.
      worker.hold(true);
      // The signature ties name and input; TypeScript cannot correlate the two through a union.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const request = { name, input } as LogRequest;
      worker.post({ kind: 'request', id, request });
      watchdog.start();
      // The result comes from the same build, for this name.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return (await response) as LogRequests[typeof name]['result'];
    },
    async kill() {
      gone = true;
      watchdog.stop();
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
    'The exchange log does not respond.',
    'The disk or network folder with the data folder may be stuck. It goes on by itself as soon as that answers.',
  );
}
