/** An exchange's request as a curl command, as the client or as the proxy sent it. The key is a shell variable, never a value. */

import type { Exchange, HttpMessage } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { hasHeader, meantHeaders, requestTarget, type RequestSide } from './request-target.ts';
import { curlCommand, type CurlRequest } from '#shared/shell/curl-command.ts';
import type { Shell } from '#shared/shell/shell.ts';

export interface CurlOptions {
  readonly side: RequestSide;
  /** The proxy's own origin, for the client's request: `http://127.0.0.1:9080`. */
  readonly origin: string;
  /** The shell it is run in. */
  readonly shell?: Shell;
  /** Secrets to remove whatever their form. */
  readonly known?: readonly string[];
}

/** A command for a shell; null when that request was not sent. Redacted (again). */
export function curlOf(exchange: Exchange, { side, origin, shell = 'posix', known = [] }: CurlOptions): string | null {
  const target = requestTarget(redactExchange(exchange, known), side, origin);
  if (target === null) return null;
  const { method, url, side: request } = target;
  const options: string[][] = [];
  // Without this, curl would expand them to several URLs.
  if (/[[\]{}]/.test(url.replace(/^https?:\/\/\[[^\]]*\]/, ''))) options.push(['--globoff']);
  // With any other option, curl would wait for a body.
  if (method === 'HEAD') options.push(['--head']);
  else if (method !== (request.body === '' ? 'GET' : 'POST')) options.push(['-X', method]);
  if (exchange.summary.stream) options.push(['--no-buffer']);
  const command = curlCommand(shell, {
    url: asciiUrl(url),
    options,
    key: keyOf(request, side),
    headers: meantHeaders(request),
    body: request.body,
  });
  return request.truncated ? `${truncatedComment[shell]}\n${command}` : command;
}

/** As it is sent: anything else than printable ASCII, percent-encoded. */
function asciiUrl(url: string): string {
  return url.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);
}

const BEGINNING = 'The body was too long to keep whole: this is its beginning.';
const truncatedComment: Readonly<Record<Shell, string>> = {
  posix: `# ${BEGINNING}`,
  powershell: `# ${BEGINNING}`,
  cmd: `rem ${BEGINNING}`,
};

function keyOf(request: HttpMessage, side: RequestSide): CurlRequest['key'] {
  if (side === 'client' && hasHeader(request, 'authorization')) {
    return { beginning: 'Authorization: Bearer ', variable: 'OPENAI_API_KEY' };
  }
  const needed = side === 'upstream' || hasHeader(request, 'x-api-key');
  return needed ? { beginning: 'x-api-key: ', variable: 'ANTHROPIC_API_KEY' } : null;
}
