/** Messages API responses that quote a text in one of their fields, as JSON and as events. */

import { event, message } from './scripted-upstream.ts';

type Json = Record<string, unknown>;

export interface Quotation {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Fields that may quote. Each returns the block of a whole message, or the delta of a fragment. */
const blocks: Readonly<Record<string, { whole: (text: string) => Json; start: Json; delta: (text: string) => Json }>> = {
  text: {
    whole: (text) => ({ type: 'text', text }),
    start: { type: 'text', text: '' },
    delta: (text) => ({ type: 'text_delta', text }),
  },
  thinking: {
    whole: (thinking) => ({ type: 'thinking', thinking, signature: 'c2lnbmF0dXJl' }),
    start: { type: 'thinking', thinking: '', signature: '' },
    delta: (thinking) => ({ type: 'thinking_delta', thinking }),
  },
  signature: {
    whole: (signature) => ({ type: 'thinking', thinking: 'hm', signature }),
    start: { type: 'thinking', thinking: '', signature: '' },
    delta: (signature) => ({ type: 'signature_delta', signature }),
  },
  arguments: {
    whole: (city) => ({ type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city } }),
    start: { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
    delta: (json) => ({ type: 'input_json_delta', partial_json: json }),
  },
  citation: {
    whole: (cited) => ({ type: 'text', text: 'so', citations: [citation(cited)] }),
    start: { type: 'text', text: '' },
    delta: (cited) => ({ type: 'citations_delta', citation: citation(cited) }),
  },
};

function citation(text: string): Json {
  return { type: 'web_search_result_location', url: 'https://example.org/', title: text, cited_text: text, encrypted_index: 'x' };
}

export const quotedBlocks = Object.keys(blocks);
export const quotedElsewhere = ['id', 'stop sequence', 'error', 'error event', 'page', 'header', 'comment', 'redirect'] as const;

/**
 * @param place where the text stands
 * @param pieces the text, in as many deltas as there are pieces where the place is a block
 */
export function quote(quotedIn: string, fragments: readonly string[], stream: boolean): Quotation {
  const text = fragments.join('');
  const error = { type: 'error', error: { type: 'authentication_error', message: `bad key ${text}` } };
  const json = { 'content-type': 'application/json', 'request-id': 'req_1' };
  switch (quotedIn) {
    case 'error':
      return { status: 401, headers: json, body: JSON.stringify(error) };
    case 'page':
      return { status: 502, headers: { 'content-type': 'text/html' }, body: `<html><title>${text}</title></html>` };
    case 'redirect':
      return { status: 302, headers: { ...json, location: 'https://example.org/' }, body: text };
    case 'header':
      return { status: 429, headers: { ...json, 'request-id': text, 'anthropic-echo': text }, body: JSON.stringify(error) };
    default:
      return stream ? streamed(quotedIn, fragments, error) : { status: 200, headers: json, body: whole(quotedIn, text) };
  }
}

function whole(quotedIn: string, text: string): string {
  const block = blocks[quotedIn];
  if (block !== undefined) return JSON.stringify(message('', { content: [block.whole(text)] }));
  return JSON.stringify(message('hello', quotedIn === 'id' ? { id: text } : { stop_reason: 'stop_sequence', stop_sequence: text }));
}

function streamed(quotedIn: string, fragments: readonly string[], error: { type: string } & Json): Quotation {
  const text = fragments.join('');
  const { whole: _whole, start, delta } = blocks[quotedIn] ?? blocks['text'] ?? raise();
  // Clients do not join citations.
  const quoted = blocks[quotedIn] === undefined ? ['hello'] : quotedIn === 'citation' ? [text] : fragments;
  const stop =
    quotedIn === 'stop sequence'
      ? { stop_reason: 'stop_sequence', stop_sequence: text }
      : { stop_reason: 'end_turn', stop_sequence: null };
  const events = [
    event({ type: 'message_start', message: message('', { content: [], ...(quotedIn === 'id' ? { id: text } : {}) }) }),
    event({ type: 'content_block_start', index: 0, content_block: start }),
    ...(quotedIn === 'comment' ? [`: ${text}\nid: ${text}\n\n`] : []),
    ...quoted.map((fragment) => event({ type: 'content_block_delta', index: 0, delta: delta(fragment) })),
    ...(quotedIn === 'error event' ? [event(error)] : []),
    event({ type: 'content_block_stop', index: 0 }),
    event({ type: 'message_delta', delta: stop, usage: { output_tokens: 5 } }),
    event({ type: 'message_stop' }),
  ];
  return { status: 200, headers: { 'content-type': 'text/event-stream', 'request-id': 'req_1' }, body: events.join('') };
}

function raise(): never {
  throw new Error('There is a block of text.');
}
