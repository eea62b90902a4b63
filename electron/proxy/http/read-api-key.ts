/** Reads the API key for an upstream call, and refuses the request without one. */

import { DragomanError, RequestRefused } from '#shared/errors.ts';
import type { ProxyDeps } from './proxy-deps.ts';

/**
 * The key for one call.
 * @param endpoint URL of the call, from this request's settings
 * @throws RequestRefused 401 without a key; 403 (which clients do not retry) when the key is not confirmed for that endpoint
 */
export async function readKey(deps: ProxyDeps, endpoint: string): Promise<string> {
  const key = await deps.key.read(endpoint).catch(refuseUnconfirmed);
  if (key !== null) return key;
  const { message, hint } = deps.key.state();
  throw new RequestRefused({
    status: 401,
    code: 'no_api_key',
    message: `Dragoman has no Anthropic API key to send. ${message}`.trim(),
    hint: hint ?? 'Open Dragoman’s Settings and enter your Anthropic API key.',
  });
}

function refuseUnconfirmed(error: unknown): never {
  if (!(error instanceof DragomanError)) throw error;
  const { code, message, hint } = error;
  throw new RequestRefused({
    status: 403,
    code,
    message,
    hint: hint ?? 'Open Dragoman’s Settings and look at the API key.',
  });
}
