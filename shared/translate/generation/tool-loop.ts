/** The open tool loop in the upstream messages: the turns from the first pending tool call to the end. */

import type { MessageParam } from '../../anthropic/types.ts';
import type { Draft } from '../core/request-draft.ts';

/** True when a tool loop is open and its first turn does not begin with thinking: manual thinking is then refused. */
export function lacksLoopThinking(draft: Draft): boolean {
  const turns = openLoop(draft);
  const first = turns.at(0);
  return first !== undefined && !isThinkingBlock(blocks(first)[0]);
}

/** True when thinking is replayed inside the open tool loop. */
export function hasOpenLoopThinking(draft: Draft): boolean {
  return openLoop(draft).some((turn) => blocks(turn).some(isThinkingBlock));
}

/** The assistant turns of the loop, oldest first; none when the last user turn returns no tool result. */
function openLoop(draft: Draft): readonly MessageParam[] {
  const turns = (draft.body.messages ?? []).filter((turn) => turn.role !== 'system');
  const loop: MessageParam[] = [];
  for (let index = turns.length - 1; index > 0; index -= 2) {
    const results = turns[index];
    const calls = turns[index - 1];
    if (results === undefined || calls === undefined || !returnsResult(results)) break;
    loop.unshift(calls);
  }
  return loop;
}

function returnsResult(turn: MessageParam): boolean {
  return turn.role === 'user' && blocks(turn).some((block) => block.type === 'tool_result');
}

function blocks(turn: MessageParam): readonly { readonly type: string }[] {
  return typeof turn.content === 'string' || turn.content === undefined ? [] : turn.content;
}

function isThinkingBlock(block: { readonly type: string } | undefined): boolean {
  return block?.type === 'thinking' || block?.type === 'redacted_thinking';
}
