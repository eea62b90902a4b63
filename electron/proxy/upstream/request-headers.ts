/** The upstream request headers, an allow list: no other client header is forwarded. */

export interface UpstreamHeaderFacts {
  readonly key: string;
  readonly anthropicVersion: string;
  /** Betas of the request and of the client, merged without duplicates. */
  readonly betas: readonly string[];
  readonly accept: 'application/json' | 'text/event-stream';
  readonly userAgent: string;
}

/** Headers for a translated body. Compression only without streaming, because it would delay events. */
export function upstreamHeaders(facts: UpstreamHeaderFacts): Record<string, string> {
  const headers: Record<string, string> = {
    'x-api-key': facts.key,
    'anthropic-version': facts.anthropicVersion,
    'content-type': 'application/json',
    accept: facts.accept,
    'accept-encoding': facts.accept === 'application/json' ? 'gzip, br' : 'identity',
    'user-agent': facts.userAgent,
  };
  if (facts.betas.length > 0) headers['anthropic-beta'] = facts.betas.join(',');
  return headers;
}

/** The values of the client's own `anthropic-beta`, then ours. */
export function mergeBetas(client: string | string[] | undefined, ours: readonly string[]): string[] {
  const requested = (Array.isArray(client) ? client.join(',') : (client ?? '')).split(',').map((value) => value.trim());
  return [...new Set([...requested.filter((value) => value !== ''), ...ours])];
}

const FORWARDED = ['anthropic-version', 'anthropic-beta', 'content-type', 'accept', 'user-agent'] as const;

/** Headers for a Messages request that a client wrote: its version and betas, our key. */
export function passthroughHeaders(
  client: Readonly<Record<string, string | string[] | undefined>>,
  facts: Pick<UpstreamHeaderFacts, 'key' | 'anthropicVersion' | 'userAgent'>,
): Record<string, string> {
  const headers: Record<string, string> = {
    'anthropic-version': facts.anthropicVersion,
    accept: 'application/json',
    'user-agent': facts.userAgent,
  };
  for (const name of FORWARDED) {
    const value = client[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  headers['x-api-key'] = facts.key;
  // Bytes are forwarded unchanged, so they must have an encoding that every client reads.
  headers['accept-encoding'] = 'identity';
  return headers;
}
