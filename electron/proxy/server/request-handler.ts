/** Entry of every request: opens its recording, runs the guards, and follows it until the response ended or the client left. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RequestRefused } from '#shared/errors.ts';
import { buildApp } from './router.ts';
import { sendError, toErrorResponse } from '../http/error-response.ts';
import { type GuardPolicy, guardRequest, pathOf, shownTokens } from '../http/request-guards.ts';
import type { GuardRefusal } from '../recording/guard-refusal.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { missingEndpoint } from '../routes/missing-endpoints.ts';
import { normaliseTarget } from '../http/normalize-path.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { countsAsRefused } from '../recording/refused-log.ts';
import { opensWebSocket } from '../websocket/handshake.ts';
import { createResponsesSockets, type SocketClock } from '../websocket/websocket-server.ts';
import type { UpgradeListener } from './listen.ts';
import { sendEmpty, type RequestContext } from '../http/request-context.ts';

export interface RequestHandlerOptions {
  readonly parts: ProxyDeps;
  readonly demo: boolean;
  /** Read for each request, because settings change. */
  readonly policy: () => GuardPolicy;
  /** Called with the number of requests in flight when it changes. */
  readonly onActive: (count: number) => void;
  readonly onUnexpected: (error: unknown) => void;
  readonly socketClock?: SocketClock | undefined;
}

export interface RequestHandler {
  readonly onRequest: RequestListener;
  readonly onUpgrade: UpgradeListener;
  /** Requests in flight, those on WebSockets included. */
  readonly active: number;
  /** Responses close their connections from now on. */
  beginStopping(): void;
  /** Aborts requests in flight, upstream included. */
  abortAll(): void;
  /** Cuts the WebSockets, which are no connections of the HTTP server any more. */
  cut(): void;
  close(): Promise<void>;
}

/** Time for a route to react to its aborted signal. */
const SETTLE_MS = 1_000;

/** Health checks are not logged: they would bury the rest. */
const QUIET_PATHS = new Set(['/health', '/']);

function isQuiet({ url }: IncomingMessage): boolean {
  return QUIET_PATHS.has(normaliseTarget(pathOf(url ?? '')));
}

export async function createRequestHandler(options: RequestHandlerOptions): Promise<RequestHandler> {
  const { parts: deps } = options;
  const contexts = new WeakMap<IncomingMessage, RequestContext>();
  const inFlight = new Map<RequestContext, AbortController>();
  let stopping = false;
  const reportActive = (): void => options.onActive(inFlight.size + sockets.active);
  const sockets = createResponsesSockets({
    deps,
    demo: options.demo,
    policy: options.policy,
    onActive: reportActive,
    onUnexpected: options.onUnexpected,
    clock: options.socketClock,
  });
  const app = await buildApp(deps, (request) => contexts.get(request), options.onUnexpected);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const policy = options.policy();
    const verdict = guardRequest(
      {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
      },
      policy,
    );
    const counted = verdict.kind === 'refuse' && countsAsRefused(verdict.refusal);
    const recording = counted
      ? deps.recorder.openUnlisted(request, options.demo)
      : deps.recorder.open(request, options.demo);
    // We never send the token upstream, but a client's text may contain it.
    if (policy.token !== null && verdict.kind === 'pass') recording.secrets.push(...shownTokens(request.headers));
    recording.mark('guarded');
    const controller = new AbortController();
    const context: RequestContext = {
      request,
      response,
      recording,
      settings: deps.settings(),
      memory: deps.memory.open(),
      signal: controller.signal,
      demo: options.demo,
      headers: verdict.headers,
      stopping: () => stopping,
      settle: () => settle(),
    };
    const settle = trackConnection(context, controller, counted || (verdict.kind === 'pass' && isQuiet(request)));

    if (verdict.kind === 'pass') {
      if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
      contexts.set(request, context);
      request.url = normaliseTarget(request.url ?? '/');
      app.routing(request, response);
      return;
    }
    if (counted) deps.refused.record(request, verdict.refusal);
    if (verdict.kind === 'refuse') sendError(context, refusalFor(context, verdict.refusal));
    else sendEmpty(context, 204, { 'content-length': '0' });
    settle();
  }

  /**
   * Closes the recording when both the connection and the route are finished. @returns the callback for the route
   * @param unlisted it is dropped and not logged
   */
  function trackConnection(context: RequestContext, controller: AbortController, unlisted: boolean): () => void {
    const { recording, response, request } = context;
    let settled = false;
    let gone = false;
    let closed = false;
    const close = (): void => {
      if (closed) return;
      closed = true;
      context.memory.release();
      const whole = response.writableFinished;
      recording.state = recording.error !== null ? 'failed' : whole ? 'done' : 'aborted';
      if (unlisted) deps.recorder.drop(recording);
      else deps.recorder.close(recording);
    };
    // EPIPE or ECONNRESET on a closing socket; `close` follows.
    response.on('error', () => undefined);
    inFlight.set(context, controller);
    reportActive();
    const { socket } = request;
    const onClosed = (): void => {
      if (gone) return;
      gone = true;
      response.off('close', onClosed);
      socket.off('close', onClosed);
      recording.mark('done');
      // Aborts the upstream call too: nobody pays for an unread response.
      if (!response.writableFinished) controller.abort();
      // Its response promised keep-alive before the stop; an idle connection would delay closing.
      if (stopping) socket.end();
      inFlight.delete(context);
      reportActive();
      // No route ran for a client that left while sending its body.
      if (settled) close();
      else setTimeout(close, SETTLE_MS).unref();
    };
    response.once('close', onClosed);
    // A pipelined response queued behind another gets no `close` event.
    socket.setMaxListeners(0).once('close', onClosed);
    return () => {
      settled = true;
      if (gone) close();
    };
  }

  return {
    onRequest(request, response) {
      try {
        handle(request, response);
      } catch (error) {
        // An internal error before routing fails this request only, not the listener.
        options.onUnexpected(error);
        if (response.headersSent) response.destroy();
        else
          response
            .writeHead(500, { 'content-type': 'application/json' })
            .end(JSON.stringify(toErrorResponse(error).body));
      }
    },
    get active() {
      return inFlight.size + sockets.active;
    },
    onUpgrade(request, socket, head) {
      if (stopping || !opensWebSocket(request)) return false;
      const { method = '', url = '', headers, rawHeaders } = request;
      if (guardRequest({ method, url, headers, rawHeaders }, options.policy()).kind !== 'pass') return false;
      sockets.accept(request, socket, head);
      return true;
    },
    beginStopping() {
      stopping = true;
      sockets.beginStopping();
    },
    abortAll() {
      for (const [context, controller] of inFlight) {
        // A stream that has begun ends with an error of its own protocol, once its upstream call is aborted.
        if (!context.response.headersSent)
          sendError(context, new UpstreamFailure('aborted', 'The proxy is stopping.', null, false));
        controller.abort();
      }
      sockets.abortAll();
    },
    cut: () => sockets.cut(),
    async close() {
      await app.close();
    },
  };
}

/** An upload to an unsupported endpoint (`audio/transcriptions`) gets that error rather than one about its content type. */
function refusalFor({ request }: RequestContext, refusal: GuardRefusal): RequestRefused {
  if (refusal.code !== 'unsupported_media_type') return new RequestRefused(refusal);
  const missing = missingEndpoint(normaliseTarget(pathOf(request.url ?? '')), request.headers.host ?? '');
  return missing ?? new RequestRefused(refusal);
}
