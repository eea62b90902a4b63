/**
 * The worker's logic: completes and redacts drafts, writes them in batches, serves requests, enforces limits. Raw content
 * stays in memory from its arrival to the end of its batch.
 */

import { collectGarbage, LARGE } from '#electron/platform/collect-garbage.ts';
import type { ErrorReport } from '#shared/errors.ts';
import { createTextSearch, exchangeText, foldText } from '#shared/exchange/searchable-text.ts';
import { finalizeSafely } from '../record/redact-and-finalize.ts';
import { type RecordedExchange, recordedSize } from '../record/recorded-exchange.ts';
import { type ResilientDatabaseOptions, openResilientDatabase } from '../database/resilient-database.ts';
import type { LogRequest, ToWorker, WorkerPort, WorkerStart } from './worker-protocol.ts';
import { describeSqliteError } from '../database/sqlite.ts';

/** Maximum exchanges per transaction, so that the next message does not wait long. */
const BATCH = 250;
/** Pause between retention steps, so that messages are handled. */
const TIDY_PAUSE_MS = 5;
/** Throttles the limit check after batches, because it scans all rows. */
const TIDY_AFTER_MS = 1_000;
/** Interval of the age check, also without writes. */
const TIDY_EVERY_MS = 60_000;

/** `changes` are for tests. */
export function serveExchanges(
  port: WorkerPort,
  start: WorkerStart,
  changes: Partial<ResilientDatabaseOptions> = {},
): void {
  const database = openResilientDatabase({
    ...start,
    onProblem: (problem) => port.postMessage({ kind: 'problem', problem }),
    onShift: (shift) => port.postMessage({ kind: 'shift', shift }),
    ...changes,
  });
  const waiting: RecordedExchange[] = [];
  let scheduled = false;
  let tidying: { readonly timer: NodeJS.Timeout; readonly due: number } | null = null;
  let closed = false;

  /** All messages of one event-loop tick form one batch, or a few. */
  function writeSoon(): void {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      write();
      writeSoon();
    });
  }

  /** Writes one batch in one transaction. */
  function write(): void {
    if (waiting.length === 0) return;
    const batch = waiting.splice(0, BATCH);
    const exchanges = database.insert(batch.map(finalizeSafely));
    port.postMessage({ kind: 'stored', summaries: exchanges.map(({ summary }) => summary) });
    tidySoon(TIDY_AFTER_MS);
    // Bodies are joined, redacted, searched and compressed: of large ones several copies are left.
    if (batch.reduce((size, recorded) => size + recordedSize(recorded), 0) > LARGE) void collectGarbage();
  }

  function tidySoon(delay: number): void {
    const due = performance.now() + delay;
    if (closed || (tidying !== null && tidying.due <= due)) return;
    if (tidying !== null) clearTimeout(tidying.timer);
    const timer = setTimeout(() => {
      tidying = null;
      tidySoon(database.tidy() ? TIDY_PAUSE_MS : TIDY_EVERY_MS);
    }, delay);
    timer.unref();
    tidying = { timer, due };
  }

  function perform({ name, input }: LogRequest): unknown {
    switch (name) {
      case 'page':
        return database.page(input.query, input.cursor, input.limit);
      case 'count':
        return database.count(input.query);
      case 'get':
        return database.get(input.id);
      case 'complete':
        return finalizeSafely(input.recorded);
      case 'search': {
        const text = foldText(exchangeText(finalizeSafely(input.recorded)));
        return input.texts.filter((wanted) => createTextSearch(wanted)(text));
      }
      case 'mark': {
        const summaries = database.mark(input.ids, input.marks);
        if (summaries.length > 0) port.postMessage({ kind: 'changed', summaries });
        return null;
      }
      case 'clear':
        database.clear();
        return null;
      case 'usage':
        return database.usage();
      case 'close':
        closed = true;
        if (tidying !== null) clearTimeout(tidying.timer);
        database.close();
        return null;
    }
  }

  function take(message: ToWorker): void {
    switch (message.kind) {
      case 'record':
        waiting.push(message.recorded);
        writeSoon();
        break;
      case 'caps':
        database.limit(message.caps);
        tidySoon(TIDY_PAUSE_MS);
        break;
      case 'request': {
        const { id, request: question } = message;
        try {
          while (waiting.length > 0) write();
          port.postMessage({ kind: 'response', id, value: perform(question) });
        } catch (error) {
          port.postMessage({ kind: 'refused', id, error: refusal(error) });
        }
        if (closed) port.close();
      }
    }
  }

  port.on('message', take);
  tidySoon(TIDY_PAUSE_MS);
}

function refusal(error: unknown): ErrorReport {
  return {
    code: 'log_failed',
    message: `The exchange log could not do that (${describeSqliteError(error)}).`,
    hint: null,
  };
}
