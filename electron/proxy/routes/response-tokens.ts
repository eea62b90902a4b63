/** `POST /v1/responses/input_tokens`: input tokens of a request, counted by the upstream. */

import { z } from 'zod';
import { parseBounded } from '#shared/json/bounded-json.ts';
import { chooseModel } from '#shared/models/choose-model.ts';
import { profileFor } from '#shared/models/profile-for.ts';
import { parseResponsesRequest } from '#shared/responses-api/request-schema.ts';
import { translateResponsesRequestSteps } from '#shared/responses-api/translate-responses-request.ts';
import { holdFor, refusedBy } from '../chat/messages-call.ts';
import { readKey } from '../http/read-api-key.ts';
import { createHasher } from '../http/sha256-hasher.ts';
import { learnedNotesSteps } from '../chat/learned-notes.ts';
import { resourceUrl } from '../upstream/resource-url.ts';
import type { Route } from '../http/proxy-deps.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import { retriesFor, sendWithRetry } from '../upstream/retry.ts';
import { captureMessage, setBody } from '../recording/captured-message.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { encodeJsonSteps } from '#shared/json/json-chunks.ts';
import { pauseIfLarge, runInSlices } from '#electron/platform/time-slices.ts';
import { smallResponse } from '../upstream/response-limits.ts';
import { upstreamHeaders } from '../upstream/request-headers.ts';
import { sendJson } from '../http/request-context.ts';
import { storedContext } from './responses.ts';
import { noAdjustments } from '#shared/models/adjustments.ts';

const countSchema = z.looseObject({ input_tokens: z.int() });

export const countResponseTokens: Route = async (context, body, deps) => {
  const { recording, settings } = context;
  const value = await readStrictJson(body, context.signal);
  recordRequestedModel(recording, value);
  await pauseIfLarge(body.length, context.signal);
  const request = parseResponsesRequest(value);
  await pauseIfLarge(body.length, context.signal);
  const { model } = chooseModel(request.model ?? undefined, settings);
  recording.modelUsed = model;
  const key = await readKey(deps, settings.endpoint);
  recording.secrets.push(key);
  const rules = deps.learnedRules.of(model);
  const live = deps.modelList.find(model);
  const stored = storedContext(request, deps.responses);
  const inputs = {
    model,
    settings: settings.translation,
    createHasher,
    signatures: deps.signatures,
    previousMessages: null,
    adjustments: noAdjustments,
    tracer: null,
  };
  const translateBy = (some: typeof rules) =>
    translateResponsesRequestSteps(request, stored, { ...inputs, profile: profileFor(model, live, some) });
  const translation = await runInSlices(translateBy(rules), context.signal);
  recording.notes = [
    ...translation.notes,
    ...(await runInSlices(
      learnedNotesSteps({ rules, fresh: null, translation, translateBy, betaHeader: undefined }),
      context.signal,
    )),
  ];
  // Source: the parameters of https://platform.claude.com/docs/en/api/messages-count-tokens: input fields only.
  const { messages, system, tools, tool_choice: toolChoice, thinking } = translation.body;
  await pauseIfLarge(body.length, context.signal);
  const counted = { model, messages, system, tools, tool_choice: toolChoice, thinking };
  const bytes = await runInSlices(encodeJsonSteps(counted), context.signal);
  const url = resourceUrl(settings.endpoint, 'count_tokens');
  const headers = upstreamHeaders({
    key,
    anthropicVersion: settings.translation.anthropicVersion,
    betas: translation.betas,
    accept: 'application/json',
    userAgent: deps.userAgent,
  });
  setBody(recording.beginUpstream(`POST ${url.href}`, headers), bytes);
  const upstreamResponse = await sendWithRetry(
    () =>
      deps.upstream.send({
        method: 'POST',
        url,
        headers,
        body: bytes,
        signal: context.signal,
        secrets: recording.secrets,
        longest: smallResponse,
        hold: holdFor(context),
      }),
    { retries: retriesFor(context.request.headers), signal: context.signal },
  );
  const countJson = await upstreamResponse.text();
  const capture = captureMessage(String(upstreamResponse.status), { ...upstreamResponse.headers });
  recording.upstreamResponse = capture;
  setBody(capture, countJson);
  const tokens = upstreamResponse.status >= 200 && upstreamResponse.status < 300 ? readCount(countJson) : null;
  if (tokens === null) throw refusedBy(deps, upstreamResponse, countJson, translation);
  const responseHeaders = { ...forwardedHeaders(upstreamResponse), 'x-dragoman-model': model };
  sendJson(context, 200, { object: 'response.input_tokens', input_tokens: tokens }, responseHeaders);
};

/** Null when the body is no count, such as an HTML page of an intermediary. */
function readCount(countJson: string): number | null {
  const counted = countSchema.safeParse(parseBounded(countJson));
  return counted.success ? counted.data.input_tokens : null;
}
