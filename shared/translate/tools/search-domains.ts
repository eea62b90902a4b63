/**
 * Domains of a search filter in the notation of the Messages API: a host without a scheme, with a path or without; subdomains are
 * included. https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool (domain filtering)
 */

import { cleanText } from '../../json/sanitize-text.ts';

export interface SearchDomains {
  readonly domains: readonly string[];
  /** Some were written in another notation: with a scheme, a slash or dot at the end, spaces or capital letters. */
  readonly rewritten: boolean;
  /** Entries that name no host, or more than a host and a path: a port, a query, a wildcard in the host. */
  readonly unusable: readonly string[];
}

const HOST = /^(?:[^\s/:?#@*[\]\\.]+\.)*[^\s/:?#@*[\]\\.]+$/;
/** One wildcard may stand in a path. */
const PATH = /^(?:\/[^\s?#*\\]*(?:\*[^\s?#*\\]*)?)?$/;

/** @param entries as the client wrote them */
export function readSearchDomains(entries: readonly string[]): SearchDomains {
  const domains: string[] = [];
  const unusable: string[] = [];
  let rewritten = false;
  for (const entry of entries) {
    const domain = plainDomain(cleanText(entry));
    if (domain === null) unusable.push(entry);
    else domains.push(domain);
    if (domain !== null && domain !== entry) rewritten = true;
  }
  return { domains: [...new Set(domains)], rewritten, unusable };
}

function plainDomain(entry: string): string | null {
  const bare = entry
    .trim()
    .replace(/^(?:https?:)?\/\//i, '')
    .replace(/\/+$/, '');
  const slash = bare.indexOf('/');
  const host = (slash === -1 ? bare : bare.slice(0, slash)).replace(/\.$/, '').toLowerCase();
  const path = slash === -1 ? '' : bare.slice(slash);
  return HOST.test(host) && PATH.test(path) ? host + path : null;
}
