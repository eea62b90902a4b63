/** `POST /v1/messages`: from a parsed body to the response, with checks in the real API's order. */

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { findModel, retiredModel, validateMessageRequest } from '#shared/anthropic/validate/index.ts';
import type { ValidationRefusal, ShapedRequest } from '#shared/anthropic/validate/index.ts';
import type { PromptDiagnostics } from './prompt-diagnostics.ts';
import { amount } from './parse-directives.ts';
import type { Directives } from './parse-directives.ts';
import { datedId } from './models-route.ts';
import type { PromptCache } from './prompt-cache.ts';
import { composeMessage } from './response/compose-message.ts';
import { verifyCompaction } from './compaction-seal.ts';
import { verifyThinking } from './signatures.ts';
import { requestTokens } from './estimate-tokens.ts';
import { orderedError } from './wire/error-bodies.ts';
import type { MockHeaders } from './wire/headers.ts';
import { sendMockJson } from './wire/send-json.ts';
import { sendStream } from './wire/send-stream.ts';
import { openSink } from './wire/sink.ts';

const bindingBeta = 'thinking-binding-controls-2026-08-01';

export interface MessagesContext {
  readonly response: ServerResponse;
  readonly directives: Directives;
  readonly betas: readonly string[];
  readonly requestId: string;
  readonly headers: MockHeaders;
  readonly cache: PromptCache;
  readonly diagnosis: PromptDiagnostics;
  readonly newId: (prefix: string) => string;
  readonly pace: number;
}

export const betasOf = (headers: IncomingHttpHeaders): readonly string[] => {
  const listed = String(headers['anthropic-beta'] ?? '')
    .split(',')
    .map((beta) => beta.trim())
    .filter((beta) => beta !== '');
  // Claude Code sends undocumented betas.
  return (headers['user-agent'] ?? '').startsWith('claude-cli/') ? listed.filter(isPublic) : listed;
};

const isPublic = (beta: string): boolean =>
  validateMessageRequest(null, { apiVersion: '2023-06-01', betas: [beta] })?.message.startsWith('Unexpected') !== true;

/** The refusal of a request by model facts that only the server knows; null when it is accepted. */
export function refusalFor(request: ShapedRequest, betas: readonly string[]): ValidationRefusal | null {
  const rule = ruleOf(request);
  const verdict = verifyThinking(request, rule, respondingModel(request), betas.includes(bindingBeta));
  if (verdict.refusal !== null) return verdict.refusal;
  const altered = verifyCompaction(request);
  if (altered !== null) return altered;
  const tokens = requestTokens(request);
  if (tokens <= rule.contextTokens) return null;
  const message = `prompt is too long: ${tokens} tokens > ${rule.contextTokens} maximum`;
  return { status: 400, type: 'invalid_request_error', message, errorCode: null };
}

/** Responds to a request that passed the validator and `refusalFor`. Does not throw when the client disconnects. */
export async function sendMessage(request: ShapedRequest, context: MessagesContext): Promise<void> {
  const { response, directives, headers, betas } = context;
  const rule = ruleOf(request);
  const model = respondingModel(request);
  const { transformations } = verifyThinking(request, rule, model, betas.includes(bindingBeta));
  const usage = context.cache.use(request, model, rule.minCacheableTokens ?? 1024);
  const diagnostics = context.diagnosis.compare(request, model);
  const made = { rule, model, directives, usage, diagnostics, transformations, newId: context.newId };
  const composed = composeMessage(request, made);
  context.diagnosis.remember(composed.message.id, request, model, usage.read + usage.written5m + usage.written1h);
  const form = directives.get('answer') ?? (request.stream === true ? 'sse' : 'json');
  const type = form === 'sse' ? 'text/event-stream; charset=utf-8' : 'application/json';
  const sink = openSink(response, 200, { ...headers, 'content-type': type, 'cache-control': 'no-cache' }, directives);
  if (form === 'sse') return sendStream(sink, composed, directives, context.requestId, context.pace);
  return sendMockJson(sink, composed, directives);
}

/** Sends the response of a middlebox or a broken server, if a directive asks for it. @returns whether it was sent */
export async function sendFault(
  context: MessagesContext,
  fail: (refusal: ValidationRefusal) => void,
): Promise<boolean> {
  const { response, directives, headers } = context;
  const target = directives.get('redirect');
  if (directives.get('at') === 'headers') {
    if (directives.has('reset')) {
      response.socket?.resetAndDestroy();
      return true;
    }
    if (directives.has('stall')) await stall(response, amount(directives, 'stall', 60_000));
  }
  if (target !== undefined) {
    response.writeHead(307, {
      ...asNode(headers),
      location: target === '' ? 'http://127.0.0.2:9/v1/messages' : target,
    });
    response.end();
    return true;
  }
  if (directives.has('html')) {
    response.writeHead(amount(directives, 'html', 502), { 'content-type': 'text/html', server: 'middlebox' });
    response.end(
      '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
    );
    return true;
  }
  const error = orderedError(directives);
  if (error !== null) fail(error);
  return error !== null;
}

const stall = (response: ServerResponse, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });

export const asNode = (headers: MockHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );

function ruleOf(request: ShapedRequest): NonNullable<ReturnType<typeof findModel>> {
  const rule = findModel(request.model) ?? retiredModel(request.model);
  if (rule === null) throw new Error(`The validator let the unknown model ${request.model} pass.`);
  return rule;
}

/** The model id in the response: the dated id of an alias. */
function respondingModel(request: ShapedRequest): string {
  const rule = findModel(request.model);
  return rule === null ? request.model : datedId(rule);
}
