/** Handles one request: record, checks, route, directives, validation, response. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findModel, validateMessageRequest } from '#shared/anthropic/validate/index.ts';
import type { ValidationRefusal, ShapedRequest } from '#shared/anthropic/validate/index.ts';
import type { PromptDiagnostics } from './prompt-diagnostics.ts';
import type { Directives } from './parse-directives.ts';
import { checkHeaders, findRoute, parseRequestBody, readRequestBody } from './check-request.ts';
import type { MockRoute } from './check-request.ts';
import { sendFault, sendMessage, asNode, betasOf, refusalFor } from './messages-route.ts';
import { modelInfo, modelPage } from './models-route.ts';
import type { DirectiveQueue } from './collect-directives.ts';
import type { PromptCache } from './prompt-cache.ts';
import { recordRequest } from './seen-request.ts';
import type { SeenRequest } from './seen-request.ts';
import { requestTokens } from './estimate-tokens.ts';
import { mockErrorBody, errorFor } from './wire/error-bodies.ts';
import { mockResponseHeaders } from './wire/headers.ts';
import { withDoubles, writeJson } from '#shared/json/exact-number.ts';

export interface MockState {
  readonly cache: PromptCache;
  readonly diagnosis: PromptDiagnostics;
  readonly orders: DirectiveQueue;
  readonly pace: number;
  /** Stores the record. @returns the number of requests so far */
  readonly remember: (seen: SeenRequest) => number;
}

/** Sends one JSON response with the usual headers. */
type Send = (status: number, body: unknown, directives?: Directives) => void;
type Fail = (refusal: ValidationRefusal, directives?: Directives) => void;

export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  state: MockState,
): Promise<void> {
  const read = await readRequestBody(request);
  const bytes = 'bytes' in read ? read.bytes : Buffer.alloc(0);
  const parsed = bytes.length > 0 ? parseRequestBody(bytes) : { body: null };
  const seen = recordRequest(request, response, bytes, 'body' in parsed ? parsed.body : null);
  const used = state.remember(seen);
  const requestId = newId('req_');

  const send: Send = (status, body, directives = new Map()) => {
    const headers = mockResponseHeaders(requestId, used, Date.now(), directives);
    response.writeHead(status, { ...asNode(headers), 'content-type': 'application/json' });
    response.end(writeJson(body));
  };
  const fail: Fail = (refusal, directives) => send(refusal.status, mockErrorBody(refusal, requestId), directives);

  const url = new URL(seen.target, 'http://mock-server');
  const found = findRoute(seen.method, url.pathname.replace(/(.)\/$/, '$1'));
  if ('refusal' in read) return fail(read.refusal);
  if ('refusal' in found) return fail(found.refusal);
  const unwelcome = checkHeaders(request);
  if (unwelcome !== null) return fail(unwelcome);
  if ('refusal' in parsed) return fail(parsed.refusal);
  if (found.route === 'models') return send(200, modelPage(url.searchParams));
  if (found.route === 'model') return sendModel(url, send, fail);
  return sendMockResponse(found.route, seen, response, { ...state, used, requestId, send, fail });
}

function sendModel(url: URL, send: Send, fail: Fail): void {
  const id = url.pathname.split('/')[3] ?? '';
  const rule = findModel(id);
  if (rule === null) fail(errorFor(404, `model: ${id}`));
  else send(200, modelInfo(rule));
}

interface ExchangeWithClient extends MockState {
  readonly used: number;
  readonly requestId: string;
  readonly send: Send;
  readonly fail: Fail;
}

/** Messages and token counts: validates first, so that a directive never hides an invalid request. */
async function sendMockResponse(
  endpoint: Extract<MockRoute, 'messages' | 'count_tokens'>,
  seen: SeenRequest,
  response: ServerResponse,
  conversation: ExchangeWithClient,
): Promise<void> {
  const { requestId, cache, diagnosis, pace, used, send, fail } = conversation;
  const { body, headers } = seen;
  const betas = betasOf(headers);
  const apiVersion = String(headers['anthropic-version']);
  const invalid = validateMessageRequest(withDoubles(body), { apiVersion, betas, endpoint, acceptRetired: true });
  if (!isValid(body, invalid)) return fail(invalid ?? errorFor(400, 'Input should be an object'));

  const directives = conversation.orders.take(seen, body);
  const usual = mockResponseHeaders(requestId, used, Date.now(), directives);
  const context = { response, directives, betas, requestId, cache, diagnosis, newId, pace, headers: usual };
  if (await sendFault(context, (refusal) => fail(refusal, directives))) return undefined;
  const refusal = refusalFor(body, betas);
  if (refusal !== null) return fail(refusal);
  if (endpoint === 'count_tokens') return send(200, { input_tokens: requestTokens(body) }, directives);
  return sendMessage(body, context);
}

/** The parse boundary: the validated body has its type. */
function isValid(body: unknown, refusal: ValidationRefusal | null): body is ShapedRequest {
  return refusal === null && typeof body === 'object' && body !== null;
}

const newId = (prefix: string): string => `${prefix}demo${randomBytes(10).toString('hex')}`;
