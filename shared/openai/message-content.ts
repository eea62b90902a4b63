/** Which messages need `content`. Reference: `ChatCompletionMessageParam` of the `openai` package. */

import { RequestRefused } from '../errors.ts';
import { describeIssue } from './request-issue.ts';

const needContent: ReadonlySet<string> = new Set(['user', 'system', 'developer']);

interface MessageWithContent {
  readonly role: string;
  readonly content?: unknown;
}

/**
 * An assistant message may lack content: it has tool calls, a refusal or reasoning instead.
 *
 * @throws RequestRefused as OpenAI does, naming the first message without content (`messages[3].content`)
 */
export function checkMessageContent(body: { readonly messages: readonly MessageWithContent[] }): void {
  const index = body.messages.findIndex(
    ({ role, content }) => needContent.has(role) && (content === undefined || content === null),
  );
  if (index === -1) return;
  const issue = {
    code: 'invalid_type' as const,
    expected: 'string' as const,
    path: ['messages', index, 'content'],
    message: 'expected a string or an array of content parts',
  };
  throw new RequestRefused({
    ...describeIssue(issue, body),
    hint: 'Give the message a text or a list of content parts, or leave the message out.',
  });
}
