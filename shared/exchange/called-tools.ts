/** Which tools an answer called, by the names that the client knows: for the summary, so that a filter can find them. */

import { listOf, member, parseJson, textOf } from '../json/unknown-json.ts';

/** In: the client's whole answer, JSON text of any of the APIs. Out: each name once, in the order of their first call. */
export function calledToolsIn(answer: string): string[] {
  // Most answers call nothing, and then need not be read.
  if (!/"(?:tool_calls|function_call|custom_tool_call|tool_use)"/.test(answer)) return [];
  const value = parseJson(answer);
  const names = new Set<string>();
  const add = (name: unknown): void => {
    const text = textOf(name);
    if (text !== null && text !== '') names.add(text);
  };
  for (const choice of listOf(member(value, 'choices'))) {
    const message = member(choice, 'message');
    for (const call of listOf(member(message, 'tool_calls'))) {
      add(member(member(call, 'function'), 'name') ?? member(member(call, 'custom'), 'name'));
    }
    add(member(member(message, 'function_call'), 'name'));
  }
  for (const item of listOf(member(value, 'output'))) {
    const type = member(item, 'type');
    if (type === 'function_call' || type === 'custom_tool_call') add(member(item, 'name'));
  }
  for (const block of listOf(member(value, 'content'))) {
    if (member(block, 'type') === 'tool_use') add(member(block, 'name'));
  }
  return [...names];
}
