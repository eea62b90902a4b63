/**
 * Sends finished exchanges to the log worker, at most N bytes in flight, and bounds the queue. A worker that ends is restarted;
 * after some failures an in-memory log replaces it. Nothing here waits for a disk.
 */

import { createMemoryLog, type MemoryLog } from '#electron/exchange-log/record/memory-log.ts';
import { withTimeout } from '#electron/platform/with-timeout.ts';
import type { ErrorReport } from '#shared/errors.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { recordedSize, type RecordedExchange } from './record/recorded-exchange.ts';
import { logOverload, logStopped, logStuck } from './record/log-errors.ts';
import type { LogRequestName, LogRequests } from './worker/worker-protocol.ts';
import type { Caps } from './database/retention.ts';
import type { LogWorker } from './start-worker.ts';
import { createPendingWrites } from './pending-writes.ts';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

export interface WriteQueueOptions {
  readonly start: () => LogWorker;
  readonly keepsContent: () => boolean;
  /** Stored, or changed later. */
  readonly onChange: (summary: ExchangeSummary) => void;
  readonly onProblem: (problem: ErrorReport) => void;
  /** The shift of stored arrivals. */
  readonly onShift: (shift: number) => void;
  /** The problem with this code is resolved. */
  readonly onSolved: (code: string) => void;
  /** Limits of the queue and of drafts in flight, by `recordedSize`. */
  readonly maxWaiting?: number | undefined;
  readonly maxInFlight?: number | undefined;
  /** Heartbeat timeout while work is pending. */
  readonly watchdogMs?: number | undefined;
}

export interface WriteQueue {
  /** Replaces the worker once that cannot be restarted. */
  readonly memory: MemoryLog | null;
  put(recorded: RecordedExchange): void;
  /** A draft that is still queued. */
  get(id: string): RecordedExchange | null;
  /** No effect on drafts that are not queued. */
  change(id: string, change: Partial<ExchangeSummary>): void;
  /** Not yet stored, newest last. */
  summaries(): readonly ExchangeSummary[];
  /** Clears the queue. */
  clear(): void;
  /** Rejects with DragomanError: `log_failed`, `log_gone`, `log_stuck`. */
  request<Name extends LogRequestName>(
    name: Name,
    input: LogRequests[Name]['input'],
  ): Promise<LogRequests[Name]['result']>;
  limit(caps: Caps): void;
  /** Flushes the queue and ends the worker, in bounded time. */
  close(): Promise<void>;
}

/** Four of the largest exchanges: each of their four messages has up to 8 MB. */
const MAX_WAITING = 128 * 1024 * 1024;
const MAX_WAITING_COUNT = 20_000;
/** Small, so that a request does not wait long behind it. */
const MAX_IN_FLIGHT = 8 * 1024 * 1024;
/** Limit of copying per event-loop tick, so that no response is delayed; at least one draft. */
const SLICE_SIZE = 256 * 1024;
const WATCHDOG_MS = 30_000;
/** Maximum restarts of the worker. */
const RESTARTS = 3;
/** Limit of waiting for the disk on quit. */
const CLOSE_MS = 5_000;

export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const { start, keepsContent, onChange, onProblem, onShift, onSolved } = options;
  const { maxInFlight = MAX_IN_FLIGHT, maxWaiting = MAX_WAITING, watchdogMs = WATCHDOG_MS } = options;
  const pending = createPendingWrites({
    maxSize: maxWaiting,
    maxCount: MAX_WAITING_COUNT,
    onOverload: () => onProblem(logOverload),
  });
  let failures = 0;
  let pumping = false;
  let memory: MemoryLog | null = null;
  let client = startClient();

  function startClient(): WorkerClient {
    return createWorkerClient(
      start(),
      {
        onStored(summaries) {
          failures = 0;
          pump();
          summaries.forEach(onChange);
        },
        onChanged: (summaries) => summaries.forEach(onChange),
        onProblem,
        onShift,
        onStuck(isStuck) {
          pump();
          if (isStuck) onProblem(logStuck);
          else onSolved(logStuck.code);
        },
        onGone: recover,
      },
      watchdogMs,
    );
  }

  /** Drafts of an ended worker keep metadata only: their bodies might end it again. */
  function recover(reason: string, lost: readonly RecordedExchange[]): void {
    pending.unshift(lost);
    failures += 1;
    if (failures <= RESTARTS) client = startClient();
    else {
      onProblem({ ...logStopped, message: `${logStopped.message} (${reason})` });
      memory = createMemoryLog({ keepsContent });
      memory.onChange(onChange);
    }
    pump();
  }

  function canTake(): boolean {
    return memory !== null || (!client.stuck && client.inFlight < maxInFlight);
  }

  /** Posts a bounded amount per event-loop tick, and continues when drafts in flight were stored. */
  function pump(): void {
    if (pumping || pending.size === 0 || !canTake()) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      for (let size = 0; size < SLICE_SIZE && pending.size > 0 && canTake();) size += sendNext();
      pump();
    });
  }

  function sendNext(): number {
    const recorded = pending.shift();
    if (recorded === null) return 0;
    if (memory === null) return client.record(recorded);
    memory.put(recorded);
    return recordedSize(recorded);
  }

  async function closeWorker(): Promise<void> {
    // Listeners of the last records may still read them.
    await client.request('usage', null);
    await new Promise((resolve) => setImmediate(resolve));
    await client.request('close', null);
  }

  return {
    get memory() {
      return memory;
    },
    put(recorded) {
      pending.push(recorded);
      pump();
    },
    get: (id) => pending.get(id),
    change: (id, change) => pending.change(id, change),
    summaries: () => [...(memory === null ? client.summaries() : []), ...pending.summaries()],
    clear: () => pending.clear(),
    request: async (name, input) => await client.request(name, input),
    limit: (caps) => client.post({ kind: 'caps', caps }),
    async close() {
      if (memory !== null || !client.stuck) while (pending.size > 0) sendNext();
      if (memory !== null) return;
      await withTimeout(
        closeWorker().catch(() => null),
        CLOSE_MS,
      );
      await client.kill();
    },
  };
}
