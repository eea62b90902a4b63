/** Every request passes here first: it gets its record, is judged, and is followed until its answer is out or the client is gone. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RequestRefused } from '#shared/errors.ts';
import { buildApp } from './router.ts';
import { sendError, toErrorResponse } from '../http/error-response.ts';
import { type GuardPolicy, guardRequest, pathOf, type Refusal, shownTokens } from '../http/request-guards.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import { missingEndpoint } from '../routes/unsupported.ts';
import { normaliseTarget } from '../http/normalize-path.ts';
import { UpstreamFailure } from '../upstream/upstream-client.ts';
import { countsAsRefused } from '../recording/refused-log.ts';
import { sendEmpty, type RequestContext } from '../http/request-context.ts';

export interface RequestHandlerOptions {
  readonly parts: ProxyDeps;
  readonly demo: boolean;
  /** Asked for each request: settings change while we run. */
  readonly policy: () => GuardPolicy;
  /** Told how many requests are under way, when that changes. */
  readonly onActive: (count: number) => void;
  readonly onUnexpected: (error: unknown) => void;
}

export interface RequestHandler {
  readonly onRequest: RequestListener;
  readonly active: number;
  /** Answers from now on close their connections. */
  beginStopping(): void;
  /** Aborts what is under way, upstream included. */
  abortAll(): void;
  close(): Promise<void>;
}

/** A route needs a moment to hear that its client is gone. */
const SETTLE_MS = 1_000;

/** Asked for by ourselves and by monitors all the time; in the log they would bury the rest. */
const QUIET_PATHS = new Set(['/health', '/']);

function isQuiet({ url }: IncomingMessage): boolean {
  return QUIET_PATHS.has(normaliseTarget(pathOf(url ?? '')));
}

export async function createRequestHandler(options: RequestHandlerOptions): Promise<RequestHandler> {
  const { parts: deps } = options;
  const contexts = new WeakMap<IncomingMessage, RequestContext>();
  const inFlight = new Map<RequestContext, AbortController>();
  let stopping = false;
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
    // The upstream is not shown the token, but a model may be: in the text of a command, say.
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
   * The record is closed when the connection is done with the answer and the route with its notes. Returns the route's part of it.
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
    // A write that meets a closing socket; `close` follows and says all there is to say.
    response.on('error', () => undefined);
    inFlight.set(context, controller);
    options.onActive(inFlight.size);
    const { socket } = request;
    const onClosed = (): void => {
      if (gone) return;
      gone = true;
      response.off('close', onClosed);
      socket.off('close', onClosed);
      recording.mark('done');
      // Down to the upstream's socket: nobody pays for an answer that nobody reads.
      if (!response.writableFinished) controller.abort();
      // It was promised to be kept alive before we knew; a connection without a request would only be waited for.
      if (stopping) socket.end();
      inFlight.delete(context);
      options.onActive(inFlight.size);
      // A client that left while it was sending its body never got as far as a route.
      if (settled) close();
      else setTimeout(close, SETTLE_MS).unref();
    };
    response.once('close', onClosed);
    // An answer that waits behind another one of its connection hears nothing of the connection's end.
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
        // A fault of ours in front of every route: this one request fails, the listener does not.
        options.onUnexpected(error);
        if (response.headersSent) response.destroy();
        else
          response
            .writeHead(500, { 'content-type': 'application/json' })
            .end(JSON.stringify(toErrorResponse(error).body));
      }
    },
    get active() {
      return inFlight.size;
    },
    beginStopping() {
      stopping = true;
    },
    abortAll() {
      for (const [context, controller] of inFlight) {
        // A stream that has begun ends with an error of its own protocol, once its upstream call is aborted.
        if (!context.response.headersSent)
          sendError(context, new UpstreamFailure('aborted', 'The proxy is stopping.', null, false));
        controller.abort();
      }
    },
    async close() {
      await app.close();
    },
  };
}

/** An upload to an endpoint that Anthropic has not (`audio/transcriptions`) is told so, not that its form should have been JSON. */
function refusalFor({ request }: RequestContext, refusal: Refusal): RequestRefused {
  const missing =
    refusal.code === 'unsupported_media_type' ? missingEndpoint(normaliseTarget(pathOf(request.url ?? ''))) : null;
  return missing ?? new RequestRefused(refusal);
}
