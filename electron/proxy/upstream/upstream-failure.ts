/** What went wrong between here and the upstream, as a message for people. */

import { DragomanError } from '#shared/errors.ts';
import { UnreadableCoding } from './decode-body.ts';
import { ResponseTooLarge } from './response-limits.ts';

export type UpstreamFailureCode =
  | 'upstream_unreachable'
  | 'upstream_timeout'
  | 'upstream_interrupted'
  | 'upstream_response_too_large'
  | 'upstream_invalid_response'
  | 'aborted';

/** No response, or a truncated one. `retryable`: nothing was received yet, so a retry is safe. */
export class UpstreamFailure extends DragomanError {
  override readonly name = 'UpstreamFailure';
  readonly retryable: boolean;

  constructor(code: UpstreamFailureCode, message: string, hint: string | null, retryable: boolean) {
    super(code, message, hint);
    this.retryable = retryable;
  }
}

const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The call that failed. */
export interface FailedCall {
  readonly url: URL;
  readonly signal: AbortSignal;
  /** Part of the response had been received. */
  readonly received: boolean;
  /** Through the proxy in HTTPS_PROXY, unless NO_PROXY matches. */
  readonly proxied: boolean;
}

/** A network error as a message for people. */
export function describeFailure(error: unknown, { url, signal, received, proxied }: FailedCall): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  if (error instanceof ResponseTooLarge) {
    return new UpstreamFailure(
      'upstream_response_too_large',
      `${url.host} sent ${error.message}.`,
      'Check the endpoint in Settings: a message of the API never comes near this limit.',
      false,
    );
  }
  if (error instanceof UnreadableCoding) {
    return new UpstreamFailure(
      'upstream_invalid_response',
      `${url.host} sent ${error.message}, which cannot be read.`,
      'Check the endpoint in Settings, and what stands between here and there: no compressed response was asked for.',
      false,
    );
  }
  const code = readCode(error);
  // Checks our own signal: a proxy's refused CONNECT looks like an abort too.
  if (signal.aborted) {
    return new UpstreamFailure('aborted', 'The request was cancelled.', null, false);
  }
  if (TIMEOUT_CODES.has(code)) {
    const message = received
      ? `${url.host} stopped sending in the middle of its answer.`
      : `${url.host} did not respond in time.`;
    return new UpstreamFailure('upstream_timeout', message, 'Try again; shorter answers arrive sooner.', false);
  }
  if (received) {
    return new UpstreamFailure(
      'upstream_interrupted',
      `The connection to ${url.host} broke in the middle of its answer (${code}).`,
      'Try again. If it keeps happening, look for a proxy or VPN that cuts long connections.',
      false,
    );
  }
  const refusal = error instanceof Error ? /Proxy response \((\d+)\)/.exec(error.message)?.[1] : undefined;
  if (refusal !== undefined) {
    return new UpstreamFailure(
      'upstream_unreachable',
      `The proxy in HTTPS_PROXY refused to connect to ${url.host} (${refusal}).`,
      'Check HTTPS_PROXY, or add the host to NO_PROXY.',
      false,
    );
  }
  return new UpstreamFailure(
    'upstream_unreachable',
    `${url.host} could not be reached (${code}).`,
    hintFor(code, proxied),
    code !== 'UND_ERR_INVALID_ARG',
  );
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  // Happy eyeballs: one error per address tried.
  if (error instanceof AggregateError && error.errors.length > 0) return readCode(error.errors[0]);
  if (error.cause !== undefined) return readCode(error.cause);
  return error.name;
}

function hintFor(code: string, proxied: boolean): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The name could not be resolved: check the endpoint and the network.';
  if (code === 'ECONNREFUSED')
    return `Nothing listens there: check ${proxied ? 'HTTPS_PROXY, and ' : ''}the endpoint in Settings.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|TLS|SSL/.test(code)) {
    return 'The certificate is not trusted. Behind a company proxy, point NODE_EXTRA_CA_CERTS at its certificate.';
  }
  return 'Check the endpoint in Settings, the network, and HTTPS_PROXY if your network needs one.';
}
