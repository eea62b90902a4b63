/** An exchange's request as a curl command, as the client or as the proxy sent it. The key is a shell variable, never a value. */

import type { Exchange } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { hasHeader, meantHeaders, requestTarget, type RequestSide } from './request-target.ts';
import { shellQuote } from './shell-quote.ts';

export interface CurlOptions {
  readonly side: RequestSide;
  /** The proxy's own origin, for the client's request: `http://127.0.0.1:9080`. */
  readonly origin: string;
  /** Secrets to remove whatever their form. */
  readonly known?: readonly string[];
}

/** Linux limits one argument to 128 KiB; longer bodies are passed on standard input. In UTF-16 units of at most 3 bytes each. */
const MAX_ARGUMENT = 40_000;

/** A command for sh, bash or zsh; null when that request was not sent. Redacted (again). */
export function curlOf(exchange: Exchange, { side, origin, known = [] }: CurlOptions): string | null {
  const target = requestTarget(redactExchange(exchange, known), side, origin);
  if (target === null) return null;
  const { method, url, side: request } = target;
  const lines = [`curl ${shellQuote(url)}`];
  // Without this, curl would expand them to several URLs.
  if (/[[\]{}]/.test(url.replace(/^https?:\/\/\[[^\]]*\]/, ''))) lines.push('--globoff');
  // With any other option, curl would wait for a body.
  if (method === 'HEAD') lines.push('--head');
  else if (method !== (request.body === '' ? 'GET' : 'POST')) lines.push(`-X ${shellQuote(method)}`);
  if (exchange.summary.stream) lines.push('--no-buffer');
  if (side === 'upstream') lines.push('-H "x-api-key: $ANTHROPIC_API_KEY"');
  else if (hasHeader(request, 'authorization')) lines.push('-H "Authorization: Bearer $OPENAI_API_KEY"');
  else if (hasHeader(request, 'x-api-key')) lines.push('-H "x-api-key: $ANTHROPIC_API_KEY"');
  for (const [name, value] of meantHeaders(request)) lines.push(`-H ${shellQuote(`${name}: ${value}`)}`);
  const comment = request.truncated ? '# The body was too long to keep whole: this is its beginning.\n' : '';
  if (request.body === '') return comment + lines.join(' \\\n  ');
  if (request.body.length <= MAX_ARGUMENT) {
    lines.push(`--data-raw ${shellQuote(request.body)}`);
    return comment + lines.join(' \\\n  ');
  }
  const mark = freeMark(request.body);
  lines.push(`--data-binary @- <<'${mark}'`);
  return `${comment}${lines.join(' \\\n  ')}\n${request.body.replaceAll('\0', '')}\n${mark}`;
}

/** A here-document delimiter: a line that does not occur in the body. */
function freeMark(body: string): string {
  let mark = 'BODY';
  for (let number = 1; body.includes(mark); number += 1) mark = `BODY_${number}`;
  return mark;
}
