/**
 * The HTTP client of the upstream: one agent with keep-alive, a timeout per phase, decoded bodies, classified failures.
 * Redirects are returned like any response: following one would carry the key to another host.
 */

import { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { collectGarbage, LARGE } from '#electron/platform/collect-garbage.ts';
import { DragomanError } from '#shared/errors.ts';
import { isLoopbackHost } from '#shared/settings/endpoint.ts';
import { readExtraCaCertificates } from './ca-certificates.ts';
import { readText } from './read-text.ts';
import { describeFailure, type FailedCall, UpstreamFailure } from './upstream-failure.ts';
import { type OpenedResponse, openResponse } from './open-response.ts';
import { decodeBody } from './decode-body.ts';
import { defaultResponseLimits, type ResponseLimits, tooManyBytes } from './response-limits.ts';
import { type KnownSecrets, prepareSecrets } from '#shared/known-secrets/known-secrets.ts';
import type { EndedTexts } from './redaction/delta-redactor.ts';
import { createBodyRedactor } from './redaction/redact-body.ts';
import { type ByteRedactor, redactHeaderSecrets } from './redaction/redact-key.ts';

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  /** Aborting closes the socket in any phase of the call. */
  readonly signal: AbortSignal;
  /** Redacted from the response, like the key in the headers. */
  readonly secrets?: readonly string[];
  /** Limit in bytes, for responses that are shorter than a message. */
  readonly longest?: number;
  /** Called with the bytes of the body held in memory, negative when released; an exception ends the reading. */
  readonly hold?: (bytes: number) => void;
}

export interface UpstreamResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with a comma; redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** Paused until read. Decoded, otherwise unchanged: chunks must pass through `redactor()`. */
  readonly body: Readable;
  /** A `content-encoding` was decoded: it and `content-length` in the headers no longer describe `body`. */
  readonly decoded: boolean;
  /** An error whose `content-encoding` is unknown: `body` is empty. */
  readonly unreadable: boolean;
  /**
   * A redactor for one reading of `body`: within events, across deltas and across blocks.
   * @param ended texts of the responses that this one continues
   */
  redactor(ended?: EndedTexts): ByteRedactor;
  readonly limits: ResponseLimits;
  /** As in the request, for readers of chunks of `body`. */
  hold(bytes: number): void;
  /** The whole body as redacted text; `ended` as above. Rejects with UpstreamFailure, or with what `hold` of the request throws. */
  text(ended?: EndedTexts): Promise<string>;
  /** An error of `body` as UpstreamFailure. */
  describe(error: unknown): UpstreamFailure;
  /** Discards the body. */
  discard(): void;
}

export function isEventStream({ headers }: Pick<UpstreamResponse, 'headers'>): boolean {
  return (headers['content-type'] ?? '').toLowerCase().includes('event-stream');
}

/** Milliseconds for each phase; `headers` is long because a JSON response sends them only when it is complete. */
export interface UpstreamTimeouts {
  readonly connect: number;
  readonly headers: number;
  /** Idle timeout of a body. The API sends a ping every few seconds. */
  readonly idle: number;
}

export const defaultTimeouts: UpstreamTimeouts = { connect: 10_000, headers: 600_000, idle: 120_000 };

/** Concurrent calls to one host; further ones queue in order and can be aborted there. */
const MAX_CALLS = 512;

export interface Upstream {
  /** Rejects with UpstreamFailure; any HTTP status is a response, not a failure. */
  send(request: UpstreamRequest): Promise<UpstreamResponse>;
  /** New connections from now on (after sleep, a network change, a new proxy); running calls finish on the old ones. */
  reset(): void;
  close(): Promise<void>;
}

