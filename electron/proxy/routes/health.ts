/** `GET /health` and `GET /`: liveness only. */

import type { Route } from '../http/proxy-deps.ts';
import { sendEmpty, sendJson } from '../http/request-context.ts';

export const health: Route = (context, _body, deps) => {
  sendJson(context, 200, { name: 'dragoman', version: deps.version, ok: true });
};

/** Tools probe the base URL with `HEAD /`. */
export const root: Route = (context) => {
  if (context.request.method === 'HEAD') {
    sendEmpty(context, 200, { 'content-type': 'application/json; charset=utf-8' });
    return;
  }
  sendJson(context, 200, {
    name: 'dragoman',
    message: 'The base URL for OpenAI-compatible tools is this address with /v1 at its end.',
  });
};
