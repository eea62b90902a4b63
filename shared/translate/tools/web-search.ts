/**
 * Translates `web_search_options`, and OpenAI's search tools, to the search tool that Anthropic runs. Its citations become
 * annotations.
 */

import type { ToolUnion } from '../../anthropic/types.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset } from '../core/draft-field.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import { searchToolName } from '../read/read-tool-choice.ts';

type SearchTool = Extract<ToolUnion, { type: 'web_search_20250305' }>;

/** Context size as a number of searches, the only limit that the API has. */
const maxUses: ReadonlyMap<string, number> = new Map([
  ['low', 2],
  ['medium', 5],
  ['high', 10],
]);

/**
 * Adds the first version of the search tool, which every model accepts; later ones search from within code that they run, and their
 * responses have no citations.
 * `listed`: the client named an OpenAI search tool among its tools.
 */
export function applyWebSearch(draft: Draft, tools: ToolUnion[], listed: boolean): void {
  const { request, context } = draft;
  const wanted = request.web_search_options;
  if (isUnset(wanted) && !listed) return;
  const from = isUnset(wanted) ? 'tools' : 'web_search_options';
  if (!isUnset(wanted)) ignoreField(draft, from, 'The search is a tool of the Messages API.');
  if (tools.some(isNativeSearch))
    return ignoreField(draft, 'web_search_options', 'The request already has a search tool.');
  if (!context.profile.webSearch) {
    return dropField(draft, from, 'web-search-dropped', `${context.model} cannot search the web.`);
  }
  if (tools.some((tool) => 'name' in tool && tool.name === searchToolName)) {
    return dropField(draft, from, 'web-search-dropped', 'A tool of the client has the name of the search tool.');
  }
  const tool: SearchTool = { type: 'web_search_20250305', name: searchToolName };
  const uses = maxUses.get(wanted?.search_context_size ?? '');
  if (uses !== undefined) {
    tool.max_uses = uses;
    const reason = 'The API limits the number of searches, not their context size.';
    const at = 'web_search_options.search_context_size';
    addNote(draft, { verb: 'emulated', code: 'search-context-as-max-uses', from: at, to: 'tools', reason });
    context.tracer?.link(at, tool, 'max_uses', 'renamed', reason);
  }
  const domains = wanted?.filters?.allowed_domains ?? [];
  if (domains.length > 0) {
    tool.allowed_domains = domains.map(cleanText);
    const at = 'web_search_options.filters.allowed_domains';
    context.tracer?.link(at, tool, 'allowed_domains', 'moved', 'Where to search.');
  }
  const location = locationOf(draft);
  if (location !== null) {
    tool.user_location = location;
    context.tracer?.link('web_search_options.user_location', tool, 'user_location', 'copied', 'Where the user is.');
    context.tracer?.link(
      'web_search_options.user_location.approximate',
      tool,
      'user_location',
      'moved',
      'Where the user is.',
    );
  }
  tools.push(tool);
  const reason = 'The search is a tool that Anthropic runs.';
  addNote(draft, { verb: 'emulated', code: 'web-search-as-tool', from, to: `tools[${tools.length - 1}]`, reason });
}

function isNativeSearch(tool: ToolUnion): boolean {
  return 'type' in tool && tool.type?.startsWith('web_search_') === true;
}

function locationOf({ request }: Draft): NonNullable<SearchTool['user_location']> | null {
  const approximate = request.web_search_options?.user_location?.approximate;
  if (isUnset(approximate)) return null;
  const location: NonNullable<SearchTool['user_location']> = { type: 'approximate' };
  for (const key of ['city', 'country', 'region', 'timezone'] as const) {
    const value = approximate[key];
    if (!isUnset(value) && value !== '') location[key] = cleanText(value);
  }
  return location;
}
