/** The tools that a response called, by the names that the client uses: stored in the summary, so that filters can find them. */

import { listOf, member, parseJson, textOf } from '../json/unknown-json.ts';

/**
 * @param body the client's whole response, JSON text of any of the APIs
 * @returns each name once, in the order of the first calls
 */
export function calledToolsIn(body: string): string[] {
  // Most responses call nothing and need no parsing.
  if (!/"(?:tool_calls|function_call|custom_tool_call|tool_use)"/.test(body)) return [];
  const value = parseJson(body);
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
