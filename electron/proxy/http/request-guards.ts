/**
 * Access checks. Every web page in every browser on this machine can reach a loopback port, so each request is checked
 * first: request line, Host, Origin, Sec-Fetch-Site, token, content type, declared size.
 * Pure: maps the facts of one request and the policy to a verdict.
 */

import type { IncomingHttpHeaders } from 'node:http';
import type { TokenDemand } from '#electron/services.ts';
import { matchesDigest } from '#electron/secrets/token-digest.ts';
import { keysInProtocols } from './websocket-protocols.ts';
import type { GuardRefusal } from '../recording/guard-refusal.ts';

export const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Sum in bytes, as set on Node's parser. */
export const MAX_HEADER_BYTES = 16 * 1024;

export interface GuardPolicy {
  /** The listening port. */
  readonly port: number;
  /** Host names added by the user, without port, e.g. a container's name for this machine. */
  readonly hosts: readonly string[];
  /** Origins added by the user, for browser tools. */
  readonly origins: readonly string[];
  /** When set, requests need `Authorization: Bearer` with the token of that digest. Null (default): no token. */
  readonly token: TokenDemand | null;
}

export interface GuardedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Raw headers (name, value, name, value), to see duplicates that Node merges. */
  readonly rawHeaders: readonly string[];
}

export type GuardVerdict =
  | { readonly kind: 'pass'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'preflight'; readonly headers: Readonly<Record<string, string>> }
  /** `headers`: CORS, so that an allowed page can read the error. */
  | { readonly kind: 'refuse'; readonly refusal: GuardRefusal; readonly headers: Readonly<Record<string, string>> };

export function guardRequest(request: GuardedRequest, policy: GuardPolicy): GuardVerdict {
  const refusal = checkTarget(request) ?? checkHost(request, policy) ?? checkOrigin(request, policy);
  if (refusal !== null) return { kind: 'refuse', refusal, headers: {} };
  const headers = corsHeaders(request, policy);
  if (request.method === 'OPTIONS' && headers['access-control-allow-origin'] !== undefined) {
    return { kind: 'preflight', headers: { ...headers, ...preflightHeaders(request) } };
  }
  const second = checkToken(request, policy) ?? checkMethod(request) ?? checkBody(request);
  return second === null ? { kind: 'pass', headers } : { kind: 'refuse', refusal: second, headers };
}

/** Absolute-form targets belong to forward proxies, and their host would override the Host header. */
function checkTarget({ method, url }: GuardedRequest): GuardRefusal | null {
  if (url.startsWith('/') || (method === 'OPTIONS' && url === '*')) return null;
  return {
    status: 400,
    code: 'invalid_request_target',
    message: 'The request line must hold a path, not a whole URL.',
    hint: 'Use this address as the base URL of your tool, not as its HTTP proxy.',
  };
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Exact names only: DNS rebinding arrives with the attacker's own name. */
function checkHost({ rawHeaders }: GuardedRequest, policy: GuardPolicy): GuardRefusal | null {
  const values = rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
  const value = values[0]?.toLowerCase();
  if (values.length === 1 && value !== undefined) {
    for (const name of LOOPBACK_NAMES.concat(policy.hosts)) {
      const host = name.toLowerCase();
      if (value === host || value === `${host}:${String(policy.port)}`) return null;
    }
  }
  return {
    status: 403,
    code: 'host_not_allowed',
    message: 'This proxy answers only to 127.0.0.1, localhost and [::1].',
    hint: `Use http://127.0.0.1:${String(policy.port)}/v1 as the base URL.`,
  };
}

function checkOrigin({ headers }: GuardedRequest, policy: GuardPolicy): GuardRefusal | null {
  const origin = headers.origin;
  const allowed = origin !== undefined && isAllowedOrigin(origin, policy.origins);
  const site = headers['sec-fetch-site'];
  // Browsers omit Origin on plain GETs but always send Sec-Fetch-Site, which pages cannot set.
  const foreignSite = site !== undefined && site !== 'none' && site !== 'same-origin';
  if (allowed || (origin === undefined && !foreignSite)) return null;
  return {
    status: 403,
    code: 'origin_not_allowed',
    message: 'Web pages may not use this proxy.',
    hint: 'If this is your own browser-based tool, add its origin to the allowed origins in Settings.',
  };
}

/** Compares whole parsed origins: never a prefix, never a wildcard, never `null`. */
function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    const wanted = normaliseOrigin(entry);
    return wanted !== null && wanted === normaliseOrigin(origin);
  });
}

