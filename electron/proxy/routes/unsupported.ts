/** Errors for unsupported endpoints: the reason and the alternative. */

import { RequestRefused } from '#shared/errors.ts';
import type { Route } from '../http/proxy-deps.ts';
import { pathOf } from '../http/request-guards.ts';

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

/** OpenAI endpoints without an Anthropic counterpart: path prefix, what is missing, alternative. */
const MISSING: readonly (readonly [path: RegExp, what: string, instead: string])[] = [
  [/^\/(?:v1\/)?audio\b/, 'Anthropic has no audio API.', 'Give your tool another provider for speech.'],
  [
    /^\/(?:v1\/)?(?:images|videos)\b/,
    'Anthropic has no API that makes images.',
    'Give your tool another provider for images; Claude reads them in chat messages.',
  ],
  [
    /^\/(?:v1\/)?realtime\b/,
    'Anthropic has no realtime API.',
    'Use chat completions or responses with "stream": true.',
  ],
  [
    /^\/(?:v1\/)?moderations\b/,
    'Anthropic has no moderation API.',
    'Turn moderation off in your tool, or give it another provider for that.',
  ],
  [
    /^\/(?:v1\/)?(?:files|uploads|vector_stores|containers)\b/,
    'Dragoman keeps no files.',
    'Send files inside the message: images as image_url, documents as file parts.',
  ],
  [/^\/(?:v1\/)?(?:messages\/)?batches\b/, 'Dragoman serves no batches.', 'Send the requests one by one.'],
  [
    /^\/(?:v1\/)?(?:assistants|threads|conversations)\b/,
    'Dragoman keeps no assistants and no conversations.',
    'Use responses with previous_response_id, or chat completions with the whole history.',
  ],
  [
    /^\/(?:v1\/)?responses\/[^/]+\/cancel$/,
    'Responses do not run in the background here.',
    'To stop one, close its connection.',
  ],
  [/^\/(?:v1\/)?fine_tuning\b/, 'Anthropic’s API has no fine-tuning.', 'Use a Claude model as it is.'],
];

/** For a path of OpenAI's API that has no counterpart; null for any other. */
export function missingEndpoint(path: string): RequestRefused | null {
  const entry = MISSING.find(([pattern]) => pattern.test(path));
  if (entry === undefined) return null;
  const [, what, instead] = entry;
  return new RequestRefused({
    status: 404,
    code: 'not_found',
    message: `There is no endpoint ${path.slice(0, 200)} here: ${what}`,
    hint: instead,
  });
}

export const notFound: Route = (context) => {
  const path = pathOf(context.request.url ?? '/');
  const missing = missingEndpoint(path);
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

export function methodNotAllowed(allowed: string): Route {
  return (context) => {
    context.response.setHeader('allow', allowed);
    throw new RequestRefused({
      status: 405,
      code: 'method_not_allowed',
      message: `${context.request.method ?? 'This method'} is not allowed here.`,
      hint: `Use ${allowed}.`,
    });
  };
}
