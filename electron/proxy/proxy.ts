/** The proxy as a service: listens, stops, follows the settings, and knows how it is doing. */

import type { ClientTokenService, KeyService, ProxyService, SettingsStore, TokenDemand } from '#electron/services.ts';
import { createChannel } from '#electron/platform/emitter.ts';
import type { ExchangeSink } from '#electron/exchange-log/record/memory-log.ts';
import { createPreviousAnswers } from '#electron/conversation-state/previous-messages.ts';
import { createResponseStore } from '#electron/conversation-state/response-store.ts';
import type { SignatureStore } from '#electron/conversation-state/thinking-store.ts';
import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { type KnownModel, knownModel } from '#shared/models/known-models.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { openDoor, type Door } from './server/request-handler.ts';
import { createFaultWatch } from './server/fault-recovery.ts';
import { createLessonBook } from './upstream/learned-rules.ts';
import { listen, type Listener } from './server/listen.ts';
import { createModelCatalogue } from './upstream/model-list.ts';
import type { ProxyParts } from './http/proxy-deps.ts';
import { createRecorder } from './recording/recorder.ts';
import { probeSelf } from './server/health-probe.ts';
import { KEEP_ALIVE_MS } from '../sse/sse.ts';
import {
  afterFault,
  degraded,
  describeStatus,
  explainListenError,
  type ListenState,
  running,
  starting,
  stopped,
} from './server/server-status.ts';
import { createSurroundings } from './server/network-watch.ts';
import { createUpstream, type Upstream } from './upstream/upstream-client.ts';

export interface ProxyDeps {
  readonly version: string;
  readonly settings: SettingsStore;
  readonly key: KeyService;
  readonly sink: ExchangeSink;
  readonly demo?: boolean;
  /** Stands in for the configured endpoint as long as we run: the demo's. */
  readonly endpoint?: string | null;
  /** Stands in for the configured port until that is changed; 0 takes a free one. */
  readonly port?: number | null;
  /** The optional token that clients must show; asked for each request. */
  readonly token?: Pick<ClientTokenService, 'demand' | 'onChange'>;
  readonly signatures?: SignatureStore | null;
  readonly upstream?: Upstream;
  readonly keepAliveMs?: number;
  /** What should not have happened; for the application's own log. */
  readonly onUnexpected?: (error: unknown) => void;
}

export interface Proxy extends ProxyService {
  /** After sleep or a network change: new upstream connections, and a look whether the front door still answers. */
  recheck(): Promise<ProxyStatus>;
  /** An error in this process that nobody caught: degraded until the front door was seen to answer, or was opened anew. */
  reportFault: () => void;
  /** The parts that a Services also needs: asks the upstream with the stored key. */
  readonly parts: ProxyParts;
  /** Stops and lets go of everything. */
  close(drainMs?: number): Promise<void>;
}

const DRAIN_MS = 5_000;
const PROBE_EVERY_MS = 30_000;
/** Requests come and go by the hundred; the window needs to know a few times a second. */
const TELL_ACTIVE_MS = 200;

