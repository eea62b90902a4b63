/** Checks before the body is validated: path, method, credentials, version, content type, size, JSON. */

import type { IncomingMessage } from 'node:http';
import type { ValidationRefusal } from '#shared/anthropic/validate/index.ts';
import { errorFor } from './wire/error-bodies.ts';
import { parseRequestJson } from '#shared/openai/request-json.ts';

export type MockRoute = 'messages' | 'count_tokens' | 'models' | 'model';

const maximumBytes = 32 * 1024 * 1024;
const versions = new Set(['2023-06-01', '2026-10-21']);

/** The route of a request line, or the refusal of an unknown path or method. */
export function findRoute(method: string, path: string): { route: MockRoute } | { refusal: ValidationRefusal } {
  const isModel = /^\/v1\/models\/[^/]+$/.test(path);
  const [route, allowed]: [MockRoute | null, string] =
    path === '/v1/messages'
      ? ['messages', 'POST']
      : path === '/v1/messages/count_tokens'
        ? ['count_tokens', 'POST']
        : path === '/v1/models'
          ? ['models', 'GET']
          : [isModel ? 'model' : null, 'GET'];
  if (route === null) return { refusal: errorFor(404, 'Not Found') };
  return method === allowed ? { route } : { refusal: errorFor(405, 'Method Not Allowed') };
}

/** Accepts any key that is not empty and does not end in `-invalid`. */
export function checkHeaders({
  headers,
  method,
}: Pick<IncomingMessage, 'headers' | 'method'>): ValidationRefusal | null {
  const bearer = /^Bearer\s+(.*)$/i.exec(headers.authorization ?? '')?.[1];
  const key = String(headers['x-api-key'] ?? bearer ?? '').trim();
  if (key === '') return errorFor(401, 'x-api-key header is required');
  if (key.endsWith('-invalid')) return errorFor(401, 'invalid x-api-key');
  const version = headers['anthropic-version'];
  if (version === undefined) return errorFor(400, 'anthropic-version: header is required');
  if (typeof version !== 'string' || !versions.has(version)) {
    return errorFor(400, `anthropic-version: "${String(version)}" is not a valid version`);
  }
  const isJson = /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '');
  return method === 'POST' && !isJson ? errorFor(415, 'Content-Type must be application/json') : null;
}

/** The whole body, or 413 as soon as it is too long. */
export async function readRequestBody(
  request: IncomingMessage,
): Promise<{ bytes: Buffer } | { refusal: ValidationRefusal }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > maximumBytes) return { refusal: errorFor(413) };
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
}

export function parseRequestBody(bytes: Buffer): { body: unknown } | { refusal: ValidationRefusal } {
  try {
    const body: unknown = parseRequestJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return { body };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { refusal: errorFor(400, `The request body is not valid JSON: ${reason}`) };
  }
}
