/** The proxy service: starts, stops, applies settings, publishes its status. */

import { collectGarbage } from '#electron/platform/collect-garbage.ts';
import type { ClientTokenService, KeyService, ProxyService, SettingsStore, TokenDemand } from '#electron/services.ts';
import { createEmitter } from '#electron/platform/emitter.ts';
import type { ExchangeSink } from '#electron/exchange-log/record/memory-log.ts';
import { createPreviousMessages } from '#electron/conversation-state/previous-messages.ts';
import { createLaneResponsesStore } from '#electron/conversation-state/lane-responses.ts';
import { createResponseStore } from '#electron/conversation-state/response-store.ts';
import type { SignatureStore } from '#electron/conversation-state/thinking-store.ts';
import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { type KnownModel, knownModel } from '#shared/models/known-models.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { createRequestHandler, type RequestHandler } from './server/request-handler.ts';
import { createFaultRecovery } from './server/listener-recovery.ts';
import { createLearnedRules } from './upstream/learned-rules.ts';
import { defaultLimits, listen, type Listener } from './server/listen.ts';
import { createModelList } from './upstream/models/model-list.ts';
import type { ProxyDeps } from './http/proxy-deps.ts';
import { createRecorder } from './recording/recorder.ts';
import { createRefusedLog } from './recording/refused-log.ts';
import { probeSelf } from './server/health-probe.ts';
import { explainListenError } from './server/port-conflict.ts';
import { KEEP_ALIVE_MS } from '../sse/sse.ts';
import {
  afterFault,
  degraded,
  describeStatus,
  type ListenState,
  running,
  starting,
  stopped,
} from './server/server-status.ts';
import { createNetworkWatch } from './server/network-watch.ts';
import { createMemoryBudget } from './http/memory-budget.ts';
import type { SocketClock } from './websocket/websocket-server.ts';
import { createUpstream, type Upstream } from './upstream/upstream-client.ts';

export interface ProxyOptions {
  readonly version: string;
  readonly settings: SettingsStore;
  readonly key: KeyService;
  readonly sink: ExchangeSink;
  readonly demo?: boolean;
  /** Replaces the configured endpoint for this run (demo). */
  readonly endpoint?: string | null;
  /** Replaces the configured port until that is changed; 0 takes a free one. */
  readonly port?: number | null;
  /** The optional client token; read for each request. */
  readonly token?: Pick<ClientTokenService, 'demand' | 'onChange'>;
  readonly signatures?: SignatureStore | null;
  readonly upstream?: Upstream;
  readonly keepAliveMs?: number;
  /** Bytes that all requests in progress may hold together. */
  readonly memoryLimit?: number;
  /** Epoch milliseconds, for the expiry of learned rules and model retirement. */
  readonly now?: () => number;
  /** Time of WebSockets: pings and the limit of their age. */
  readonly socketClock?: SocketClock;
  /** Unexpected errors, for the application log. */
  readonly onUnexpected?: (error: unknown) => void;
}

export interface Proxy extends ProxyService {
  /** After sleep or a network change: renews upstream connections and runs a health check. */
  recheck(): Promise<ProxyStatus>;
  /** Uncaught error in this process: status degraded until a health check passes or the server was restarted. */
  reportFault: () => void;
  /** Also used by `Services`: calls the upstream with the stored key. */
  readonly parts: ProxyDeps;
  /** Stops and releases everything. */
  close(drainMs?: number): Promise<void>;
}

const DRAIN_MS = 5_000;
const PROBE_EVERY_MS = 30_000;
/** Throttles status updates to the window. */
const PUBLISH_ACTIVE_MS = 200;

