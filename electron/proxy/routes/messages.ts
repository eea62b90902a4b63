/**
 * `POST /v1/messages` and `/v1/messages/count_tokens`, for clients of the Messages API. Forwards bodies byte for byte in
 * both directions; only the key is replaced.
 */

import { lifecycleNote } from '#shared/models/model-lifecycle.ts';
import { profileFor } from '#shared/models/profile-for.ts';
import { checkName } from '#shared/openai/request-names.ts';
import { captureMessage, setBody, statusLine } from '../recording/captured-message.ts';
import { beginResponse, recordSentText, type RequestContext } from '../http/request-context.ts';
import { holdFor } from '../chat/messages-call.ts';
import { readKey } from '../http/read-api-key.ts';
import { resourceUrl } from '../upstream/resource-url.ts';
import type { ProxyDeps, Route } from '../http/proxy-deps.ts';
import { retriesFor, sendWithRetry } from '../upstream/retry.ts';
import { boundedHeader, requestIdOf } from '#shared/translate/response/response-headers.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { isEventStream, type UpstreamResponse } from '../upstream/upstream-client.ts';
import { passthroughHeaders } from '../upstream/request-headers.ts';
import { pipeRaw } from '../chat/passthrough.ts';
import { unreadableResponse } from '../upstream/read-response.ts';

export const messages: Route = (context, body, deps) => forward(context, body, deps, 'messages');
export const countTokens: Route = (context, body, deps) => forward(context, body, deps, 'count_tokens');

async function forward(
  context: RequestContext,
  body: Buffer,
  deps: ProxyDeps,
  resource: 'messages' | 'count_tokens',
): Promise<void> {
  const { recording, request, settings } = context;
  await recordRequest(context, body, deps);
  const key = await readKey(deps, settings.endpoint);
  recording.secrets.push(key);
  const target = request.url ?? '';
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  const url = resourceUrl(settings.endpoint, resource, query);
  const headers = passthroughHeaders(request.headers, {
    key,
    anthropicVersion: settings.translation.anthropicVersion,
    userAgent: deps.userAgent,
  });
  setBody(recording.beginUpstream(`POST ${url.href}`, headers), body);
  recording.mark('upstreamSent');
  const upstreamResponse = await sendWithRetry(
    () =>
      deps.upstream.send({
        method: 'POST',
        url,
        headers,
        body,
        signal: context.signal,
        secrets: recording.secrets,
        hold: holdFor(context),
      }),
    { retries: retriesFor(request.headers), signal: context.signal },
  );
  recording.mark('upstreamHeaders');
  recording.upstreamResponse = captureMessage(statusLine(upstreamResponse.status), { ...upstreamResponse.headers });
  // Redirects are not followed, because the key would travel; without its address a redirect is useless to a client.
  if (upstreamResponse.status >= 300 && upstreamResponse.status < 400)
    throw unreadableResponse(upstreamResponse, await upstreamResponse.text());
  if (upstreamResponse.unreadable) throw unreadableResponse(upstreamResponse, '');
  recording.assembleUpstream = 'message';
  recording.assembleClient = 'message';
  if (resource === 'messages') recording.countTokens = true;
  const events = isEventStream(upstreamResponse);
  recording.upstreamResponse.events = events;
  await pipeRaw(context, upstreamResponse, {
    begin() {
      beginResponse(context, upstreamResponse.status, responseHeaders(upstreamResponse));
      if (recording.clientResponse !== null) recording.clientResponse.events = events;
      if (events) deps.recorder.streaming(recording);
    },
    onText: (text) => recordSentText(context, text),
  });
}

/** Refuses invalid JSON; the upstream validates the rest. */
async function recordRequest(context: RequestContext, body: Buffer, deps: ProxyDeps): Promise<void> {
  const value = await readStrictJson(body, context.signal);
  recordRequestedModel(context.recording, value);
  if (typeof value !== 'object' || value === null || !('model' in value) || typeof value.model !== 'string') return;
  checkName(value.model, 'model');
  context.recording.modelUsed = value.model;
  const note = lifecycleNote(value.model, profileFor(value.model, deps.modelList.find(value.model)), deps.now());
  if (note !== null) context.recording.notes = [note];
}

/** Forwarded headers. All others are dropped: hop-by-hop, cookies, statements about other addresses. */
const KEPT = /^(?:content-type|content-length|request-id|retry-after(?:-ms)?|x-should-retry|anthropic-.*)$/;

function responseHeaders(upstreamResponse: UpstreamResponse): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(upstreamResponse.headers)) {
    if (KEPT.test(name) && boundedHeader(value) !== undefined) headers[name] = value;
  }
  // Redaction may change the length of an event.
  if (upstreamResponse.decoded || isEventStream(upstreamResponse)) delete headers['content-length'];
  const requestId = requestIdOf(headers['request-id']);
  if (requestId !== null) headers['x-request-id'] = requestId;
  return headers;
}
