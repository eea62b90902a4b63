/** Web searches that ran upstream, as `web_search_call` items: shown to the client, never its to run. */

import type { ContentBlock } from '../anthropic/types.ts';
import type { Emit, ItemList } from './item-sink.ts';
import type { OutputItem } from './reply.ts';

type SearchItem = Extract<OutputItem, { type: 'web_search_call' }>;

export interface SearchItems {
  /** True when the block belonged to a web search. */
  take(block: ContentBlock): boolean;
}

export function createSearchItems(list: ItemList, emit: Emit): SearchItems {
  const open = new Map<string, { item: SearchItem; index: number }>();

  function start(id: string, input: unknown): void {
    const query = queryOf(input);
    const item: SearchItem = {
      type: 'web_search_call',
      id: list.nextId('ws'),
      status: 'in_progress',
      action: { type: 'search', query, queries: query === '' ? [] : [query] },
    };
    const index = list.open(item);
    open.set(id, { item, index });
    emit({ type: 'response.web_search_call.in_progress', item_id: item.id, output_index: index });
    emit({ type: 'response.web_search_call.searching', item_id: item.id, output_index: index });
  }

  function finish(id: string, failed: boolean): void {
    const found = open.get(id);
    if (found === undefined) return;
    open.delete(id);
    const { item, index } = found;
    if (!failed) emit({ type: 'response.web_search_call.completed', item_id: item.id, output_index: index });
    list.close({ ...item, status: failed ? 'failed' : 'completed' }, index);
  }

  return {
    take(block) {
      if (block.type === 'server_tool_use' && block.name === 'web_search') {
        start(block.id, block.input);
        return true;
      }
      if (block.type === 'web_search_tool_result') {
        finish(block.tool_use_id, !Array.isArray(block.content));
        return true;
      }
      return false;
    },
  };
}

function queryOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'query' in input && typeof input.query === 'string'
    ? input.query
    : '';
}
