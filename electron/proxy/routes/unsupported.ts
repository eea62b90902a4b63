/** Errors for unsupported endpoints: the reason and the alternative. */

import { RequestRefused } from '#shared/errors.ts';
import type { Route } from '../http/proxy-deps.ts';
import type { RequestContext } from '../http/request-context.ts';
import { pathOf } from '../http/request-guards.ts';
import { missingEndpoint } from './missing-endpoints.ts';

export const embeddings: Route = () => {
  throw new RequestRefused({
    code: 'unsupported_endpoint',
    message: 'Anthropic has no embeddings API, so this endpoint cannot be translated.',
    hint: 'Give your tool another provider for embeddings: Voyage AI, or a local one such as Ollama.',
  });
};

/** Supported paths, for hints: most wrong paths lack `/v1`. */
const SERVED = [
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/completions',
  '/v1/models',
  '/v1/messages',
  '/v1/messages/count_tokens',
];

export const notFound: Route = (context) => {
  const path = pathOf(context.request.url ?? '/');
  const missing = missingEndpoint(path, hostOf(context));
  if (missing !== null) throw missing;
  const meant = SERVED.find((served) => served === `/v1${path}`);
  throw new RequestRefused({
    status: 404,
    code: 'not_found',
    message: `There is no endpoint ${path.slice(0, 200)} here.`,
    hint:
      meant === undefined
        ? `Dragoman serves ${SERVED.join(', ')}.`
        : `Did you mean ${meant}? The base URL of your tool should end in /v1.`,
  });
};

function hostOf({ request, settings }: RequestContext): string {
  return request.headers.host ?? `127.0.0.1:${settings.port}`;
}

/** Reads that a tool may try at an endpoint which only takes a POST: what it was looking for. */
const READS: ReadonlyMap<string, string> = new Map([
  ['/v1/chat/completions', 'Dragoman stores no chat completions that could be listed; its window shows the exchanges.'],
  ['/v1/responses', 'Responses cannot be listed; get one by its id.'],
]);

/** @param allowed the methods of the endpoint, as the `allow` header lists them */
export function methodNotAllowed(allowed: string): Route {
  return (context) => {
    const { method = 'This method', url = '/' } = context.request;
    const path = pathOf(url);
    const missing = missingEndpoint(path, hostOf(context));
    if (missing !== null) throw missing;
    context.response.setHeader('allow', allowed);
    const instead = method === 'GET' ? READS.get(path) : undefined;
    throw new RequestRefused({
      status: 405,
      code: 'method_not_allowed',
      message: `${method} is not allowed here.`,
      hint: instead === undefined ? `Use ${allowed}.` : `Use ${allowed}. ${instead}`,
    });
  };
}