export function createUpstream(
  timeouts: UpstreamTimeouts = defaultTimeouts,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  limits: ResponseLimits = defaultResponseLimits,
): Upstream {
  const secureContext = readExtraCaCertificates(environment['NODE_EXTRA_CA_CERTS']);
  const tls: { secureContext?: SecureContext } = secureContext === null ? {} : { secureContext };
  const options = {
    connect: { timeout: timeouts.connect, ...tls },
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.idle,
    keepAliveTimeout: 30_000,
    // Caps the server's keep-alive hint: an idle connection may have died silently.
    keepAliveMaxTimeout: 60_000,
    connections: MAX_CALLS,
  };
  const direct = (): Dispatcher => new Agent(options);
  // Plain http goes to this machine only, so HTTP_PROXY does not apply.
  const httpsProxy = proxyAddress(environment['https_proxy'] ?? environment['HTTPS_PROXY'] ?? '');
  /** Null: the configured proxy is unusable; it must not be bypassed. */
  const outward = (): Dispatcher | null => {
    if (httpsProxy === '') return direct();
    try {
      return new EnvHttpProxyAgent({
        ...options,
        httpsProxy,
        noProxy: environment['no_proxy'] ?? environment['NO_PROXY'] ?? '',
        requestTls: options.connect,
        proxyTls: options.connect,
      });
    } catch {
      // The error's message would quote the URL, which may hold a password.
      return null;
    }
  };
  // Two agents: loopback requests must never go through a company's proxy.
  let agents = { loopback: direct(), outward: outward() };

  return {
    async send(request) {
      const { url } = request;
      const loopback = isLoopbackHost(url.hostname);
      const agent = loopback ? agents.loopback : agents.outward;
      if (agent === null) throw unusableProxy();
      try {
        const response = await openResponse(
          agent,
          {
            origin: url.origin,
            path: url.pathname + url.search,
            method: request.method,
            headers: request.headers,
            body: request.body,
          },
          request.signal,
        );
        const known = prepareSecrets([request.headers['x-api-key'] ?? '', ...(request.secrets ?? [])]);
        const headers = redactHeaderSecrets(joinHeaders(response.headers), known);
        const ownLimits = { ...limits, response: Math.min(limits.response, request.longest ?? limits.response) };
        const body = openBody(response, headers['content-encoding'], ownLimits);
        const decoded = body !== response.body;
        const wrapped = wrapResponse(response.statusCode, headers, body ?? Readable.from([]), decoded, {
          url,
          signal: request.signal,
          received: true,
          proxied: !loopback && httpsProxy !== '',
          known,
          limits: ownLimits,
          unreadable: body === null,
          hold: request.hold ?? (() => undefined),
        });
        // `content-length` alone shows that the body is too large.
        if (Number(headers['content-length'] ?? 0) <= ownLimits.response) return wrapped;
        wrapped.discard();
        throw wrapped.describe(tooManyBytes(ownLimits.response));
      } catch (error) {
        throw describeFailure(error, {
          url,
          signal: request.signal,
          received: false,
          proxied: !loopback && httpsProxy !== '',
        });
      }
    },
    reset() {
      const old = agents;
      agents = { loopback: direct(), outward: outward() };
      void old.loopback.close().catch(() => undefined);
      void old.outward?.close().catch(() => undefined);
    },
    async close() {
      await Promise.all([agents.loopback.destroy(), agents.outward?.destroy()]);
    },
  };
}

/** As other programs read it: a proxy without a scheme is HTTP. */
function proxyAddress(value: string): string {
  const address = value.trim();
  return address === '' || /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
}

function unusableProxy(): UpstreamFailure {
  return new UpstreamFailure(
    'upstream_unreachable',
    'HTTPS_PROXY holds no address that can be used.',
    'Write it as http://host:port, with name and password percent-encoded, and start again.',
    false,
  );
}

/**
 * Null for an error that cannot be read: its status and headers still say something.
 * @throws UnreadableCoding for any other response
 */
function openBody(
  { statusCode, body }: OpenedResponse,
  encoding: string | undefined,
  limits: ResponseLimits,
): Readable | null {
  try {
    return decodeBody(body, encoding, limits);
  } catch (error) {
    body.on('error', () => undefined);
    body.destroy();
    if (statusCode >= 400) return null;
    throw error;
  }
}

function wrapResponse(
  status: number,
  headers: Record<string, string>,
  body: Readable,
  decoded: boolean,
  call: ReceivedCall,
): UpstreamResponse {
  const { known, limits, unreadable, hold } = call;
  return {
    status,
    headers,
    body,
    decoded,
    unreadable,
    redactor: (ended) => createBodyRedactor(known, isEventStream({ headers }), ended),
    limits,
    hold,
    async text(ended) {
      let received = 0;
      const take = (bytes: number): void => {
        received += bytes;
        if (received > limits.response) throw tooManyBytes(limits.response);
        hold(bytes);
      };
      try {
        const text = await readText(body, createBodyRedactor(known, isEventStream({ headers }), ended), take);
        if (text.length > LARGE) await collectGarbage();
        return text;
      } catch (error) {
        throw error instanceof DragomanError ? error : describeFailure(error, call);
      }
    },
    describe: (error) => describeFailure(error, call),
    discard() {
      // An unread body would hold the connection; its late errors are ignored.
      body.on('error', () => undefined);
      body.destroy();
    },
  };
}

function joinHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

interface ReceivedCall extends FailedCall {
  readonly known: KnownSecrets;
  readonly limits: ResponseLimits;
  readonly unreadable: boolean;
  readonly hold: (bytes: number) => void;
}
