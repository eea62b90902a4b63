/** Parses the body of a chat completions request: its shape, sizes and names. */

import { isRecord, isTooDeep } from '../json/sanitize-text.ts';
import { RequestRefused } from '../errors.ts';
import { checkChatSize } from './request-size.ts';
import { requireShape } from '../json/first-issue.ts';
import { describeIssue } from './request-issue.ts';
import { checkMessageContent } from './message-content.ts';
import { checkChatNames } from './request-names.ts';
import { type ChatRequest, chatRequestSchema, type ChatRequestPart, partsSchema } from './chat-request.ts';

/**
 * Checks a parsed JSON body, its size before its fields, up to the first fault. Returns the value itself, not a copy: key order and
 * object identity survive, which the stable prefix and the trail need, and nothing large is copied.
 *
 * @throws RequestRefused with `param` as a JSON path in the client's body (`messages[3].role`)
 */
export function parseChatRequest(value: unknown): ChatRequest {
  if (isTooDeep(value)) {
    throw new RequestRefused({
      code: 'invalid_value',
      message: 'The request body is nested too deeply.',
      hint: 'Look for a tool schema or a tool result that contains itself.',
    });
  }
  checkChatSize(value);
  refuseResponsesBody(value);
  requireShape(chatRequestSchema, value, (issue) => new RequestRefused(describeIssue(issue, value)));
  checkMessageContent(value);
  checkChatNames(value);
  return value;
}

/** Some editors choose the form of the body by the model's name and send it to the one address they are given. */
function refuseResponsesBody(value: unknown): void {
  if (!isRecord(value) || (value['messages'] ?? null) !== null || (value['input'] ?? null) === null) return;
  throw new RequestRefused({
    code: 'unsupported_parameter',
    param: 'input',
    message:
      "The request has 'input' and no 'messages': it is a request for /v1/responses, not for /v1/chat/completions.",
    hint: "Send it to /v1/responses, or send 'messages' instead of 'input'.",
  });
}

/** The same for a list of parts inside a part (an Anthropic-shaped `tool_result`). `path` is the path of the list. */
export function parseParts(value: unknown, path: string): readonly (string | ChatRequestPart)[] {
  requireShape(partsSchema, value, (issue) => {
    const refusal = describeIssue(issue, value);
    const inner = refusal.param === null || refusal.param.startsWith('[') ? (refusal.param ?? '') : `.${refusal.param}`;
    return new RequestRefused({ ...refusal, param: path + inner });
  });
  return value;
}
