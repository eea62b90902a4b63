/**
 * The built-in stand-in for Anthropic's API: a plain local server that checks requests as the real one does and answers
 * without a model. Used by the demo, by tests and by the bench.
 */

import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { findModel, validateMessageRequest } from '#shared/anthropic/validate/index.ts';
import type { Refusal, ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { lastUserText, parseDirectives } from './directives.ts';
import type { Directives } from './directives.ts';
import { checkHeaders, findRoute, parseBody, readBody } from './doorway.ts';
import { answerFault, answerMessages, asNode, betasOf, refusalFor } from './messages-route.ts';
import { modelInfo, modelPage } from './models.ts';
import { createPromptCache } from './prompt-cache.ts';
import { requestTokens } from './tokens.ts';
import { errorBody } from './wire/errors.ts';
import { answerHeaders } from './wire/headers.ts';

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  /** Path with query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The parsed body; null when there was none or it was not JSON. */
  readonly body: unknown;
  /** What came of it: `open` until the answer has gone out or the client has left. */
  outcome: 'open' | 'answered' | 'client-gone';
  status: number;
}

export interface StandInOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Orders beyond those in the text; see README.md for the names. */
  readonly script?: (request: SeenRequest) => Readonly<Record<string, string | number | true>> | null;
  /** Milliseconds between two events of a stream, so that a demo can be seen to stream. Default 0. */
  readonly pace?: number;
  /** How many of the latest requests are kept for inspection. Default 200. */
  readonly keep?: number;
}

export interface StandIn {
  /** `url` is the base (`http://127.0.0.1:PORT`), `endpoint` the messages endpoint below it. */
  start(): Promise<{ url: string; endpoint: string }>;
  /** Ends every connection at once. */
  close(): Promise<void>;
  /** The latest requests, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Forgets the requests, the cached prompts and how often an order has been carried out. */
  reset(): void;
}

export function createStandIn(options: StandInOptions = {}): StandIn {
  const requests: SeenRequest[] = [];
  const carriedOut = new Map<string, number>();
  let cache = createPromptCache(Date.now);
  let used = 0;

  const remember = (seen: SeenRequest): void => {
    requests.push(seen);
    if (requests.length > (options.keep ?? 200)) requests.shift();
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? '/';
    const url = new URL(target, 'http://stand-in');
    const read = await readBody(request);
    const parsed = 'bytes' in read && read.bytes.length > 0 ? parseBody(read.bytes) : { body: null };
    const seen: SeenRequest = {
      method: request.method ?? 'GET',
      target,
      headers: request.headers,
      bytes: 'bytes' in read ? read.bytes : Buffer.alloc(0),
      body: 'body' in parsed ? parsed.body : null,
      outcome: 'open',
      status: 0,
    };
    remember(seen);
    response.once('close', () => {
      seen.outcome = response.writableFinished ? 'answered' : 'client-gone';
      seen.status = response.statusCode;
    });

    used += 1;
    const requestId = newId('req_');
    const found = findRoute(seen.method, url.pathname.replace(/(.)\/$/, '$1'));
    const plain: Directives = new Map();
    const send = (status: number, body: unknown, directives: Directives = plain): void => {
      const headers = answerHeaders(requestId, used, Date.now(), directives);
      response.writeHead(status, { ...asNode(headers), 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const fail = (refusal: Refusal, directives: Directives = plain): void =>
      send(refusal.status, errorBody(refusal, requestId), directives);

    const early = 'refusal' in read ? read.refusal : 'refusal' in found ? found.refusal : checkHeaders(request);
    if (early !== null) return fail(early);
    if ('refusal' in parsed) return fail(parsed.refusal);
    if ('refusal' in found) return undefined;
    if (found.route === 'models') return send(200, modelPage(url.searchParams));
    if (found.route === 'model') {
      const id = decodeURIComponent(url.pathname.split('/')[3] ?? '');
      const rule = findModel(id);
      return rule === null
        ? fail({ status: 404, type: 'not_found_error', message: `model: ${id}`, errorCode: null })
        : send(200, modelInfo(rule));
    }

    const betas = betasOf(request.headers);
    const apiVersion = String(request.headers['anthropic-version']);
    const { route: endpoint } = found;
    const invalid = validateMessageRequest(seen.body, { apiVersion, betas, endpoint, acceptRetired: true });
    if (!isValid(seen.body, invalid))
      return fail(
        invalid ?? {
          status: 400,
          type: 'invalid_request_error',
          message: 'Input should be an object',
          errorCode: null,
        },
      );
    const directives = limitTimes(ordersFor(seen, seen.body), seen.body, carriedOut);
    const context = {
      response,
      directives,
      betas,
      requestId,
      cache,
      newId,
      headers: answerHeaders(requestId, used, Date.now(), directives),
      pace: options.pace ?? 0,
    };
    if (await answerFault(context, (refusal) => fail(refusal, directives))) return undefined;
    const refusal = refusalFor(seen.body, betas);
    if (refusal !== null) return fail(refusal);
    if (endpoint === 'count_tokens') return send(200, { input_tokens: requestTokens(seen.body) }, directives);
    return answerMessages(seen.body, context);
  };

  const ordersFor = (seen: SeenRequest, body: ShapedRequest): Directives => {
    const scripted = Object.entries(options.script?.(seen) ?? {});
    const orders = new Map(parseDirectives(lastUserText(body.messages)));
    for (const [name, value] of scripted) orders.set(name, value === true ? '' : String(value));
    return orders;
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that leaves in the middle of its own body ends up here; there is nobody left to tell.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });

  return {
    requests,
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', () => {
          server.off('error', reject);
          const url = `http://127.0.0.1:${portOf(server.address())}`;
          resolve({ url, endpoint: `${url}/v1/messages` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    reset: () => {
      requests.length = 0;
      carriedOut.clear();
      cache = createPromptCache(Date.now);
    },
  };
}

/** The parse boundary: the validator found nothing, so the body is what its type says. */
function isValid(body: unknown, refusal: Refusal | null): body is ShapedRequest {
  return refusal === null && typeof body === 'object' && body !== null;
}

/** With `times=N` orders hold for the first N requests with the same last user text; then the answer is the usual one. */
function limitTimes(directives: Directives, request: ShapedRequest, carriedOut: Map<string, number>): Directives {
  const times = Number.parseInt(directives.get('times') ?? '', 10);
  if (Number.isNaN(times)) return directives;
  const key = lastUserText(request.messages);
  const before = carriedOut.get(key) ?? 0;
  carriedOut.set(key, before + 1);
  return before < times ? directives : new Map();
}

const newId = (prefix: string): string => `${prefix}demo${randomBytes(10).toString('hex')}`;

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
