/**
 * Hands what is over to the worker, as much at a time as it may have, and keeps what waits within bounds. A worker that ends is
 * started again, and after some failures a log in memory takes its place. Nothing here waits for a disk.
 */

import { createMemoryLog, type MemoryLog } from '#electron/exchange-log/record/memory-log.ts';
import { withTimeout } from '#electron/platform/with-timeout.ts';
import type { ErrorReport } from '#shared/errors.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { recordedSize, type RecordedExchange } from './record/recorded-exchange.ts';
import { overload, stopped, stuck } from './record/log-errors.ts';
import type { LogRequestName, LogRequests } from './worker/worker-protocol.ts';
import type { Caps } from './database/retention.ts';
import type { LogWorker } from './start-worker.ts';
import { createPendingWrites } from './pending-writes.ts';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

export interface WriteQueueOptions {
  readonly start: () => LogWorker;
  readonly keepsContent: () => boolean;
  /** Kept, or changed after that. */
  readonly onChange: (summary: ExchangeSummary) => void;
  readonly onProblem: (problem: ErrorReport) => void;
  /** By how much arrivals are moved when they are stored. */
  readonly onShift: (shift: number) => void;
  /** The problem with this code is over. */
  readonly onSolved: (code: string) => void;
  /** What may wait for the worker, and what it may have at a time, as `recordedSize` measures. */
  readonly maxWaiting?: number | undefined;
  readonly maxInFlight?: number | undefined;
  /** How long the worker may say nothing while something is asked of it. */
  readonly watchdogMs?: number | undefined;
}

export interface WriteQueue {
  /** In place of the worker, once that cannot be had. */
  readonly memory: MemoryLog | null;
  put(recorded: RecordedExchange): void;
  /** One that still waits here. */
  get(id: string): RecordedExchange | null;
  /** Does nothing for what does not wait here. */
  change(id: string, change: Partial<ExchangeSummary>): void;
  /** What is not kept yet, newest last. */
  summaries(): readonly ExchangeSummary[];
  /** Forgets what waits here. */
  clear(): void;
  /** Rejects with DragomanError: `log_failed`, `log_gone`, `log_stuck`. */
  request<Name extends LogRequestName>(
    name: Name,
    input: LogRequests[Name]['input'],
  ): Promise<LogRequests[Name]['result']>;
  limit(caps: Caps): void;
  /** Hands over all that waits and ends the worker, in bounded time. */
  close(): Promise<void>;
}

/** Four of the largest exchanges: of each of their sides, 8 MB are kept. */
const MAX_WAITING = 128 * 1024 * 1024;
const MAX_WAITING_COUNT = 20_000;
/** Little enough that a question is not kept waiting behind it for long. */
const MAX_IN_FLIGHT = 8 * 1024 * 1024;
/** What is copied for the worker in one turn: little enough that no answer waits for it, and at least one draft. */
const SLICE_SIZE = 256 * 1024;
const WATCHDOG_MS = 30_000;
/** How often a worker that ended is started again. */
const RESTARTS = 3;
/** Quitting does not wait longer for a disk. */
const CLOSE_MS = 5_000;

export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const { start, keepsContent, onChange, onProblem, onShift, onSolved } = options;
  const { maxInFlight = MAX_IN_FLIGHT, maxWaiting = MAX_WAITING, watchdogMs = WATCHDOG_MS } = options;
  const pending = createPendingWrites({
    maxSize: maxWaiting,
    maxCount: MAX_WAITING_COUNT,
    onOverload: () => onProblem(overload),
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
          if (isStuck) onProblem(stuck);
          else onSolved(stuck.code);
        },
        onGone: recover,
      },
      watchdogMs,
    );
  }

  /** What the worker had is lost but for what is known without it: trying the same again might end it again. */
  function recover(reason: string, lost: readonly RecordedExchange[]): void {
    pending.unshift(lost);
    failures += 1;
    if (failures <= RESTARTS) client = startClient();
    else {
      onProblem({ ...stopped, message: `${stopped.message} (${reason})` });
      memory = createMemoryLog({ keepsContent });
      memory.onChange(onChange);
    }
    pump();
  }

  function canTake(): boolean {
    return memory !== null || (!client.stuck && client.inFlight < maxInFlight);
  }

  /** Hands over as much in a turn as leaves time for other work, and goes on when there is room again. */
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
    // Who hears of the last ones may still want to read them.
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
