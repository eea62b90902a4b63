/**
 * An exchange's request as a small program: the OpenAI SDK for the client's request, the Anthropic SDK for the upstream request.
 */

import { isObject, type JsonObject, parseJsonExactly } from '../../json/unknown-json.ts';
import type { Exchange } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { knownArguments } from './known-arguments.ts';
import { literal, type Language } from './literals.ts';
import { headerOf, requestTarget, type RequestSide } from './request-target.ts';

export interface SnippetOptions {
  readonly side: RequestSide;
  readonly language: Language;
  /** The proxy's own origin, for the client's request: `http://127.0.0.1:9080`. */
  readonly origin: string;
  /** Secrets to remove whatever their form. */
  readonly known?: readonly string[];
}

type Method = keyof typeof knownArguments;

interface Call {
  readonly method: Method;
  readonly body: JsonObject;
  /** Null: the SDK's default. */
  readonly baseUrl: string | null;
  readonly betas: readonly string[];
  /** Of Anthropic's API: SDK versions send different ones. Null: the request had none. */
  readonly version: string | null;
}

/** A complete program; null where no SDK has a counterpart of the request, or its body is incomplete. Redacted (again). */
export function snippetOf(exchange: Exchange, options: SnippetOptions): string | null {
  const call = callOf(redactExchange(exchange, options.known ?? []), options);
  if (call === null) return null;
  return options.language === 'typescript' ? typescriptProgram(call) : pythonProgram(call);
}

function callOf(exchange: Exchange, { side, origin }: SnippetOptions): Call | null {
  const target = requestTarget(exchange, side, origin);
  const body = target === null ? null : parseJsonExactly(target.side.body);
  const method = side === 'upstream' ? upstreamMethod(target?.url ?? '') : clientMethod(exchange.summary.endpoint);
  if (target === null || !isObject(body) || method === null) return null;
  const betas = (headerOf(target.side, 'anthropic-beta') ?? '').split(',').map((beta) => beta.trim());
  const base = side === 'client' ? origin.replace(/\/$/, '') : target.url.replace(/\/v1\/messages.*$/, '');
  const speaksAnthropic = method === 'messages' || method === 'count_tokens';
  let baseUrl: string | null = speaksAnthropic ? base : `${base}/v1`;
  if (baseUrl === 'https://api.anthropic.com') baseUrl = null;
  const version = speaksAnthropic ? headerOf(target.side, 'anthropic-version') : null;
  return { method, body, baseUrl, betas: betas.filter((beta) => beta !== ''), version };
}

function upstreamMethod(url: string): Method | null {
  if (/\/count_tokens(?:\?|$)/.test(url)) return 'count_tokens';
  return /\/messages(?:\?|$)/.test(url) ? 'messages' : null;
}

function clientMethod(endpoint: Exchange['summary']['endpoint']): Method | null {
  return endpoint === 'models' || endpoint === 'other' ? null : endpoint;
}

const paths: Readonly<Record<Method, string>> = {
  'chat.completions': 'chat.completions.create',
  responses: 'responses.create',
  completions: 'completions.create',
  messages: 'messages.create',
  count_tokens: 'messages.count_tokens',
};

function typescriptProgram({ method, body, baseUrl, betas, version }: Call): string {
  const anthropic = method === 'messages' || method === 'count_tokens';
  const options: string[] = [];
  if (baseUrl !== null) options.push(`baseURL: ${literal(baseUrl, 'typescript')}`);
  if (version !== null) options.push(`defaultHeaders: ${literal({ 'anthropic-version': version }, 'typescript')}`);
  if (!anthropic) options.push("apiKey: process.env['OPENAI_API_KEY'] ?? 'not-needed'");
  const given = options.length === 0 ? '' : `{ ${options.join(', ')} }`;
  const beta = anthropic && betas.length > 0;
  const path = paths[method].replace('count_tokens', 'countTokens');
  const argument = literal(beta ? { ...body, betas } : body, 'typescript');
  const name = anthropic ? 'Anthropic' : 'OpenAI';
  const from = anthropic ? '@anthropic-ai/sdk' : 'openai';
  const streams = body['stream'] === true;
  const end = streams
    ? 'for await (const event of answer) console.log(event);\n'
    : 'console.dir(answer, { depth: null });\n';
  return [
    `import ${name} from '${from}';\n\n`,
    anthropic ? '// Takes the key from ANTHROPIC_API_KEY.\n' : '',
    `const client = new ${name}(${given});\n\n`,
    `const answer = await client.${beta ? 'beta.' : ''}${path}(${argument});\n`,
    end,
  ].join('');
}

function pythonProgram({ method, body, baseUrl, betas, version }: Call): string {
  const anthropic = method === 'messages' || method === 'count_tokens';
  const options: string[] = [];
  if (baseUrl !== null) options.push(`base_url=${literal(baseUrl, 'python')}`);
  if (version !== null) options.push(`default_headers=${literal({ 'anthropic-version': version }, 'python')}`);
  if (!anthropic) options.push('api_key=os.environ.get("OPENAI_API_KEY", "not-needed")');
  const beta = anthropic && betas.length > 0;
  const streams = body['stream'] === true;
  const name = anthropic ? 'Anthropic' : 'OpenAI';
  const end = streams ? 'for event in answer:\n    print(event)\n' : 'print(answer)\n';
  return [
    anthropic ? '' : 'import os\n\n',
    `from ${anthropic ? 'anthropic' : 'openai'} import ${name}\n\n`,
    anthropic ? '# Takes the key from ANTHROPIC_API_KEY.\n' : '',
    `client = ${name}(${options.join(', ')})\n\n`,
    `answer = client.${beta ? 'beta.' : ''}${paths[method]}(\n${pythonArguments(method, body, beta ? betas : [])})\n`,
    end,
  ].join('');
}

function pythonArguments(method: Method, body: JsonObject, betas: readonly string[]): string {
  const known: ReadonlySet<string> = knownArguments[method];
  const named = Object.entries(body).filter(([name]) => known.has(name));
  const others = Object.entries(body).filter(([name]) => !known.has(name));
  if (betas.length > 0) named.push(['betas', betas]);
  if (others.length > 0) named.push(['extra_body', Object.fromEntries(others)]);
  return named.map(([name, value]) => `    ${name}=${literal(value, 'python', 4)},\n`).join('');
}