function normaliseOrigin(value: string): string | null {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return null;
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  if (url.pathname !== '/' && url.pathname !== '') return null;
  // `URL.origin` is `null` for schemes of editors and extensions (`vscode-webview://id`), so it is built here.
  return `${url.protocol}//${url.host}`;
}

/** Response headers that a page may read (CORS): all that routes set. */
const READABLE_HEADERS = [
  'x-request-id',
  'request-id',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'openai-processing-ms',
  ...['limit', 'remaining', 'reset'].flatMap((what) => [`x-ratelimit-${what}-requests`, `x-ratelimit-${what}-tokens`]),
  'x-dragoman-model',
  'x-dragoman-models',
  'x-dragoman-notes',
  'x-dragoman-exchange',
  'x-dragoman-demo',
];

function corsHeaders({ headers }: GuardedRequest, policy: GuardPolicy): Record<string, string> {
  if (headers.origin === undefined || !isAllowedOrigin(headers.origin, policy.origins)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': headers.origin,
    'access-control-expose-headers': READABLE_HEADERS.join(', '),
  };
}

function preflightHeaders({ headers }: GuardedRequest): Record<string, string> {
  const wanted = headers['access-control-request-headers'];
  const result: Record<string, string> = {
    'access-control-allow-methods': 'GET, POST, DELETE, HEAD, OPTIONS',
    'access-control-max-age': '600',
  };
  if (wanted !== undefined && /^[\w\-, ]{1,2000}$/.test(wanted)) result['access-control-allow-headers'] = wanted;
  if (headers['access-control-request-private-network'] === 'true') {
    result['access-control-allow-private-network'] = 'true';
  }
  return result;
}

function checkToken({ headers, url }: GuardedRequest, { token }: GuardPolicy): GuardRefusal | null {
  if (token === null || pathOf(url) === '/health') return null;
  if (token.digest === null) {
    return {
      status: 503,
      code: 'token_unavailable',
      message: 'This proxy asks for a token and cannot read its own from the keychain.',
      hint: 'Unlock the keychain, or look at the token in Dragoman’s Settings.',
    };
  }
  const { digest } = token;
  const given = shownTokens(headers);
  if (given.some((value) => matchesDigest(value, digest))) return null;
  return {
    status: 401,
    code: 'invalid_api_key',
    message: given.length === 0 ? 'This proxy asks for a token.' : 'The token is not the one of this proxy.',
    hint: 'Copy the token from Dragoman’s Settings and give it to your tool as the API key.',
  };
}

/** Candidate tokens. An Anthropic client may send a key and a token at once; either may match. */
export function shownTokens(headers: IncomingHttpHeaders): string[] {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  // Used by the Anthropic SDK and Claude Code.
  const apiKey = headers['x-api-key'];
  return [bearer, apiKey, ...keysInProtocols(headers)].filter((value) => typeof value === 'string');
}

/** Methods of the routes; Node's parser accepts dozens more. */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function checkMethod({ method }: GuardedRequest): GuardRefusal | null {
  if (METHODS.includes(method)) return null;
  return {
    status: 501,
    code: 'method_not_implemented',
    message: `Nothing here answers to ${method}.`,
    hint: 'Use GET or POST.',
  };
}

/** Only `application/json`: pages can send forms and plain text cross-origin without a CORS preflight, but not JSON. */
function checkBody({ method, headers }: GuardedRequest): GuardRefusal | null {
  const length = Number(headers['content-length'] ?? 0);
  if (length > MAX_BODY_BYTES) {
    return {
      status: 413,
      code: 'request_too_large',
      message: `The request body is larger than ${String(MAX_BODY_BYTES / 1024 / 1024)} MB.`,
      hint: 'Send fewer or smaller images and files.',
    };
  }
  // Without a body no type is required, so a wrong method is reported as such.
  if (method !== 'POST' && (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined)
    return null;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return {
      status: 415,
      code: 'unsupported_content_encoding',
      message: 'Compressed request bodies are not accepted.',
      hint: 'Turn request compression off in your tool.',
    };
  }
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json') return null;
  return {
    status: 415,
    code: 'unsupported_media_type',
    message: 'The content type must be application/json.',
    hint: 'Send the header "Content-Type: application/json".',
  };
}

export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
