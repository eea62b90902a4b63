/**
 * The `Sec-WebSocket-Protocol` header (RFC 6455, section 11.3.4). Browsers can set no other header of a WebSocket, so OpenAI's
 * clients for them put credentials into it: `openai-insecure-api-key.KEY`, `openai-organization.ID`, `openai-project.ID`.
 */

import type { IncomingHttpHeaders } from 'node:http';

const API_KEY = 'openai-insecure-api-key.';
const CREDENTIALS = [API_KEY, 'openai-organization.', 'openai-project.'];

/** API keys among the protocols, without their prefix. */
export function keysInProtocols(headers: IncomingHttpHeaders): string[] {
  return (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name.startsWith(API_KEY) && name.length > API_KEY.length)
    .map((name) => name.slice(API_KEY.length));
}

/**
 * The protocol to confirm: clients that offer some fail without one. None of them changes what is sent.
 *
 * @param offered in the client's order
 * @returns the first that is no credential, else the first
 */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  const names = [...offered];
  return names.find((name) => !CREDENTIALS.some((prefix) => name.startsWith(prefix))) ?? names[0] ?? false;
}
