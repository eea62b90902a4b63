/**
 * Pushes status, settings, exchanges (in batches) and chat deltas to the window. Bounded: a batch holds only the newest state of
 * each exchange and is dropped without a window.
 */

import type { Services } from '#electron/services.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import type { ChatEvent, EventName, EventPayload } from '#shared/ipc/contract.ts';

/** The window's receiver; null while no page listens. */
export interface FeedTarget {
  send<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
}

export interface Feed {
  /**
   * The page is loaded and listens. Replaces an earlier target. `resync`: the page has missed events and receives the whole
   * present state.
   */
  attach(target: FeedTarget, resync?: boolean): void;
  /** The page navigates, crashed or is closed: pending events are dropped; a new page loads everything. */
  detach(): void;
  chat(event: ChatEvent): void;
  /** Sent at once: the job throttles. */
  exportProgress(progress: EventPayload<'export.progress'>): void;
  show(view: EventPayload<'view.show'>['view'], exchangeId?: string | null): void;
  close(): void;
}

export interface FeedOptions {
  readonly services: Pick<Services, 'proxy' | 'settings' | 'log' | 'key'>;
  /** Interval of batches. */
  readonly batchMs?: number;
  /** Maximum of exchanges per batch; beyond it the oldest changes are dropped. */
  readonly maxBatch?: number;
}

export function createFeed({ services, batchMs = 50, maxBatch = 1000 }: FeedOptions): Feed {
  let target: FeedTarget | null = null;
  let timer: NodeJS.Timeout | undefined;
  const exchanges = new Map<string, ExchangeSummary>();
  /** Chat deltas, joined per run and kind, in order. */
  let chats: ChatEvent[] = [];
  let statusChanged = false;
  let refusedChanged = false;

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
    exchanges.clear();
    chats = [];
    statusChanged = false;
    refusedChanged = false;
  }

  function flush(): void {
    const receiver = target;
    const batch = [...exchanges.values()];
    const chatEvents = chats;
    const sendStatus = statusChanged;
    const sendRefused = refusedChanged;
    drop();
    if (receiver === null) return;
    if (sendStatus) receiver.send('status.changed', services.proxy.status());
    if (sendRefused) receiver.send('refused.changed', services.proxy.refused.current());
    if (batch.length > 0) receiver.send('exchanges.changed', batch);
    for (const chatEvent of chatEvents) receiver.send('chat.event', chatEvent);
  }

  function soon(): void {
    timer ??= setTimeout(flush, batchMs);
  }

  async function resendExchanges(receiver: FeedTarget): Promise<void> {
    // On failure the page shows only later events.
    const known = await services.log.list(maxBatch).catch(() => []);
    if (target === receiver) receiver.send('exchanges.changed', known.toReversed());
  }

  const endings = [
    // Throttled: thousands of requests a second change the status as often.
    services.proxy.onStatus(() => {
      if (target === null) return;
      statusChanged = true;
      soon();
    }),
    services.key.onChange(() => {
      if (target === null) return;
      statusChanged = true;
      soon();
    }),
    services.proxy.refused.onChange(() => {
      if (target === null) return;
      refusedChanged = true;
      soon();
    }),
    services.settings.onChange((settings) => target?.send('settings.changed', settings)),
    services.log.onChange((summary) => {
      if (target === null) return;
      // Deleted and set again: the batch is ordered by last change.
      exchanges.delete(summary.id);
      exchanges.set(summary.id, summary);
      if (exchanges.size > maxBatch) {
        for (const oldest of exchanges.keys()) {
          exchanges.delete(oldest);
          break;
        }
      }
      soon();
    }),
    services.log.onClear(() => {
      exchanges.clear();
      target?.send('exchanges.cleared', null);
    }),
  ];

  return {
    attach(next, resync = false) {
      drop();
      target = next;
      if (!resync) return;
      next.send('status.changed', services.proxy.status());
      next.send('settings.changed', services.settings.get());
      next.send('refused.changed', services.proxy.refused.current());
      next.send('exchanges.cleared', null);
      void resendExchanges(next);
    },
    detach() {
      drop();
      target = null;
    },
    chat(event) {
      if (target === null) return;
      const last = chats.at(-1);
      if (
        last !== undefined &&
        'text' in last &&
        'text' in event &&
        last.kind === event.kind &&
        last.run === event.run
      ) {
        chats[chats.length - 1] = { ...last, text: last.text + event.text };
      } else chats.push(event);
      soon();
    },
    exportProgress(progress) {
      target?.send('export.progress', progress);
    },
    show(view, exchangeId = null) {
      target?.send('view.show', { view, exchangeId });
    },
    close() {
      drop();
      target = null;
      for (const end of endings) end();
    },
  };
}
