/**
 * Resumes a paused turn. The API ends a long turn of server tools with `pause_turn`; sending its content back unchanged continues
 * it. The caller bounds the number of times.
 * https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons#pause-turn
 */

import type { ContentBlockParam, Message, MessageParam, MessageRequest, ToolUnion } from '../../anthropic/types.ts';
import { addUsage } from './usage.ts';

export function isPaused(message: Message): boolean {
  return message.stop_reason === 'pause_turn';
}

/** What a further request of the same turn changes of the body that was sent. */
interface SentBody {
  readonly messages: readonly MessageParam[];
  readonly tools?: readonly ToolUnion[];
  readonly tool_choice?: MessageRequest['tool_choice'];
}

/**
 * @param body the request body that was sent
 * @param message the paused message
 * @returns the body that resumes it, otherwise unchanged but for limits on the uses of a tool, which count for the whole turn; when
 * the body already ends with an earlier part of the same turn, the new part is appended to it
 */
export function continueAfterPause<Body extends SentBody>(body: Body, message: Message): Body {
  const part: ContentBlockParam[] = [...message.content];
  const limited = withRemainingUses(body, message);
  const earlier = body.messages.at(-1);
  if (earlier?.role === 'assistant' && typeof earlier.content !== 'string') {
    const content = [...earlier.content, ...part];
    return { ...limited, messages: [...body.messages.slice(0, -1), { ...earlier, content }] };
  }
  return { ...limited, messages: [...body.messages, { role: 'assistant', content: part }] };
}

/**
 * The body of a further request for the same answer: the tools have the uses that `message` left of theirs.
 */
export function withRemainingUses<Body extends SentBody>(body: Body, message: Message): Body {
  const changes = remainingUses(body, message);
  return changes === null ? body : { ...body, ...changes };
}

/**
 * The API counts `max_uses` in each request anew. A tool whose uses are spent cannot be left out, since the turn has blocks of it:
 * then no further tool is called.
 */
function remainingUses({ tools }: SentBody, { content }: Message): Pick<SentBody, 'tools' | 'tool_choice'> | null {
  if (tools?.some((tool) => maxUses(tool) !== null) !== true) return null;
  const answered = new Set(content.flatMap((block) => ('tool_use_id' in block ? [block.tool_use_id] : [])));
  const used = (name: string): number =>
    content.filter((block) => block.type === 'server_tool_use' && block.name === name && answered.has(block.id)).length;
  let isSpent = false;
  const left = tools.map((tool) => {
    const limit = maxUses(tool);
    if (limit === null || !('name' in tool)) return tool;
    const remaining = limit - used(tool.name);
    isSpent ||= remaining < 1;
    return { ...tool, max_uses: Math.max(1, remaining) };
  });
  return isSpent ? { tools: left, tool_choice: { type: 'none' } } : { tools: left };
}

function maxUses(tool: ToolUnion): number | null {
  const limit: unknown = Reflect.get(tool, 'max_uses');
  return typeof limit === 'number' ? limit : null;
}

/** Merges the messages of one turn: content in order, usage added up, the stop reason of the last. */
export function mergeMessages(first: Message, rest: readonly Message[]): Message {
  return rest.reduce(
    (whole, part) => ({
      ...part,
      id: whole.id,
      container: part.container ?? whole.container,
      diagnostics: whole.diagnostics ?? part.diagnostics,
      content: [...whole.content, ...part.content],
      usage: addUsage(whole.usage, part.usage),
    }),
    first,
  );
}
