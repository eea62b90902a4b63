/** The URL, headers and body of a recorded request, for sending it again by hand. */

import { createBodyText } from '../../responses-api/websocket/client-event.ts';
import type { Exchange, HttpMessage } from '../record.ts';

export type RequestSide = 'client' | 'upstream';

export interface RequestTarget {
  readonly method: string;
  readonly url: string;
  readonly side: HttpMessage;
}

/** `origin` is the proxy's own (`http://127.0.0.1:9080`). Null when that request was not sent. */
export function requestTarget(exchange: Exchange, side: RequestSide, origin: string): RequestTarget | null {
  const { clientRequest, upstreamRequest, summary } = exchange;
  if (side === 'client') {
    if (summary.socket !== undefined) return overHttp(exchange, origin);
    const path = summary.path.startsWith('/') ? summary.path : `/${summary.path}`;
    return { method: summary.method, url: origin.replace(/\/$/, '') + path, side: clientRequest };
  }
  if (upstreamRequest === null) return null;
  const [method = 'POST', url = ''] = upstreamRequest.startLine.split(' ');
  return { method, url, side: upstreamRequest };
}

/** The request over HTTP that a message of a WebSocket stands for: no command sends one message to an open connection. */
function overHttp({ clientRequest, summary }: Exchange, origin: string): RequestTarget {
  const side = {
    ...clientRequest,
    startLine: `POST ${summary.path}`,
    headers: { 'content-type': 'application/json' },
    body: createBodyText(clientRequest.body),
  };
  return { method: 'POST', url: origin.replace(/\/$/, '') + summary.path, side };
}

/** Headers that describe the request itself; all others belong to the connection or the tool, or are secret. */
const MEANT =
  /^(?:content-type|accept|anthropic-(?:version|beta)|openai-(?:organization|project|beta)|idempotency-key)$/i;

export function meantHeaders(side: HttpMessage): readonly (readonly [string, string])[] {
  return Object.entries(side.headers).filter(([name, value]) => MEANT.test(name) && !value.includes('…'));
}

export function hasHeader(side: HttpMessage, name: string): boolean {
  return Object.keys(side.headers).some((candidate) => candidate.toLowerCase() === name);
}

export function headerOf(side: HttpMessage, name: string): string | null {
  const entry = Object.entries(side.headers).find(([candidate]) => candidate.toLowerCase() === name);
  return entry?.[1] ?? null;
}
