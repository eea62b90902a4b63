/** Tests the stored key with a free call: the upstream's `GET /v1/models`. */

import { DragomanError } from '#shared/errors.ts';
import { parseUpstreamError } from '#shared/translate/errors/parse-upstream-error.ts';
import { resourceUrl } from './upstream/resource-url.ts';
import type { ProxyDeps } from './http/proxy-deps.ts';
import { UpstreamFailure } from './upstream/upstream-failure.ts';
import { smallResponse } from './upstream/response-limits.ts';
import { upstreamHeaders } from './upstream/request-headers.ts';

export interface KeyTest {
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}

const KEY_TEST_TIMEOUT_MS = 15_000;

/** Never rejects; the result describes a failure. */
export async function testKey(deps: ProxyDeps): Promise<KeyTest> {
  // Read once: the key is bound to this endpoint even if the settings change meanwhile.
  const { endpoint, translation } = deps.settings();
  let key: string | null;
  try {
    key = await deps.key.read(endpoint);
  } catch (error) {
    if (!(error instanceof DragomanError)) throw error;
    return { ok: false, message: error.message, hint: error.hint };
  }
  if (key === null) {
    const { message, hint } = deps.key.state();
    return { ok: false, message, hint: hint ?? 'Enter your Anthropic API key first.' };
  }
  const url = resourceUrl(endpoint, 'models', 'limit=1');
  try {
    const upstreamResponse = await deps.upstream.send({
      method: 'GET',
      url,
      headers: upstreamHeaders({
        key,
        anthropicVersion: translation.anthropicVersion,
        betas: [],
        accept: 'application/json',
        userAgent: deps.userAgent,
      }),
      body: null,
      signal: AbortSignal.timeout(KEY_TEST_TIMEOUT_MS),
      longest: smallResponse,
    });
    const text = await upstreamResponse.text();
    if (upstreamResponse.status === 200) return { ok: true, message: `${url.host} accepts the key.`, hint: null };
    return explain(
      url.host,
      upstreamResponse.status,
      parseUpstreamError({ status: upstreamResponse.status, body: text, headers: upstreamResponse.headers }).message,
    );
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) return { ok: false, message: 'The key could not be tested.', hint: null };
    if (error.code === 'aborted') return { ok: false, message: `${url.host} did not respond in time.`, hint: null };
    return { ok: false, message: error.message, hint: error.hint };
  }
}

function explain(host: string, status: number, said: string): KeyTest {
  const message = `${host} answered ${String(status)}: ${said}`;
  const hints: Readonly<Record<number, string>> = {
    401: 'The key is wrong or was revoked. Copy it again from the Anthropic Console.',
    403: 'The key is valid but may not do this: look at its workspace in the Anthropic Console.',
    404: 'There is no model list at this endpoint. If it is a gateway of your own, the key may still work.',
    429: 'The key is valid, but its rate limit is used up at the moment.',
  };
  return { ok: false, message, hint: hints[status] ?? 'Try again in a little while.' };
}
