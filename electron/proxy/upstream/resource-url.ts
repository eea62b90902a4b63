/** Derives the upstream's other URLs from the configured endpoint. Clients influence neither host nor path. */

export type UpstreamResource = 'messages' | 'count_tokens' | 'models';

/**
 * @param endpoint `override.endpoint`, the messages endpoint
 * @param query the client's, with or without `?`; appended to the configured query, replaces none of it
 */
export function resourceUrl(endpoint: string, resource: UpstreamResource, query = ''): URL {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '');
  const isMessages = base.endsWith('/messages');
  if (resource === 'count_tokens') url.pathname = `${base}/count_tokens`;
  // Sibling URLs of a custom gateway path are unknown: the API's own path is the best guess.
  if (resource === 'models') url.pathname = isMessages ? base.replace(/messages$/, 'models') : '/v1/models';
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.append(name, value);
  return url;
}
