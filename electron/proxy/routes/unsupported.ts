/** What we do not serve, said in a way that helps: the reason and what to do instead. */

import { RequestRefused } from '#shared/errors.ts';
import type { Route } from '../parts.ts';
import { pathOf } from '../guards.ts';

export const embeddings: Route = () => {
  throw new RequestRefused({
    code: 'unsupported_endpoint',
    message: 'Anthropic has no embeddings API, so this endpoint cannot be translated.',
    hint: 'Give your tool another provider for embeddings: Voyage AI, or a local one such as Ollama.',
  });
};

/** Paths we serve, for hints: most wrong paths are one of these without `/v1`. */
const SERVED = [
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/completions',
  '/v1/models',
  '/v1/messages',
  '/v1/messages/count_tokens',
];

export const notFound: Route = (visit) => {
  const path = pathOf(visit.request.url ?? '/');
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

export function methodNotAllowed(allowed: string): Route {
  return (visit) => {
    visit.response.setHeader('allow', allowed);
    throw new RequestRefused({
      status: 405,
      code: 'method_not_allowed',
      message: `${visit.request.method ?? 'This method'} is not allowed here.`,
      hint: `Use ${allowed}.`,
    });
  };
}
