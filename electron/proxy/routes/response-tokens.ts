/** `POST /v1/responses/input_tokens`: how many tokens a request would cost to read, counted by the upstream. */

import { z } from 'zod';
import { chooseModel } from '#shared/models/choose-model.ts';
import { profileFor } from '#shared/models/profile-for.ts';
import { parseResponsesRequest } from '#shared/responses-api/request-schema.ts';
import { translateResponsesRequest } from '#shared/responses-api/translate-responses-request.ts';
import { noAdjustments } from '#shared/translate/core/context.ts';
import { createHasher, readKey, refusedBy } from '../chat/messages-call.ts';
import { resourceUrl } from '../upstream/resource-url.ts';
import type { Route } from '../http/proxy-deps.ts';
import { noteAsked } from '../recording/exchange-recording.ts';
import { replyHeaders } from '../upstream/forwarded-headers.ts';
import { retriesFor, sendWithRetry } from '../upstream/retry.ts';
import { draftSide, setBody } from '../recording/captured-message.ts';
import { parseStrictJson } from '../http/strict-json.ts';
import { upstreamHeaders } from '../upstream/request-headers.ts';
import { sendJson } from '../http/request-context.ts';
import { storedContext } from './responses.ts';

const countSchema = z.looseObject({ input_tokens: z.int() });

export const countResponseTokens: Route = async (visit, body, parts) => {
  const { recording, settings } = visit;
  const value = parseStrictJson(body);
  noteAsked(recording, value);
  const request = parseResponsesRequest(value);
  const { model } = chooseModel(request.model ?? undefined, settings);
  recording.modelUsed = model;
  const key = await readKey(parts);
  recording.secrets.push(key);
  const translation = translateResponsesRequest(request, storedContext(request, parts), {
    model,
    profile: profileFor(model, parts.catalogue.find(model), parts.lessons.of(model)),
    settings: settings.translation,
    createHasher,
    signatures: parts.signatures,
    previousAnswers: null,
    adjustments: noAdjustments,
    tracer: null,
  });
  recording.notes = translation.notes;
  // Source: the parameters of https://platform.claude.com/docs/en/api/messages-count-tokens: what is read, not how to answer.
  const { messages, system, tools, tool_choice: toolChoice, thinking } = translation.body;
  const text = JSON.stringify({ model, messages, system, tools, tool_choice: toolChoice, thinking });
  const url = resourceUrl(settings.endpoint, 'count_tokens');
  const headers = upstreamHeaders({
    key,
    anthropicVersion: settings.translation.anthropicVersion,
    betas: translation.betas,
    accept: 'application/json',
    userAgent: parts.userAgent,
  });
  setBody(recording.beginUpstream(`POST ${url.href}`, headers), text);
  const reply = await sendWithRetry(
    () => parts.upstream.send({ method: 'POST', url, headers, body: text, signal: visit.signal }),
    { retries: retriesFor(visit.request.headers), signal: visit.signal },
  );
  const answer = await reply.text();
  const side = draftSide(String(reply.status), { ...reply.headers });
  recording.upstreamResponse = side;
  setBody(side, answer);
  const tokens = reply.status >= 200 && reply.status < 300 ? readCount(answer) : null;
  if (tokens === null) throw refusedBy(reply, answer, translation);
  const told = { ...replyHeaders(reply), 'x-dragoman-model': model };
  sendJson(visit, 200, { object: 'response.input_tokens', input_tokens: tokens }, told);
};

/** Null for what is no count, such as the page of a proxy in between. */
function readCount(answer: string): number | null {
  try {
    const counted = countSchema.safeParse(JSON.parse(answer));
    return counted.success ? counted.data.input_tokens : null;
  } catch {
    return null;
  }
}
