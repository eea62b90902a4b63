/**
 * Hands what is over to the worker, as much at a time as it may have, and keeps what waits within bounds. A worker that ends is
 * started again, and after some failures a log in memory takes its place. Nothing here waits for a disk.
 */

import { createExchangeLog, type MemoryLog } from '#electron/exchange-log/record/memory-log.ts';
import { endsInTime } from '#electron/platform/with-timeout.ts';
import type { ErrorReport } from '#shared/errors.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { draftSize, type ExchangeDraft } from './record/recorded-exchange.ts';
import { overload, stopped, stuck } from './record/log-errors.ts';
import type { QuestionName, Questions } from './worker/worker-protocol.ts';
import type { Caps } from './database/retention.ts';
import type { ExchangeWorker } from './start-worker.ts';
import { createWaitingDrafts } from './pending-writes.ts';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

export interface HandOverOptions {
  readonly start: () => ExchangeWorker;
  readonly keepsContent: () => boolean;
  /** Kept, or changed after that. */
  readonly onChange: (summary: ExchangeSummary) => void;
  readonly onProblem: (problem: ErrorReport) => void;
  /** By how much arrivals are moved when they are stored. */
  readonly onShift: (shift: number) => void;
  /** The problem with this code is over. */
  readonly onSolved: (code: string) => void;
  /** What may wait for the worker, and what it may have at a time, as `draftSize` measures. */
  readonly maxWaiting?: number | undefined;
  readonly maxUnderWay?: number | undefined;
  /** How long the worker may say nothing while something is asked of it. */
  readonly silenceMs?: number | undefined;
}

export interface HandOver {
  /** In place of the worker, once that cannot be had. */
  readonly memory: MemoryLog | null;
  put(draft: ExchangeDraft): void;
  /** One that still waits here. */
  get(id: string): ExchangeDraft | null;
  /** Does nothing for what does not wait here. */
  change(id: string, change: Partial<ExchangeSummary>): void;
  /** What is not kept yet, newest last. */
  summaries(): readonly ExchangeSummary[];
  /** Forgets what waits here. */
  clear(): void;
  /** Rejects with DragomanError: `log_failed`, `log_gone`, `log_stuck`. */
  ask<Name extends QuestionName>(name: Name, ask: Questions[Name]['ask']): Promise<Questions[Name]['answer']>;
  limit(caps: Caps): void;
  /** Hands over all that waits and ends the worker, in bounded time. */
  close(): Promise<void>;
}

/** Four of the largest exchanges: of each of their sides, 8 MB are kept. */
const MAX_WAITING = 128 * 1024 * 1024;
const MAX_WAITING_COUNT = 20_000;
/** Little enough that a question is not kept waiting behind it for long. */
const MAX_UNDER_WAY = 8 * 1024 * 1024;
/** What is copied for the worker in one turn: little enough that no answer waits for it, and at least one draft. */
const TURN_SIZE = 256 * 1024;
const SILENCE_MS = 30_000;
/** How often a worker that ended is started again. */
const RESTARTS = 3;
/** Quitting does not wait longer for a disk. */
const CLOSE_MS = 5_000;

export function createHandOver(options: HandOverOptions): HandOver {
  const { start, keepsContent, onChange, onProblem, onShift, onSolved } = options;
  const { maxUnderWay = MAX_UNDER_WAY, maxWaiting = MAX_WAITING, silenceMs = SILENCE_MS } = options;
  const waiting = createWaitingDrafts({
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
      silenceMs,
    );
  }

  /** What the worker had is lost but for what is known without it: trying the same again might end it again. */
  function recover(reason: string, lost: readonly ExchangeDraft[]): void {
    waiting.unshift(lost);
    failures += 1;
    if (failures <= RESTARTS) client = startClient();
    else {
      onProblem({ ...stopped, message: `${stopped.message} (${reason})` });
      memory = createExchangeLog({ keepsContent });
      memory.onChange(onChange);
    }
    pump();
  }

  function canTake(): boolean {
    return memory !== null || (!client.stuck && client.underWay < maxUnderWay);
  }

  /** Hands over as much in a turn as leaves time for other work, and goes on when there is room again. */
  function pump(): void {
    if (pumping || waiting.size === 0 || !canTake()) return;
    pumping = true;
    setImmediate(() => {
      pumping = false;
      for (let size = 0; size < TURN_SIZE && waiting.size > 0 && canTake();) size += handOver();
      pump();
    });
  }

  function handOver(): number {
    const draft = waiting.shift();
    if (draft === null) return 0;
    if (memory === null) return client.record(draft);
    memory.put(draft);
    return draftSize(draft);
  }

  async function closeWorker(): Promise<void> {
    // Who hears of the last ones may still want to read them.
    await client.ask('usage', null);
    await new Promise((resolve) => setImmediate(resolve));
    await client.ask('close', null);
  }

  return {
    get memory() {
      return memory;
    },
    put(draft) {
      waiting.push(draft);
      pump();
    },
    get: (id) => waiting.get(id),
    change: (id, change) => waiting.change(id, change),
    summaries: () => [...(memory === null ? client.summaries() : []), ...waiting.summaries()],
    clear: () => waiting.clear(),
    ask: async (name, ask) => await client.ask(name, ask),
    limit: (caps) => client.tell({ kind: 'caps', caps }),
    async close() {
      if (memory !== null || !client.stuck) while (waiting.size > 0) handOver();
      if (memory !== null) return;
      await endsInTime(
        closeWorker().catch(() => null),
        CLOSE_MS,
      );
      await client.kill();
    },
  };
}
