/** The routes: dispatches a request, reads its body and turns failures into error responses. */

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestRefused } from '#shared/errors.ts';
import { sendError } from '../http/error-response.ts';
import { MAX_BODY_BYTES, METHODS } from '../http/request-guards.ts';
import type { ProxyDeps, Route } from '../http/proxy-deps.ts';
import type { EndpointName } from '../recording/exchange-recording.ts';
import { chatCompletions } from '../routes/chat-completions.ts';
import { completions } from '../routes/completions.ts';
import { health, root } from '../routes/health.ts';
import { countTokens, messages } from '../routes/messages.ts';
import { listModels, retrieveModel } from '../routes/models.ts';
import { compactResponse } from '../routes/compact-response.ts';
import { createResponse, deleteResponse, listInputItems, retrieveResponse } from '../routes/responses.ts';
import { countResponseTokens } from '../routes/response-tokens.ts';
import { embeddings, methodNotAllowed, notFound } from '../routes/unsupported.ts';
import { refuseUpgrade, WEBSOCKET_PATH } from '../websocket/handshake.ts';
import { setBody } from '../recording/captured-message.ts';
import type { RequestContext } from '../http/request-context.ts';

interface RouteEntry {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly endpoint: EndpointName;
  readonly route: Route;
}

/** All endpoints. Management goes through IPC only. */
export const ROUTES: readonly RouteEntry[] = [
  { method: 'POST', path: '/v1/chat/completions', endpoint: 'chat.completions', route: chatCompletions },
  { method: 'POST', path: '/v1/completions', endpoint: 'completions', route: completions },
  { method: 'POST', path: '/v1/responses', endpoint: 'responses', route: createResponse },
  { method: 'POST', path: '/v1/responses/compact', endpoint: 'responses', route: compactResponse },
  { method: 'POST', path: '/v1/responses/input_tokens', endpoint: 'responses', route: countResponseTokens },
  { method: 'GET', path: '/v1/responses/:id', endpoint: 'responses', route: retrieveResponse },
  { method: 'DELETE', path: '/v1/responses/:id', endpoint: 'responses', route: deleteResponse },
  { method: 'GET', path: '/v1/responses/:id/input_items', endpoint: 'responses', route: listInputItems },
  { method: 'POST', path: '/v1/messages', endpoint: 'messages', route: messages },
  { method: 'POST', path: '/v1/messages/count_tokens', endpoint: 'count_tokens', route: countTokens },
  { method: 'GET', path: '/v1/models', endpoint: 'models', route: listModels },
  { method: 'GET', path: '/v1/models/*', endpoint: 'models', route: retrieveModel },
  { method: 'POST', path: '/v1/embeddings', endpoint: 'other', route: embeddings },
  { method: 'GET', path: '/health', endpoint: 'other', route: health },
  { method: 'GET', path: '/', endpoint: 'other', route: root },
];

/** `contextOf` returns the context that the request handler created. */
export async function buildApp(
  deps: ProxyDeps,
  contextOf: (request: FastifyRequest['raw']) => RequestContext | undefined,
  onUnexpected: (error: unknown) => void,
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    logger: false,
    forceCloseConnections: false,
    // An undecodable path never reaches a route.
    frameworkErrors: (error, request, reply) => refuse(error, request, reply),
  });

  // Raw bytes: the log keeps them unchanged, and each route parses once, strictly.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const serve = (route: Route, endpoint: EndpointName) => async (request: FastifyRequest, reply: FastifyReply) => {
    const context = contextOf(request.raw);
    if (context === undefined) throw new Error('A request came in past the door.');
    // From here on the route writes the response itself.
    reply.hijack();
    context.recording.endpoint = endpoint;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    setBody(context.recording.client, body);
    try {
      context.memory.admit(body.length);
      await route(context, body, deps);
    } catch (error) {
      report(error);
      sendError(context, error);
    } finally {
      context.settle();
    }
  };
  const report = (error: unknown): void => {
    if (isUnexpected(error)) onUnexpected(error);
  };

  for (const { method, path, endpoint, route } of ROUTES)
    app.route({ method, url: path, handler: serve(route, endpoint) });
  for (const path of new Set(ROUTES.map((entry) => entry.path))) {
    const served = new Set<string>(ROUTES.filter((entry) => entry.path === path).map((entry) => entry.method));
    // The router derives HEAD from GET.
    if (served.has('GET')) served.add('HEAD');
    const others = METHODS.filter((method) => !served.has(method));
    app.route({ method: others, url: path, handler: serve(refuseMethod(path, [...served].join(', ')), 'other') });
  }
  app.setNotFoundHandler(serve(notFound, 'other'));

  // Errors of fastify's own body reader.
  app.setErrorHandler(async (error: unknown, request, reply) => refuse(error, request, reply));
  await app.ready();
  return app;

  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const context = contextOf(request.raw);
    reply.hijack();
    if (context === undefined) {
      request.raw.socket.destroy();
      return;
    }
    const refused = refusalOf(error);
    if (refused === null) onUnexpected(error);
    sendError(context, refused ?? error);
    context.settle();
  }
}

function refuseMethod(path: string, allowed: string): Route {
  return path === WEBSOCKET_PATH ? refuseUpgrade(methodNotAllowed(allowed)) : methodNotAllowed(allowed);
}

function refusalOf(error: unknown): RequestRefused | null {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new RequestRefused({
      status: 413,
      code: 'request_too_large',
      message: `The request body is larger than ${String(MAX_BODY_BYTES / 1024 / 1024)} MB.`,
      hint: 'Send fewer or smaller images and files.',
    });
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new RequestRefused({
      status: 415,
      code: 'unsupported_media_type',
      message: 'The content type must be application/json.',
      hint: 'Send the header "Content-Type: application/json".',
    });
  }
  if (typeof code === 'string' && (code.startsWith('FST_ERR_CTP') || code.startsWith('FST_ERR_BAD_URL'))) {
    return new RequestRefused({
      code: 'malformed_request',
      message: 'The request could not be read.',
      hint: 'Send one JSON object as the body, with its length in bytes in content-length, to a path of the API.',
    });
  }
  // The client disconnected while sending.
  if (code === 'ECONNRESET' || code === 'ECONNABORTED') {
    return new RequestRefused({
      code: 'request_aborted',
      message: 'The request ended before its body was complete.',
      hint: 'Send the request again; something between here and there may cut long uploads.',
    });
  }
  return null;
}

function isUnexpected(error: unknown): boolean {
  return !(error instanceof Error) || !('code' in error) || !('hint' in error);
}
