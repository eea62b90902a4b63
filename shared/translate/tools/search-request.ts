/**
 * Reads what a client asks of a web search, from `web_search_options` or from a search tool of OpenAI's, so that no restriction is
 * lost: a field that restricts the search and has no counterpart, or that is unknown and may do so, leaves the search out.
 * Source: `WebSearchTool`, `WebSearchPreviewTool` and `web_search_options` in the `openai` package.
 */

import type { ToolUnion } from '../../anthropic/types.ts';
import type { Note } from '../../notes.ts';
import { cleanText, isRecord } from '../../json/sanitize-text.ts';
import { isUnset } from '../core/draft-field.ts';
import { readSearchDomains } from './search-domains.ts';

export type SearchTool = Extract<ToolUnion, { type: 'web_search_20250305' }>;
type Location = NonNullable<SearchTool['user_location']>;

export interface SearchRequest {
  readonly kind: 'search';
  /** The client's path of the tool or of `web_search_options`. */
  readonly from: string;
  /** The only domains to search; null for all. */
  readonly allowed: readonly string[] | null;
  /** Domains never to search. */
  readonly blocked: readonly string[];
  readonly contextSize: { readonly value: string; readonly from: string } | null;
  readonly location: Location | null;
  /** What of the filters is not as the client wrote it. */
  readonly notes: readonly Note[];
}

/** A search that may not be offered. */
export interface LostSearch {
  readonly kind: 'lost';
  readonly from: string;
  readonly code: 'web-search-dropped' | 'web-search-offline-dropped';
  readonly reason: string;
}

/** The search that the client asks for in OpenAI's terms. */
export interface SearchPlan {
  readonly search: SearchRequest | LostSearch;
  /** Path of the field or list that asks for it. */
  readonly from: string;
}

/** Fields that restrict nothing by themselves. */
const harmless = new Set(['type', 'name', 'cache_control', 'search_context_size', 'user_location']);

/**
 * @param options the tool, or `web_search_options`
 * @param from its path in the client's body
 */
export function readSearchRequest(options: object, from: string): SearchRequest | LostSearch {
  const lost = (field: string, why: string): LostSearch => {
    const reason = `The web search was left out: ${why}`;
    return { kind: 'lost', from: `${from}.${field}`, code: 'web-search-dropped', reason };
  };
  for (const [field, value] of Object.entries(options)) {
    if (isUnset(value) || harmless.has(field) || field === 'filters') continue;
    if (field === 'external_web_access') {
      if (value === true) continue;
      const reason = 'Web search without access to the web has no counterpart.';
      return { kind: 'lost', from, code: 'web-search-offline-dropped', reason };
    }
    if (field === 'search_content_types') {
      if (Array.isArray(value) && (value.length === 0 || value.includes('text'))) continue;
      return lost(field, 'it finds text, which this list leaves out.');
    }
    return lost(field, `its field ${field} has no counterpart and may restrict it.`);
  }
  const filters: unknown = Reflect.get(options, 'filters');
  const domains = isUnset(filters) ? { notes: [] } : readFilters(filters, `${from}.filters`);
  if (domains === null) return lost('filters', 'its filters have no counterpart, or are unreadable.');
  const size: unknown = Reflect.get(options, 'search_context_size');
  return {
    kind: 'search',
    from,
    allowed: domains.allowed ?? null,
    blocked: domains.blocked ?? [],
    contextSize: typeof size === 'string' ? { value: size, from: `${from}.search_context_size` } : null,
    location: readLocation(Reflect.get(options, 'user_location')),
    notes: domains.notes,
  };
}

interface DomainFilters {
  allowed?: readonly string[];
  blocked?: readonly string[];
  readonly notes: Note[];
}

/**
 * An empty list filters nothing: it is the default of OpenAI's API. A domain that cannot be written for the API is left out of those
 * that are allowed, which only narrows the search. Null for a filter that cannot be kept.
 */
