/**
 * `POST /v1/messages` and `/v1/messages/count_tokens`: for tools that speak the Messages API already. Bytes in, the same bytes
 * out, both ways; only the key is ours.
 */

import { draftSide, setBody, statusLine } from '../recording/captured-message.ts';
import { beginAnswer, recordSent, type Visit } from '../http/request-context.ts';
import { readKey } from '../chat/messages-call.ts';
import { resourceUrl } from '../upstream/resource-url.ts';
import type { ProxyParts, Route } from '../http/proxy-deps.ts';
import { retriesFor, sendWithRetry } from '../upstream/retry.ts';
import { parseStrictJson } from '../http/strict-json.ts';
import type { UpstreamReply } from '../upstream/upstream-client.ts';
import { passthroughHeaders } from '../upstream/request-headers.ts';
import { pipeRaw } from '../chat/passthrough.ts';
import { isEventStream, unreadable } from '../upstream/read-response.ts';

export const messages: Route = (visit, body, parts) => forward(visit, body, parts, 'messages');
export const countTokens: Route = (visit, body, parts) => forward(visit, body, parts, 'count_tokens');

async function forward(
  visit: Visit,
  body: Buffer,
  parts: ProxyParts,
  resource: 'messages' | 'count_tokens',
): Promise<void> {
  const { recording, request, settings } = visit;
  noteRequest(visit, body);
  const key = await readKey(parts);
  recording.secrets.push(key);
  const target = request.url ?? '';
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  const url = resourceUrl(settings.endpoint, resource, query);
  const headers = passthroughHeaders(request.headers, {
    key,
    anthropicVersion: settings.translation.anthropicVersion,
    userAgent: parts.userAgent,
  });
  setBody(recording.beginUpstream(`POST ${url.href}`, headers), body);
  recording.mark('upstreamSent');
  const reply = await sendWithRetry(
    () => parts.upstream.send({ method: 'POST', url, headers, body, signal: visit.signal, raw: true }),
    { retries: retriesFor(request.headers), signal: visit.signal },
  );
  recording.mark('upstreamHeaders');
  recording.upstreamResponse = draftSide(statusLine(reply.status), { ...reply.headers });
  // Never followed, for the key would travel; and without its address it says nothing to a client.
  if (reply.status >= 300 && reply.status < 400) throw unreadable(reply, await reply.text());
  recording.assembleUpstream = 'message';
  recording.assembleClient = 'message';
  if (resource === 'messages') recording.countTokens = true;
  beginAnswer(visit, reply.status, answerHeaders(reply));
  for (const side of [recording.upstreamResponse, recording.clientResponse]) {
    if (side !== null) side.events = isEventStream(reply);
  }
  if (isEventStream(reply)) parts.recorder.streaming(recording);
  await pipeRaw(visit, reply, (text) => recordSent(visit, text));
}

/** Refuses what is not JSON; everything else is for the upstream to judge. */
function noteRequest(visit: Visit, body: Buffer): void {
  const value = parseStrictJson(body);
  if (typeof value !== 'object' || value === null) return;
  visit.recording.stream = 'stream' in value && value.stream === true;
  if ('model' in value && typeof value.model === 'string') {
    visit.recording.modelAsked = value.model;
    visit.recording.modelUsed = value.model;
  }
}

/** What must not be handed on: connection matters, cookies, and promises about other addresses. */
const KEPT =
  /^(?:content-type|content-length|content-encoding|request-id|retry-after(?:-ms)?|x-should-retry|anthropic-.*)$/;

function answerHeaders(reply: UpstreamReply): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) if (KEPT.test(name)) headers[name] = value;
  const requestId = reply.headers['request-id'];
  if (requestId !== undefined) headers['x-request-id'] = requestId;
  return headers;
}
