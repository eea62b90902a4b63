/** Works out the upstream's other addresses from the one that is configured. Clients have no say in host or path. */

export type UpstreamResource = 'messages' | 'count_tokens' | 'models';

/**
 * In: `override.endpoint`, which names the messages endpoint. Out: the wanted resource beside it.
 * `query` is the client's own, with or without `?`; it replaces nothing of the configured query, only adds.
 */
export function resourceUrl(endpoint: string, resource: UpstreamResource, query = ''): URL {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '');
  const isMessages = base.endsWith('/messages');
  if (resource === 'count_tokens') url.pathname = `${base}/count_tokens`;
  // An endpoint of another shape (a gateway's own path) says nothing about its siblings: the API's own path is the best guess.
  if (resource === 'models') url.pathname = isMessages ? base.replace(/messages$/, 'models') : '/v1/models';
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.append(name, value);
  return url;
}