export function createProxy(options: ProxyOptions): Proxy {
  const { key, version } = options;
  const demo = options.demo ?? false;
  const now = options.now ?? Date.now;
  const upstream = options.upstream ?? createUpstream();
  const userAgent = `dragoman/${version}`;
  const settings = (): Settings => current;
  const demand = (): TokenDemand | null => options.token?.demand() ?? null;
  const deps: ProxyDeps = {
    version,
    userAgent,
    settings,
    key,
    upstream,
    modelList: createModelList({ settings, key, upstream, userAgent }),
    learnedRules: createLearnedRules(now),
    now,
    recorder: createRecorder(options.sink),
    refused: createRefusedLog(),
    memory: createMemoryBudget(options.memoryLimit, () => void collectGarbage()),
    signatures: options.signatures ?? null,
    previousMessages: createPreviousMessages(),
    responses: createResponseStore(),
    laneResponses: createLaneResponsesStore(),
    keepAliveMs: options.keepAliveMs ?? KEEP_ALIVE_MS,
  };
  const statuses = createEmitter<ProxyStatus>();
  let current = effective(options.settings.get());
  let fixedPort = options.port ?? null;
  let state: ListenState = stopped(wantedPort());
  let open: { listener: Listener; handler: RequestHandler; probe: NodeJS.Timeout } | null = null;
  /** Request handlers of earlier listeners that are still draining. */
  const draining = new Set<RequestHandler>();
  let queue: Promise<unknown> = Promise.resolve();
  let publishTimer: NodeJS.Timeout | null = null;
  const networkWatch = createNetworkWatch(PROBE_EVERY_MS);
  const faults = createFaultRecovery({
    isServing: async () => open === null || (await probeListener()),
    restart: () => enqueue(reopen),
    onChange: publish,
  });

  const unsubscribe = [
    key.onChange(() => {
      deps.modelList.forget();
      deps.previousMessages.forget();
      publish();
    }),
    ...(options.token === undefined ? [] : [options.token.onChange(publish)]),
    options.settings.onChange((next) => {
      const before = current;
      current = effective(next);
      if (before.endpoint !== current.endpoint) {
        deps.modelList.forget();
        deps.learnedRules.forget();
        deps.previousMessages.forget();
      }
      if (before.port === current.port) return;
      fixedPort = null;
      if (state.state === 'stopped') setState(stopped(current.port));
      else void enqueue(() => relisten());
    }),
  ];

  function effective(stored: Settings): Settings {
    return options.endpoint === undefined || options.endpoint === null
      ? stored
      : { ...stored, endpoint: options.endpoint };
  }

  function wantedPort(): number {
    return fixedPort ?? current.port;
  }

  function status(): ProxyStatus {
    let activeRequests = open?.handler.active ?? 0;
    for (const handler of draining) activeRequests += handler.active;
    return describeStatus(faults.faulty ? afterFault(state) : state, {
      demo,
      activeRequests,
      tokenNeeded: demand() !== null,
      key: key.state(),
    });
  }

  function publish(): void {
    if (publishTimer !== null) clearTimeout(publishTimer);
    publishTimer = null;
    statuses.emit(status());
  }

  function setState(next: ListenState): void {
    state = next;
    publish();
  }

  function publishSoon(): void {
    if (publishTimer !== null) return;
    publishTimer = setTimeout(publish, PUBLISH_ACTIVE_MS);
    publishTimer.unref();
  }

  /** Serialises start, stop and restart in call order. */
  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  async function startListening(port = wantedPort()): Promise<ProxyStatus> {
    if (open !== null) return status();
    setState(starting(port));
    const handler = await createRequestHandler({
      parts: deps,
      demo,
      policy: () => ({
        port: open?.listener.port ?? port,
        hosts: current.allowedHosts,
        origins: current.allowedOrigins,
        token: demand(),
      }),
      onActive: publishSoon,
      onUnexpected: options.onUnexpected ?? (() => undefined),
      socketClock: options.socketClock,
    });
    try {
      const listener = await listen(port, handler.onRequest, defaultLimits, handler.onUpgrade);
      const probe = setInterval(() => void checkHealth(), PROBE_EVERY_MS);
      probe.unref();
      open = { listener, handler, probe };
    } catch (error) {
      await handler.close();
      setState(await explainListenError(error, port));
      return status();
    }
    setState(running(open.listener.port, Date.now()));
    await probeListener();
    return status();
  }

  async function checkHealth(): Promise<void> {
    if (networkWatch.changed()) upstream.reset();
    if (!(await probeListener()) && open !== null) faults.report();
  }

  async function probeListener(): Promise<boolean> {
    const probed = open;
    if (probed === null) return false;
    const { port } = probed.listener;
    const isServing = await probeSelf(port, version);
    if (open !== probed) return isServing;
    const since = state.since ?? Date.now();
    if (isServing && state.state === 'degraded') setState(running(port, since));
    if (!isServing && state.state === 'running') setState(degraded(port, since));
    return isServing;
  }

  /** Closes the listener at once; requests in flight have `drainMs`, then their connections are cut. */
  function stopListening(drainMs: number): Promise<void> {
    const closing = open;
    if (closing === null) return Promise.resolve();
    open = null;
    clearInterval(closing.probe);
    const { handler, listener } = closing;
    draining.add(handler);
    handler.beginStopping();
    return drain(listener, handler, drainMs).finally(() => {
      draining.delete(handler);
      deps.recorder.flush();
      publishSoon();
    });
  }

  /** Requests in flight finish on the old server while the new one already listens. */
  async function relisten(port?: number): Promise<ProxyStatus> {
    void stopListening(DRAIN_MS * 12);
    return startListening(port);
  }

  /** Restarts the server on the same port, never on another. */
  async function reopen(): Promise<ProxyStatus> {
    return open === null ? status() : await relisten(open.listener.port);
  }

  async function stop(drainMs = DRAIN_MS): Promise<ProxyStatus> {
    const { port } = state;
    const gone = stopListening(drainMs);
    setState(stopped(fixedPort === 0 ? port : wantedPort()));
    await gone;
    return status();
  }

  return {
    parts: deps,
    status,
    onStatus: statuses.subscribe,
    start() {
      faults.clear();
      return enqueue(() => startListening());
    },
    stop(drainMs) {
      faults.clear();
      return enqueue(() => stop(drainMs));
    },
    knownModels: () => knownModels(deps),
    forgetLearnedRules: () => deps.learnedRules.forget(),
    refused: deps.refused,
    reportFault() {
      if (open !== null) faults.report();
    },
    recheck: () =>
      enqueue(async () => {
        upstream.reset();
        return open === null || (await probeListener()) ? status() : await reopen();
      }),
    async close(drainMs) {
      for (const end of unsubscribe) end();
      faults.clear();
      await enqueue(() => stop(drainMs));
      if (publishTimer !== null) clearTimeout(publishTimer);
      deps.recorder.flush();
      await upstream.close();
    },
  };
}

function knownModels({ modelList: catalogue, learnedRules }: ProxyDeps): readonly KnownModel[] {
  const live = new Map(catalogue.known().map((model) => [model.id, model]));
  return [...new Set([...live.keys(), ...learnedRules.models()])]
    .map((id) => knownModel(id, live.get(id), learnedRules.of(id)))
    .filter((model) => model !== null);
}

async function drain(listener: Listener, handler: RequestHandler, drainMs: number): Promise<void> {
  const closed = listener.close();
  const timer = setTimeout(() => {
    handler.abortAll();
    // Lets last error responses flush before the sockets are destroyed.
    setTimeout(() => {
      listener.cut();
      handler.cut();
    }, 100).unref();
  }, drainMs);
  await closed;
  clearTimeout(timer);
  await handler.close();
}
