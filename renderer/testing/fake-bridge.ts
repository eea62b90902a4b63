/**
 * A bridge without a main process, for tests and for work on the window in a plain browser. It behaves like the real one: it validates, responds asynchronously and pushes events. `?fake=empty` is a first start, `little` a day's work, `lots` 100,000 rows.
 */

import { z } from 'zod';
import type { ErrorReport } from '#shared/errors.ts';
import { createMatcher, parseFilter } from '#shared/exchange/filter/index.ts';
import { importedId, isImported } from '#shared/exchange/imported.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import { NOTHING_REFUSED } from '#shared/exchange/refused-requests.ts';
import type { Bridge, CallResult } from '#shared/ipc/bridge.ts';
import { calls } from '#shared/ipc/contract.ts';
import type { CallInput, CallName, CallOutput, EventName, EventPayload, ProxyStatus } from '#shared/ipc/contract.ts';
import type { KeyState } from '#shared/settings/key.ts';
import { defaultSettings, settingsSchema, type Settings } from '#shared/settings/schema.ts';
import { fakeChatEvents } from './fake-chat-events.ts';
import { fakeToken, listeningOn, missingKey, statesFromAddress } from './fake-states.ts';
import { fakeSetUp } from './fake-set-up.ts';
import { sampleExchange, sampleSummary } from './sample-exchanges.ts';
import { sampleRefused } from './sample-refused.ts';

const amounts = { empty: 0, little: 14, lots: 100_000 } as const;
export type FakeAmount = keyof typeof amounts;

/** Reads `?fake=…` from a query string; `little` when it says nothing known. */
export function fakeAmount(query: string): FakeAmount {
  const wanted = new URLSearchParams(query).get('fake');
  return wanted === 'empty' || wanted === 'lots' ? wanted : 'little';
}

type Listeners = { readonly [Name in EventName]: Set<(payload: EventPayload<Name>) => void> };