export function createProxy(deps: ProxyDeps): Proxy {
  const { key, version } = deps;
  const demo = deps.demo ?? false;
  const upstream = deps.upstream ?? createUpstream();
  const userAgent = `dragoman/${version}`;
  const settings = (): Settings => current;
  const demand = (): TokenDemand | null => deps.token?.demand() ?? null;
  const parts: ProxyParts = {
    version,
    userAgent,
    settings,
    key,
    upstream,
    catalogue: createModelCatalogue({ settings, key, upstream, userAgent }),
    lessons: createLessonBook(),
    recorder: createRecorder(deps.sink),
    signatures: deps.signatures ?? null,
    previousAnswers: createPreviousAnswers(),
    responses: createResponseStore(),
    keepAliveMs: deps.keepAliveMs ?? KEEP_ALIVE_MS,
  };
  const statuses = createChannel<ProxyStatus>();
  let current = effective(deps.settings.get());
  let fixedPort = deps.port ?? null;
  let state: ListenState = stopped(wantedPort());
  let open: { listener: Listener; door: Door; probe: NodeJS.Timeout } | null = null;
  /** Doors of earlier listeners whose last answers are still under way. */
  const draining = new Set<Door>();
  let queue: Promise<unknown> = Promise.resolve();
  let tellTimer: NodeJS.Timeout | null = null;
  const surroundings = createSurroundings(PROBE_EVERY_MS);
  const faults = createFaultWatch({
    answers: async () => open === null || (await measure()),
    restart: () => inTurn(reopen),
    onChange: tell,
  });

  const unsubscribe = [
    key.onChange(() => {
      parts.catalogue.forget();
      parts.previousAnswers.forget();
      tell();
    }),
    ...(deps.token === undefined ? [] : [deps.token.onChange(tell)]),
    deps.settings.onChange((next) => {
      const before = current;
      current = effective(next);
      if (before.endpoint !== current.endpoint) {
        parts.catalogue.forget();
        parts.lessons.forget();
        parts.previousAnswers.forget();
      }
      if (before.port === current.port) return;
      fixedPort = null;
      if (state.state === 'stopped') become(stopped(current.port));
      else void inTurn(() => relisten());
    }),
  ];

  function effective(stored: Settings): Settings {
    return deps.endpoint === undefined || deps.endpoint === null ? stored : { ...stored, endpoint: deps.endpoint };
  }

  function wantedPort(): number {
    return fixedPort ?? current.port;
  }

  function status(): ProxyStatus {
    let activeRequests = open?.door.active ?? 0;
    for (const door of draining) activeRequests += door.active;
    return describeStatus(faults.faulty ? afterFault(state) : state, {
      demo,
      activeRequests,
      tokenNeeded: demand() !== null,
      key: key.state(),
    });
  }

  function tell(): void {
    if (tellTimer !== null) clearTimeout(tellTimer);
    tellTimer = null;
    statuses.emit(status());
  }

  function become(next: ListenState): void {
    state = next;
    tell();
  }

  function tellSoon(): void {
    if (tellTimer !== null) return;
    tellTimer = setTimeout(tell, TELL_ACTIVE_MS);
    tellTimer.unref();
  }

  /** One change of state at a time, in the order they were asked for. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function openUp(port = wantedPort()): Promise<ProxyStatus> {
    if (open !== null) return status();
    become(starting(port));
    const door = await openDoor({
      parts,
      demo,
      policy: () => ({
        port: open?.listener.port ?? port,
        hosts: current.allowedHosts,
        origins: current.allowedOrigins,
        token: demand(),
      }),
      onActive: tellSoon,
      onUnexpected: deps.onUnexpected ?? (() => undefined),
    });
    try {
      const listener = await listen(port, door.onRequest);
      const probe = setInterval(() => void lookAround(), PROBE_EVERY_MS);
      probe.unref();
      open = { listener, door, probe };
    } catch (error) {
      await door.close();
      become(await explainListenError(error, port));
      return status();
    }
    become(running(open.listener.port, Date.now()));
    await measure();
    return status();
  }

  async function lookAround(): Promise<void> {
    if (surroundings.changed()) upstream.reset();
    if (!(await measure()) && open !== null) faults.report();
  }

  async function measure(): Promise<boolean> {
    const measured = open;
    if (measured === null) return false;
    const { port } = measured.listener;
    const answers = await probeSelf(port, version);
    if (open !== measured) return answers;
    const since = state.since ?? Date.now();
    if (answers && state.state === 'degraded') become(running(port, since));
    if (!answers && state.state === 'running') become(degraded(port, since));
    return answers;
  }

  /** Takes the listener away at once; answers under way have `drainMs`, then they are cut. */
  function shut(drainMs: number): Promise<void> {
    const closing = open;
    if (closing === null) return Promise.resolve();
    open = null;
    clearInterval(closing.probe);
    const { door, listener } = closing;
    draining.add(door);
    door.beginStopping();
    return drain(listener, door, drainMs).finally(() => {
      draining.delete(door);
      parts.recorder.flush();
      tellSoon();
    });
  }

  /** Answers under way finish on the old door while the new one is already open. */
  async function relisten(port?: number): Promise<ProxyStatus> {
    void shut(DRAIN_MS * 12);
    return openUp(port);
  }

  /** A new door where the old one was: never on another port. */
  async function reopen(): Promise<ProxyStatus> {
    return open === null ? status() : await relisten(open.listener.port);
  }

  async function stop(drainMs = DRAIN_MS): Promise<ProxyStatus> {
    const { port } = state;
    const gone = shut(drainMs);
    become(stopped(fixedPort === 0 ? port : wantedPort()));
    await gone;
    return status();
  }

  return {
    parts,
    status,
    onStatus: statuses.subscribe,
    start() {
      faults.clear();
      return inTurn(() => openUp());
    },
    stop(drainMs) {
      faults.clear();
      return inTurn(() => stop(drainMs));
    },
    knownModels: () => knownModels(parts),
    reportFault() {
      if (open !== null) faults.report();
    },
    recheck: () =>
      inTurn(async () => {
        upstream.reset();
        return open === null || (await measure()) ? status() : await reopen();
      }),
    async close(drainMs) {
      for (const end of unsubscribe) end();
      faults.clear();
      await inTurn(() => stop(drainMs));
      if (tellTimer !== null) clearTimeout(tellTimer);
      parts.recorder.flush();
      await upstream.close();
    },
  };
}

function knownModels({ catalogue, lessons }: ProxyParts): readonly KnownModel[] {
  const live = new Map(catalogue.known().map((model) => [model.id, model]));
  return [...new Set([...live.keys(), ...lessons.models()])]
    .map((id) => knownModel(id, live.get(id), lessons.of(id)))
    .filter((model) => model !== null);
}

async function drain(listener: Listener, door: Door, drainMs: number): Promise<void> {
  const closed = listener.close();
  const timer = setTimeout(() => {
    door.abortAll();
    // A moment for the last words, then the sockets.
    setTimeout(() => listener.cut(), 100).unref();
  }, drainMs);
  await closed;
  clearTimeout(timer);
  await door.close();
}