function readFilters(filters: unknown, from: string): DomainFilters | null {
  if (!isRecord(filters)) return null;
  const read: DomainFilters = { notes: [] };
  for (const [field, value] of Object.entries(filters)) {
    if (isUnset(value)) continue;
    const isKnown = field === 'allowed_domains' || field === 'blocked_domains';
    if (!isKnown || !Array.isArray(value) || !value.every((domain) => typeof domain === 'string')) return null;
    const { domains, rewritten, unusable } = readSearchDomains(value);
    if (unusable.length > 0 && field === 'blocked_domains') return null;
    const note = (code: string, verb: Note['verb'], reason: string): void => {
      read.notes.push({ verb, code, from: `${from}.${field}`, to: 'tools', reason });
    };
    if (rewritten) note('web-search-domains-rewritten', 'renamed', 'The API takes hosts, with a path or without.');
    if (unusable.length > 0) {
      const listed = unusable.map((entry) => JSON.stringify(entry.slice(0, MAX_QUOTED))).slice(0, 5);
      note('web-search-domain-dropped', 'dropped', `Not a host with a path or without: ${listed.join(', ')}.`);
    }
    if (field === 'blocked_domains') read.blocked = domains;
    else if (value.length > 0) read.allowed = domains;
    else note('web-search-filter-empty', 'noticed', 'An empty list is the default and restricts nothing.');
  }
  return read;
}

/** Characters of an entry that a note quotes. */
const MAX_QUOTED = 100;

/** Flat as in the Responses API, or under `approximate` as in chat completions. */
function readLocation(given: unknown): Location | null {
  if (!isRecord(given)) return null;
  const fields = isRecord(given['approximate']) ? given['approximate'] : given;
  const location: Location = { type: 'approximate' };
  for (const key of ['city', 'country', 'region', 'timezone'] as const) {
    const value = fields[key];
    if (typeof value === 'string' && value !== '') location[key] = cleanText(value);
  }
  return isRecord(given['approximate']) || Object.keys(location).length > 1 ? location : null;
}

/** One search that keeps what all of them ask; the tool is declared once. @param searches at least one */
export function combineSearches(searches: readonly (SearchRequest | LostSearch)[]): SearchRequest | LostSearch {
  let combined: SearchRequest | null = null;
  for (const search of searches) {
    if (search.kind === 'lost') return search;
    combined = combined === null ? search : bothOf(combined, search);
  }
  if (combined === null) throw new Error('No search to combine.');
  return settled(combined);
}

function bothOf(first: SearchRequest, second: SearchRequest): SearchRequest {
  return {
    ...first,
    allowed: intersection(first.allowed, second.allowed),
    blocked: [...new Set([...first.blocked, ...second.blocked])],
    contextSize: first.contextSize ?? second.contextSize,
    location: first.location ?? second.location,
    notes: [...first.notes, ...second.notes],
  };
}

function intersection(one: readonly string[] | null, two: readonly string[] | null): readonly string[] | null {
  if (one === null || two === null) return one ?? two;
  const inBoth = [...one.filter((domain) => isWithin(domain, two)), ...two.filter((domain) => isWithin(domain, one))];
  return [...new Set(inBoth)];
}

/** The API takes one of the two lists: blocked domains are taken out of the allowed ones. */
function settled(search: SearchRequest): SearchRequest | LostSearch {
  const { allowed, blocked } = search;
  const lost = (why: string): LostSearch => {
    const reason = `The web search was left out: ${why}`;
    return { kind: 'lost', from: search.from, code: 'web-search-dropped', reason };
  };
  if (allowed === null) return search;
  const rest = allowed.filter((domain) => !isWithin(domain, blocked));
  if (rest.length === 0) return lost('its filters allow no domain.');
  if (blocked.some((domain) => isWithin(domain, rest))) {
    return lost('the API cannot exclude a part of an allowed domain.');
  }
  return { ...search, allowed: rest, blocked: [] };
}

/** A domain of a list covers its subdomains; one with a path covers what is below it. */
function isWithin(domain: string, list: readonly string[]): boolean {
  const wanted = domain.toLowerCase();
  return list.some((entry) => {
    const cover = entry.toLowerCase();
    if (wanted === cover || wanted.startsWith(`${cover}/`)) return true;
    return !cover.includes('/') && (wanted.split('/')[0] ?? '').endsWith(`.${cover}`);
  });
}