type Handlers = {
  [Name in CallName]: (input: CallInput<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

/** `states` changes the starting state of the proxy or the key, to show the rarer ones. */
export function createFakeBridge(
  amount: FakeAmount,
  states: { status?: Partial<ProxyStatus>; key?: KeyState } = statesFromAddress(),
): Bridge {
  const listeners: Listeners = {
    'status.changed': new Set(),
    'settings.changed': new Set(),
    'exchanges.changed': new Set(),
    'exchanges.cleared': new Set(),
    'refused.changed': new Set(),
    'chat.event': new Set(),
    'export.progress': new Set(),
    'view.show': new Set(),
  };
  const emit = <Name extends EventName>(name: Name, payload: EventPayload<Name>): void => {
    for (const listener of listeners[name]) listener(payload);
  };
  const now = Date.now();
  let summaries: ExchangeSummary[] = Array.from({ length: amounts[amount] }, (_, index) => {
    const age = amounts[amount] - index;
    return sampleSummary(index, now - age * (amount === 'lots' ? 900 : 47_000 + age * 9000));
  });
  let refused = amount === 'empty' ? NOTHING_REFUSED : sampleRefused(now);
  let settings: Settings = defaultSettings;
  let status: ProxyStatus = {
    state: 'running',
    port: settings.port,
    baseUrl: `http://127.0.0.1:${settings.port}/v1`,
    message: `Running on 127.0.0.1:${settings.port}`,
    hint: null,
    freePort: null,
    demo: false,
    activeRequests: 0,
    tokenNeeded: false,
    since: now - 11_520_000,
    key:
      states.key ??
      (amount === 'empty'
        ? missingKey
        : { state: 'stored', lastFour: 'f3a9', message: 'The key is in the keychain.', hint: null }),
    ...states.status,
  };
  const runs = new Map<string, () => void>();

  const setStatus = (change: Partial<ProxyStatus>): ProxyStatus => {
    status = { ...status, ...change };
    emit('status.changed', status);
    return status;
  };
  const setKey = (key: KeyState): KeyState => setStatus({ key }).key;
  const addExchange = (): ExchangeSummary => {
    const summary = { ...sampleSummary(summaries.length, Date.now()), tool: 'dragoman-chat' };
    summaries = [...summaries, summary];
    emit('exchanges.changed', [summary]);
    return summary;
  };

  const mark = (ids: readonly string[], change: Partial<ExchangeSummary>): null => {
    const marked = new Set(ids);
    summaries = summaries.map((summary) => (marked.has(summary.id) ? { ...summary, ...change } : summary));
    emit(
      'exchanges.changed',
      summaries.filter(({ id }) => marked.has(id)),
    );
    return null;
  };

  const handlers: Handlers = {
    'app.info': () => ({
      version: '0.1.0',
      platform: 'linux',
      demo: status.demo,
      electron: '33.2.1',
      dataFolder: '/home/you/.config/Dragoman',
      folderProblem: null,
    }),
    'status.get': () => status,
    'models.known': () => [],
    'models.forget': () => null,
    'refused.list': () => refused,
    'refused.clear'() {
      refused = NOTHING_REFUSED;
      emit('refused.changed', refused);
      return null;
    },
    'proxy.start': () => setStatus(listeningOn(settings.port)),
    'proxy.stop': () =>
      setStatus({
        state: 'stopped',
        message: 'Stopped',
        hint: 'Tools cannot reach Claude until you start it.',
        since: null,
      }),
    'settings.get': () => settings,
    'settings.save': (input) => {
      const port = settings.port;
      settings = settingsSchema.parse(input);
      emit('settings.changed', settings);
      if (settings.requireToken !== status.tokenNeeded) setStatus({ tokenNeeded: settings.requireToken });
      if (settings.port !== port && status.state === 'running') setStatus(listeningOn(settings.port));
      return settings;
    },
    'settings.import': ({ json }) => {
      const table = readTable(json);
      settings = settingsSchema.parse({
        ...settings,
        model: table.model,
      });
      emit('settings.changed', settings);
      const keyStored = typeof table.api_key === 'string';
      if (keyStored)
        setKey({
          state: 'stored',
          lastFour: String(table.api_key).slice(-4),
          message: 'The key is in the keychain.',
          hint: null,
        });
      return { settings, applied: ['model'], keyStored, issues: [] };
    },
    'settings.export': () => ({
      json: JSON.stringify(
        {
          plugins: {
            'ai-proxy': { provider: 'anthropic', model: settings.model, override: { endpoint: settings.endpoint } },
          },
        },
        null,
        2,
      ),
    }),
    'key.state': () => status.key,
    'key.save': ({ key, session }) =>
      setKey({
        state: session ? 'session' : 'stored',
        lastFour: key.trim().slice(-4),
        message: session ? 'The key is kept for this run only.' : 'The key is in the keychain.',
        hint: null,
      }),
    'key.forget': () => setKey(missingKey),
    'key.test': () => ({ ok: true, message: 'Anthropic accepts the key. 24 models can be used.', hint: null }),
    'token.state': () => fakeToken(settings.requireToken),
    'token.rotate': () => fakeToken(settings.requireToken),
    'token.reveal': () => ({ token: settings.requireToken ? 'sk-dragoman-made-up-for-the-fake-bridge' : null }),
    ...fakeSetUp(),
    'connect.copy': () => null,
    'exchanges.list': () => summaries.toReversed(),
    'exchanges.get': ({ id }): Exchange | null => {
      if (isImported(id)) {
        const index = Number(id.split('-').at(-1));
        const exchange = sampleExchange(sampleSummary(index, now - 172_800_000 + index * 31_000));
        return { ...exchange, summary: { ...exchange.summary, id } };
      }
      const summary = summaries.find((candidate) => candidate.id === id);
      return summary === undefined ? null : sampleExchange(summary);
    },
    'exchanges.page': ({ filter = '', cursor = null, limit = 200, count = false }) => {
      const matching = summaries.toReversed().filter(createMatcher(parseFilter(filter).terms, Date.now()));
      const start = cursor === null ? 0 : matching.findIndex(({ id }) => id === cursor) + 1;
      const shown = matching.slice(start, start + limit);
      const more = start + limit < matching.length;
      return {
        summaries: shown,
        next: more ? (shown.at(-1)?.id ?? null) : null,
        total: count ? matching.length : null,
      };
    },
    'exchanges.pin': ({ ids, pinned }) => mark(ids, { pinned }),
    'exchanges.label': ({ ids, label }) => mark(ids, { label }),
    'exchanges.usage': () => ({
      count: summaries.length,
      pinned: summaries.filter(({ pinned }) => pinned === true).length,
      bytes: summaries.length * 6_000,
      oldest: summaries[0]?.startedAt ?? null,
      storage: 'disk',
      problem: null,
    }),
    'exchanges.clear': () => {
      summaries = [];
      emit('exchanges.cleared', null);
      return null;
    },
    'export.save': ({ format, ids }) => ({ path: `/home/you/exchanges.${format}`, count: ids.length }),
    'export.cancel': () => null,
    'import.open': () => ({
      name: 'dragoman-2026-11-20-0915.jsonl',
      summaries: Array.from({ length: 9 }, (_, index) => ({
        ...sampleSummary(index, now - 172_800_000 + index * 31_000),
        id: importedId(index, `fake-${index}`),
      })),
      problem: 'The last line broke off.',
    }),
    'import.search': () => ({ ids: [importedId(3, 'fake-3')] }),
    'import.close': () => null,
    'folder.open': () => null,
    'exchange.replay': () => ({ id: addExchange().id }),
    'chat.send': ({ run, messages }) => {
      const exchange = addExchange();
      const stop = fakeChatEvents(run, exchange.id, messages.at(-1)?.content ?? '', (event) =>
        emit('chat.event', event),
      );
      runs.set(run, stop);
      return null;
    },
    'chat.stop': ({ run }) => {
      runs.get(run)?.();
      return null;
    },
    'clipboard.write': async ({ text }) => {
      await navigator.clipboard?.writeText(text).catch(() => undefined);
      return null;
    },
  };

  if (amount !== 'empty' && typeof window !== 'undefined') {
    setInterval(() => {
      const summary = sampleSummary(summaries.length, Date.now());
      summaries.push(summary);
      emit('exchanges.changed', [summary]);
    }, 4000);
  }

  return {
    async invoke<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>> {
      const parsed = calls[name].input.safeParse(input);
      if (!parsed.success) return { ok: false, error: invalid(parsed.error.message) };
      await Promise.resolve();
      return { ok: true, value: await handlers[name](input) };
    },
    subscribe<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
  };
}

function invalid(message: string): ErrorReport {
  return { code: 'invalid_input', message, hint: null };
}

const tableSchema = z.looseObject({
  plugins: z.looseObject({ 'ai-proxy': z.looseObject({ model: z.string(), api_key: z.string().optional() }) }),
});

/** Only the shape that the window itself offers as an example is understood here. */
function readTable(json: string): { model: string; api_key?: string | undefined } {
  return tableSchema.parse(JSON.parse(json)).plugins['ai-proxy'];
}
