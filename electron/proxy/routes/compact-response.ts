/** `POST /v1/responses/compact`: the user's messages of a conversation and a compaction of it, in place of the whole. */

import { asTriggered, compactedResponse } from '#shared/responses-api/compaction/compacted-response.ts';
import { parseResponsesRequest } from '#shared/responses-api/request-schema.ts';
import { collectMessage } from '../chat/collect-message.ts';
import type { Route } from '../http/proxy-deps.ts';
import { sendJson } from '../http/request-context.ts';
import { readStrictJson } from '../http/strict-json.ts';
import { pauseIfLarge } from '#electron/platform/time-slices.ts';
import { recordRequestedModel } from '../recording/exchange-recording.ts';
import { completionHeaders } from '../upstream/forwarded-headers.ts';
import { openResponseCall, storedResponses, wholeResponse } from './responses.ts';

export const compactResponse: Route = async (context, body, deps) => {
  const value = await readStrictJson(body, context.signal);
  recordRequestedModel(context.recording, value);
  await pauseIfLarge(body.length, context.signal);
  const request = parseResponsesRequest(asTriggered(value));
  await pauseIfLarge(body.length, context.signal);
  const opened = await openResponseCall(context, request, body.length, deps, storedResponses(deps));
  const message = await collectMessage(context, opened.call);
  const response = await wholeResponse(context, opened, message);
  sendJson(context, 200, compactedResponse(response, opened.items), completionHeaders(context, opened.call));
};
