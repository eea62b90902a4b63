/** Which requests open a WebSocket, and the error response to those that ask for another upgrade of the same path. */

import type { IncomingMessage } from 'node:http';
import { RequestRefused } from '#shared/errors.ts';
import type { Route } from '../http/proxy-deps.ts';
import { normaliseTarget } from '../http/normalize-path.ts';
import { pathOf } from '../http/request-guards.ts';
import { UpstreamFailure } from '../upstream/upstream-failure.ts';

export const WEBSOCKET_PATH = '/v1/responses';

/** RFC 6455, section 4.1: 16 bytes in base64. */
const KEY = /^[+/0-9a-z]{22}==$/i;
const VERSION = '13';
/** RFC 9110, section 5.6.2: a list of tokens, each once. */
const PROTOCOLS = /^[!#$%&'*+\-.^`|~\w]+(?:[ \t]*,[ \t]*[!#$%&'*+\-.^`|~\w]+)*$/;

/** The handshake of a WebSocket on `/v1/responses`, complete and valid. */
export function opensWebSocket(request: IncomingMessage): boolean {
  return (
    request.method === 'GET' &&
    normaliseTarget(pathOf(request.url ?? '')) === WEBSOCKET_PATH &&
    asksForWebSocket(request) &&
    request.headers['sec-websocket-version'] === VERSION &&
    hasValidKey(request) &&
    hasValidProtocols(request)
  );
}

function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function hasValidKey({ headers }: IncomingMessage): boolean {
  return KEY.test(headers['sec-websocket-key'] ?? '');
}

function hasValidProtocols({ headers }: IncomingMessage): boolean {
  const offered = headers['sec-websocket-protocol'];
  if (offered === undefined) return true;
  const names = offered.split(',').map((name) => name.trim());
  return PROTOCOLS.test(offered.trim()) && new Set(names).size === names.length;
}

/** @param otherwise for a request that asks for no upgrade */
export function refuseUpgrade(otherwise: Route): Route {
  return (context, body, deps) => {
    const { request, response } = context;
    if (request.method !== 'GET' || request.headers.upgrade === undefined) return otherwise(context, body, deps);
    if (!asksForWebSocket(request)) {
      response.setHeader('upgrade', 'websocket');
      throw new RequestRefused({
        status: 426,
        code: 'upgrade_required',
        message: 'The only other protocol of this path is websocket.',
        hint: 'Open a WebSocket, or send POST without an upgrade.',
      });
    }
    if (request.headers['sec-websocket-version'] !== VERSION) {
      response.setHeader('upgrade', 'websocket');
      response.setHeader('sec-websocket-version', VERSION);
      throw new RequestRefused({
        status: 426,
        code: 'upgrade_required',
        message: `This server speaks version ${VERSION} of the WebSocket protocol.`,
        hint: `Send the header "Sec-WebSocket-Version: ${VERSION}".`,
      });
    }
    if (!hasValidKey(request) || !hasValidProtocols(request)) {
      throw new RequestRefused({
        code: 'malformed_request',
        message: 'This is not a well-formed WebSocket handshake.',
        hint: 'Sec-WebSocket-Key must be 16 bytes in base64, and each Sec-WebSocket-Protocol a different token.',
      });
    }
    throw new UpstreamFailure('aborted', 'The proxy is stopping.', null, false);
  };
}
