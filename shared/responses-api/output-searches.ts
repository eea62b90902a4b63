/** Translates web searches that ran upstream to `web_search_call` items, which clients display and do not run. */

import type { ContentBlock } from '../anthropic/types.ts';

import type { OutputItem, Emit, ItemList } from './response-object.ts';

type SearchItem = Extract<OutputItem, { type: 'web_search_call' }>;

export interface SearchItems {
  /** Starts a block; ignored unless it belongs to a web search. */
  start(block: ContentBlock): void;
  /** Ends a block; only now is the query known. */
  end(block: ContentBlock): void;
  /** Ends the response: a search without results has failed. */
  finish(): void;
}

/** `withSources`: the client requested the pages that a search found. */
export function createSearchItems(list: ItemList, emit: Emit, withSources: boolean): SearchItems {
  const open = new Map<string, { item: SearchItem; index: number }>();

  function begin(id: string): void {
    // Handles a duplicate id, whose first search would otherwise stay open.
    close(id, true);
    const item: SearchItem = {
      type: 'web_search_call',
      id: list.nextId('ws'),
      status: 'in_progress',
      action: { type: 'search', query: '', queries: [] },
    };
    const index = list.open(item);
    open.set(id, { item, index });
    emit({ type: 'response.web_search_call.in_progress', item_id: item.id, output_index: index });
  }

  function search(id: string, input: unknown): void {
    const found = open.get(id);
    if (found === undefined) return;
    const { item, index } = found;
    const query = queryOf(input);
    open.set(id, { item: { ...item, action: { type: 'search', query, queries: [query] } }, index });
    emit({ type: 'response.web_search_call.searching', item_id: item.id, output_index: index });
  }

  function close(id: string, failed: boolean, sources: readonly string[] = []): void {
    const found = open.get(id);
    if (found === undefined) return;
    open.delete(id);
    const { index } = found;
    const item = withSources ? addSources(found.item, sources) : found.item;
    if (!failed) emit({ type: 'response.web_search_call.completed', item_id: item.id, output_index: index });
    list.close({ ...item, status: failed ? 'failed' : 'completed' }, index);
  }

  return {
    start(block) {
      if (block.type === 'server_tool_use' && block.name === 'web_search') {
        begin(block.id);
        return;
      }
      if (block.type !== 'web_search_tool_result') return;
      if (Array.isArray(block.content))
        close(
          block.tool_use_id,
          false,
          block.content.map(({ url }) => url),
        );
      else close(block.tool_use_id, true);
    },
    end(block) {
      if (block.type === 'server_tool_use') search(block.id, block.input);
    },
    finish() {
      for (const id of open.keys()) close(id, true);
    },
  };
}

function addSources(item: SearchItem, urls: readonly string[]): SearchItem {
  if (item.action.type !== 'search') return item;
  return { ...item, action: { ...item.action, sources: urls.map((url) => ({ type: 'url', url })) } };
}

function queryOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'query' in input && typeof input.query === 'string'
    ? input.query
    : '';
}
