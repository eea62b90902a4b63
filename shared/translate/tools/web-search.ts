/**
 * Translates `web_search_options`, and OpenAI's search tools, to the search tool that Anthropic runs. Its citations become
 * annotations.
 */

import type { ToolUnion } from '../../anthropic/types.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset } from '../core/draft-field.ts';
import { isSearchType, searchToolName, type AllowedTools } from '../read/read-tool-choice.ts';
import {
  combineSearches,
  readSearchRequest,
  type LostSearch,
  type SearchPlan,
  type SearchRequest,
  type SearchTool,
} from './search-request.ts';
import { isNativeSearch, leaveOutDisallowed, type ServerToolRules } from './server-tools.ts';

/** Context size as a number of searches, the only limit that the API has. */
const maxUses: ReadonlyMap<string, number> = new Map([
  ['low', 2],
  ['medium', 5],
  ['high', 10],
]);

/** Reads `web_search_options` and OpenAI's search tools as one search; null without any. Notes a search that is left out. */
export function planSearch(draft: Draft, allowed: AllowedTools | null): SearchPlan | null {
  const { request, context } = draft;
  const options = request.web_search_options;
  const searches: (SearchRequest | LostSearch)[] = [];
  for (const [index, tool] of (request.tools ?? []).entries()) {
    if (!isSearchType(tool)) continue;
    const path = `tools[${index}]`;
    // Anthropic runs the search, so that an instruction not to call it would not be enough.
    if (allowed === null || allowed.none || allowed.names.has(searchToolName)) {
      searches.push(readSearchRequest(tool, path));
      context.tracer?.drop(path, 'It becomes the search tool of the Messages API.');
    } else leaveOutDisallowed(draft, path);
  }
  if (!isUnset(options)) {
    searches.push(readSearchRequest(options, 'web_search_options'));
    ignoreField(draft, 'web_search_options', 'The search is a tool of the Messages API.');
  }
  if (searches.length === 0) return null;
  const search = combineSearches(searches);
  if (search.kind === 'lost') dropField(draft, search.from, search.code, search.reason);
  return { search, from: isUnset(options) ? 'tools' : 'web_search_options' };
}

/**
 * Adds the first version of the search tool, which every model accepts; later ones search from within code that they run, and their
 * responses have no citations.
 */
export function applyWebSearch(
  draft: Draft,
  tools: ToolUnion[],
  plan: SearchPlan | null,
  rules: ServerToolRules,
): void {
  if (plan === null || plan.search.kind === 'lost') return;
  const { context } = draft;
  const { search, from } = plan;
  if ((draft.request.tools ?? []).some(isNativeSearch)) {
    return ignoreField(draft, 'web_search_options', 'The request already has a search tool.');
  }
  if (!context.profile.webSearch) {
    return dropField(draft, from, 'web-search-dropped', `${context.model} cannot search the web.`);
  }
  if (tools.some((tool) => 'name' in tool && tool.name === searchToolName)) {
    return dropField(draft, from, 'web-search-dropped', 'A tool of the client has the name of the search tool.');
  }
  const tool = rules.permit(searchTool(search));
  if (tool === null) return;
  tools.push(tool);
  addSearchNotes(draft, tool, search);
  const reason = 'The search is a tool that Anthropic runs.';
  addNote(draft, { verb: 'emulated', code: 'web-search-as-tool', from, to: `tools[${tools.length - 1}]`, reason });
}

function searchTool({ allowed, blocked, contextSize, location }: SearchRequest): SearchTool {
  const tool: SearchTool = { type: 'web_search_20250305', name: searchToolName };
  const uses = maxUses.get(contextSize?.value ?? '');
  if (uses !== undefined) tool.max_uses = uses;
  if (allowed !== null) tool.allowed_domains = [...allowed];
  if (blocked.length > 0) tool.blocked_domains = [...blocked];
  if (location !== null) tool.user_location = location;
  return tool;
}

function addSearchNotes(draft: Draft, tool: ToolUnion, { from, contextSize, notes }: SearchRequest): void {
  const { tracer } = draft.context;
  for (const note of notes) addNote(draft, note);
  if (contextSize !== null && maxUses.has(contextSize.value)) {
    const reason = 'The API limits the number of searches, not their context size.';
    const at = contextSize.from;
    addNote(draft, { verb: 'emulated', code: 'search-context-as-max-uses', from: at, to: 'tools', reason });
    tracer?.link(at, tool, 'max_uses', 'renamed', reason);
  }
  tracer?.link(`${from}.filters.allowed_domains`, tool, 'allowed_domains', 'moved', 'Where to search.');
  tracer?.link(`${from}.filters.blocked_domains`, tool, 'blocked_domains', 'moved', 'Where not to search.');
  tracer?.link(`${from}.user_location`, tool, 'user_location', 'copied', 'Where the user is.');
  tracer?.link(`${from}.user_location.approximate`, tool, 'user_location', 'moved', 'Where the user is.');
}
