/** Endpoints that tools ask for and that are not served: what each of them is, and what to set or send instead. */

import { RequestRefused } from '#shared/errors.ts';

interface MissingEndpoint {
  readonly path: RegExp;
  /** What it is, and why it is not here: one sentence. */
  readonly what: string;
  /** @param baseUrl of the OpenAI endpoints: `http://127.0.0.1:9080/v1` */
  readonly instead: (baseUrl: string) => string;
}

function entry(path: RegExp, what: string, instead: string | MissingEndpoint['instead']): MissingEndpoint {
  return { path, what, instead: typeof instead === 'string' ? () => instead : instead };
}

/** APIs of other providers: the tool is set to the wrong kind of provider. */
const otherApis: readonly MissingEndpoint[] = [
  // https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference
  entry(
    /^\/(?:v1\/)?openai\/(?:deployments|responses|models|files|assistants|threads)\b/,
    'This is a path of Azure OpenAI.',
    (baseUrl) =>
      `In your tool choose the provider “OpenAI” or “OpenAI-compatible” instead of Azure (in code OpenAI instead of AzureOpenAI), with the base URL ${baseUrl} and without an API version; the deployment becomes the model.`,
  ),
  entry(
    /^\/(?:v1\/)?openai\/v1\b/,
    'This is the path of the OpenAI-compatible API of Azure and of Groq.',
    (baseUrl) => `Set the base URL of your tool to ${baseUrl}, without /openai.`,
  ),
  // https://openrouter.ai/docs/api-reference, https://lmstudio.ai/docs/developer/rest
  entry(
    /^\/api\/v[01]\b/,
    'This is a path of OpenRouter or LM Studio.',
    (baseUrl) =>
      `In your tool choose the provider “OpenAI-compatible” with the base URL ${baseUrl}, which has no /api in it.`,
  ),
  // https://docs.ollama.com/api
  entry(
    /^\/(?:v1\/)?api\//,
    'This is a path of Ollama’s own API.',
    (baseUrl) =>
      `In your tool choose the provider “OpenAI” or “OpenAI-compatible” instead of Ollama, with the base URL ${baseUrl}.`,
  ),
  // https://ai.google.dev/api
  entry(
    /^\/(?:v1\/)?v1(?:alpha|beta)\d?\b|^\/v1\/models\/[^/]+:[a-z]\w*$/i,
    'This is a path of the Gemini API.',
    (baseUrl) =>
      `In your tool choose the provider “OpenAI” or “OpenAI-compatible” instead of Gemini, with the base URL ${baseUrl}.`,
  ),
  entry(
    /^\/v1\/projects\/[^/]+\/locations\b/,
    'This is a path of Vertex AI.',
    (baseUrl) =>
      `In your tool choose the provider “Anthropic” with the base URL ${rootOf(baseUrl)}, or “OpenAI-compatible” with ${baseUrl}.`,
  ),
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/
  entry(
    /^\/model\/[^/]+\/(?:converse|invoke)/,
    'This is a path of Amazon Bedrock.',
    (baseUrl) =>
      `In your tool choose the provider “Anthropic” with the base URL ${rootOf(baseUrl)}, or “OpenAI-compatible” with ${baseUrl}.`,
  ),
];

/** Parts of OpenAI's API without a counterpart at Anthropic. */
const missingParts: readonly MissingEndpoint[] = [
  entry(/^\/(?:v1\/)?audio\b/, 'Anthropic has no audio API.', 'Give your tool another provider for speech.'),
  entry(
    /^\/(?:v1\/)?(?:images|videos)\b/,
    'Anthropic has no API that makes images.',
    'Give your tool another provider for images; Claude reads them in chat messages.',
  ),
  entry(
    /^\/(?:v1\/)?realtime\b/,
    'Anthropic has no realtime API.',
    'Use chat completions or responses with "stream": true.',
  ),
  entry(
    /^\/(?:v1\/)?moderations\b/,
    'Anthropic has no moderation API.',
    'Turn moderation off in your tool, or give it another provider for that.',
  ),
  entry(
    /^\/(?:v1\/)?(?:files|uploads|vector_stores|containers)\b/,
    'Dragoman keeps no files.',
    'Send files inside the message: images as image_url, documents as file parts.',
  ),
  entry(/^\/(?:v1\/)?(?:messages\/)?batches\b/, 'Dragoman serves no batches.', 'Send the requests one by one.'),
  entry(
    /^\/(?:v1\/)?(?:assistants|threads|conversations)\b/,
    'Dragoman keeps no assistants and no conversations.',
    'Use responses with previous_response_id, or chat completions with the whole history.',
  ),
  // https://platform.openai.com/docs/api-reference/chat/get
  entry(
    /^\/(?:v1\/)?chat\/completions\/./,
    'It is for chat completions that OpenAI stored, and Dragoman stores none.',
    'Turn off reading them in your tool (store: true has no effect here), look at the exchange in Dragoman’s window, or use responses, which are kept until the proxy stops.',
  ),
  // https://platform.openai.com/docs/api-reference/decisions
  entry(
    /^\/(?:v1\/)?decisions\b/,
    'It is OpenAI’s Decisions API, whose probabilities Claude does not return.',
    'Use chat completions or responses with a json_schema as the response format that lists the choices as an enum, or give your tool another provider for decisions.',
  ),
  entry(
    /^\/(?:v1\/)?responses\/[^/]+\/cancel$/,
    'Responses do not run in the background here.',
    'To stop one, close its connection.',
  ),
  entry(/^\/(?:v1\/)?fine_tuning\b/, 'Anthropic’s API has no fine-tuning.', 'Use a Claude model as it is.'),
  entry(
    /^\/(?:v1\/)?(?:evals|skills|chatkit|organization)\b/,
    'It belongs to OpenAI’s own platform and has no counterpart here.',
    'Turn that feature off in your tool, or give it another provider for it.',
  ),
  entry(
    /^\/(?:v1\/)?(?:engines|edits)\b/,
    'It is an old endpoint that OpenAI itself has closed.',
    'Use /v1/chat/completions, with the engine as the model.',
  ),
  entry(
    /^\/(?:v[12]\/)?rerank\b/,
    'Anthropic has no API that ranks documents.',
    'Give your tool another provider for that, such as Voyage AI, or turn reranking off.',
  ),
];

const missing = [...otherApis, ...missingParts];

function rootOf(baseUrl: string): string {
  return baseUrl.replace(/\/v1$/, '');
}

/**
 * The refusal of a path that belongs to another provider's API or to a part of OpenAI's that has no counterpart.
 *
 * @param path normalised, without the query
 * @param host the Host header of the request, which the guards accepted
 * @returns null for any other path
 */
export function missingEndpoint(path: string, host: string): RequestRefused | null {
  const found = missing.find((each) => each.path.test(path));
  if (found === undefined) return null;
  return new RequestRefused({
    status: 404,
    code: 'not_found',
    message: `There is no endpoint ${path.slice(0, 200)} here: ${found.what}`,
    hint: found.instead(`http://${host}/v1`),
  });
}
