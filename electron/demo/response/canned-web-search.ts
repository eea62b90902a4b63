/** A simulated web search of the server tool: the call, its results, and text that cites them. */

import type { Anthropic } from '@anthropic-ai/sdk';

const source = { url: 'https://example.org/demo', title: 'A page that the demo made up' };
const cited = 'This page exists only in the demo.';

export function searchCall(id: string, query: string): Anthropic.ServerToolUseBlock {
  return { type: 'server_tool_use', id, name: 'web_search', input: { query }, caller: { type: 'direct' } };
}

export function searchResult(id: string): Anthropic.WebSearchToolResultBlock {
  return {
    type: 'web_search_tool_result',
    tool_use_id: id,
    caller: { type: 'direct' },
    content: [{ type: 'web_search_result', ...source, encrypted_content: 'ZGVtbw==', page_age: '1 day ago' }],
  };
}

/** Text with a citation on its middle part only, as in real messages. */
export function citedText(text: string): Anthropic.TextBlock[] {
  const citation: Anthropic.TextCitation = {
    type: 'web_search_result_location',
    cited_text: cited,
    encrypted_index: 'ZGVtbw==',
    ...source,
  };
  return [
    { type: 'text', text: 'The demo has searched the web without leaving this machine. ', citations: null },
    { type: 'text', text: cited, citations: [citation] },
    { type: 'text', text: `\n\n${text}`, citations: null },
  ];
}
