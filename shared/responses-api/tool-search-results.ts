/** Tools that the client found when the model searched for some: they are offered from then on. */

import type { ResponsesTool } from './request-schema.ts';
import { emptyToolPlan, planTools, type ToolPlan } from './response-tools.ts';

/**
 * Adds the tools of a `tool_search_output` item at `path` to the plan, each once even if found again.
 *
 * @returns the tool result for the model, since the Messages API has no such item: the names it can call from now on
 */
export function addToolSearchResults(plan: ToolPlan, tools: readonly ResponsesTool[], path: string): string {
  const found = emptyToolPlan();
  planTools(found, tools, path);
  const names = found.names.filter((name) => name !== '');
  found.names.forEach((name, index) => {
    const tool = found.tools[index];
    const kind = found.kinds.get(name);
    const from = found.paths[index];
    if (name === '' && tool !== undefined) {
      const reason = `The ${tool.type} tool runs upstream, where a search cannot add it to an answer under way.`;
      plan.notes.push({ verb: 'dropped', code: 'hosted-tool-dropped', from: from ?? null, to: null, reason });
    }
    if (tool === undefined || kind === undefined || from === undefined || plan.kinds.has(name)) return;
    plan.tools.push(tool);
    plan.paths.push(from);
    plan.names.push(name);
    plan.kinds.set(name, kind);
  });
  for (const note of found.notes) plan.notes.push(note);
  return names.length === 0 ? 'No tools were found.' : `These tools can be called now: ${names.join(', ')}`;
}
