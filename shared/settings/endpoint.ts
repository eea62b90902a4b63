/** Which upstream endpoints are allowed, and why others are not. */

/** Scheme, host and port of Anthropic's own API. */
export const ANTHROPIC_ORIGIN = 'https://api.anthropic.com';

export type EndpointVerdict =
  | { readonly ok: true; readonly url: URL; readonly warning: string | null }
  | { readonly ok: false; readonly reason: string };

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for loopback hosts. `hostname` as `URL` spells it (IPv6 in brackets). */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** True for Anthropic's own API, false for gateways and other compatible servers. */
export function isAnthropic(endpoint: URL): boolean {
  return endpoint.hostname === 'api.anthropic.com';
}

/**
 * @param endpoint a URL that `validateEndpoint` accepted
 * @returns scheme, host and port, without a default port: the origin that the API key is bound to
 */
export function endpointOrigin(endpoint: string): string {
  return new URL(endpoint).origin;
}

/**
 * Validates `override.endpoint`: https anywhere, http to loopback only (the key would travel unencrypted), no credentials in the
 * URL (the settings file would store them). An origin other than Anthropic's passes with a warning.
 */
export function validateEndpoint(value: string): EndpointVerdict {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return { ok: false, reason: 'This is not a URL. Example: https://api.anthropic.com/v1/messages' };
  }
  if (url.username !== '' || url.password !== '') {
    return { ok: false, reason: 'The URL holds a user name or password. The key belongs into the key field.' };
  }
  const loopback = isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    return { ok: false, reason: 'Only https is allowed, or http to this machine: the key would travel readable.' };
  }
  if (url.hash !== '') return { ok: false, reason: 'The URL has a #fragment, which is never sent. Remove it.' };
  const official = url.origin === ANTHROPIC_ORIGIN;
  return {
    ok: true,
    url,
    warning: official || loopback ? null : `Your key will be sent to ${url.host}, which is not Anthropic.`,
  };
}
