import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../settings/schema.ts';
import {
  assemble,
  created,
  decode,
  recordedStreams,
  testResponseContext,
} from '../../translate/__fixtures__/upstream-messages.ts';
import type { ToolKind } from '../../responses-api/response-tools.ts';
import { translateToResponse } from '../../responses-api/responses-stream.ts';
import { parseResponsesRequest } from '../../responses-api/request-schema.ts';
import { forEachLeaf } from '../../json/json-leaves.ts';
import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import { valueAt } from '../../json/unknown-json.ts';
import { parseMessage } from '../../anthropic/message.ts';
import { linkPanes, paneText } from './link-panes.ts';
import { retranslateExchange } from '../retranslate/retranslate.ts';
import { traceResponsesApi } from '../retranslate/responses-api-trail.ts';

const today = { settings: defaultSettings, models: [] };

describe('linkPanes', () => {
  const links = linkPanes(exchange(), today);

  it('finds the target of a node, with the reason', () => {
    const [link] = links.find('clientRequest', 'messages[0].content');
    expect(link).toMatchObject({ pane: 'upstreamRequest', path: 'system[0].text' });
    expect(link?.reason).not.toBe('');
  });

  it('finds the source of a node', () => {
    expect(links.find('upstreamRequest', 'system[0].text')[0]).toMatchObject({
      pane: 'clientRequest',
      path: 'messages[0].content',
    });
    expect(links.find('clientResponse', 'choices[0].message.content')[0]).toMatchObject({
      pane: 'upstreamResponse',
      path: 'content[0].text',
    });
    expect(links.find('upstreamResponse', 'content[0].text')[0]?.path).toBe('choices[0].message.content');
  });

  it('gives the reason for a dropped node', () => {
    expect(links.find('clientRequest', 'temperature')).toEqual([
      expect.objectContaining({ pane: 'upstreamRequest', path: null, verb: 'dropped', reason: expect.any(String) }),
    ]);
  });

  it('finds the targets of all children, complete containers merged', () => {
    const paths = links.find('clientRequest', 'messages').map(({ path }) => path);
    expect(paths).toEqual(['system', 'messages']);
    expect(links.find('clientRequest', 'messages[1].content').length).toBe(1);
  });

  it('falls back to the closest traced ancestor', () => {
    expect(links.find('clientRequest', 'messages[0].content.nothing')).toEqual(
      links.find('clientRequest', 'messages[0].content'),
    );
    expect(links.find('clientRequest', 'no.such.place')).toEqual([]);
  });
});

it('every link points to an existing node', () => {
  const record = exchange();
  const links = linkPanes(record, today);
  const translation = retranslateExchange(record, today);
  const documents = {
    clientRequest: JSON.parse(record.clientRequest.body),
    upstreamRequest: translation.ok ? translation.body : null,
    upstreamResponse: JSON.parse(paneText(record.upstreamResponse)),
    clientResponse: JSON.parse(paneText(record.clientResponse)),
  };
  let followed = 0;
  for (const pane of ['clientRequest', 'upstreamRequest', 'upstreamResponse'] as const) {
    forEachLeaf(documents[pane], '', (path) => {
      const positions = links.find(pane, path);
      expect(positions.length, `${pane} ${path}`).toBeGreaterThan(0);
      for (const link of positions) {
        if (link.path === null || link.pane === 'clientResponse') continue;
        followed += 1;
        expect(valueAt(documents[link.pane], link.path), `${link.pane} ${link.path}`).toBeDefined();
      }
    });
  }
  expect(followed).toBeGreaterThan(5);
});

describe('the panes', () => {
  it('of a passed-through Messages request link equal paths', () => {
    const body = JSON.stringify({ model: 'claude-opus-5-5', messages: [{ role: 'user', content: 'go' }] });
    const record = exchange({ summary: summary({ endpoint: 'messages' }), clientRequest: side({ body }) });
    const links = linkPanes(record, today);
    expect(links.find('clientRequest', 'messages[0].content')[0]?.path).toBe('messages[0].content');
    expect(links.find('upstreamResponse', 'usage.input_tokens')[0]?.path).toBe('usage.input_tokens');
  });

  it('report when today’s settings give another translation', () => {
    expect(linkPanes(exchange(), today).caveat).toContain('today');
    const record = exchange();
    const translation = retranslateExchange(record, today);
    const upstreamRequest = side({ body: JSON.stringify(translation.ok ? translation.body : {}) });
    expect(linkPanes({ ...record, upstreamRequest }, today).caveat).toBeNull();
    const cut = side({ body: upstreamRequest.body.slice(0, 50), truncated: true });
    expect(linkPanes({ ...record, upstreamRequest: cut }, today).caveat).toContain('not stored completely');
    expect(linkPanes({ ...record, upstreamRequest: null }, today).caveat).toBeNull();
  });

  it('never throw, for any bodies', () => {
    const bodies = ['', 'x', '[]', '{"content":[{}]}', '{"messages":null}', '{"content":[{"type":"text"}]}', 'null'];
    for (const body of bodies) {
      for (const endpoint of ['chat.completions', 'responses', 'messages', 'other', 'completions'] as const) {
        const odd = side({ body });
        const record = exchange({ summary: summary({ endpoint }), clientRequest: odd, upstreamResponse: odd });
        expect(() => linkPanes(record, today).find('clientRequest', '')).not.toThrow();
        const withoutResponse = exchange({ upstreamResponse: odd, clientResponse: null });
        expect(() => linkPanes(withoutResponse, today).find('upstreamResponse', '')).not.toThrow();
      }
    }
  });
});

describe('the trail of a response', () => {
  const request = parseResponsesRequest({ model: 'gpt-5', input: 'go', include: ['reasoning.encrypted_content'] });
  const context = {
    responseContext: testResponseContext(),
    kinds: new Map(),
    request,
    showSummary: true,
    compared: false,
    createdAt: created,
  };

  it.each(recordedStreams('whole'))('covers every leaf on both sides: $name', ({ bytes }) => {
    const message = assemble(decode([bytes]));
    const { response } = translateToResponse(message, context);
    const trail = traceResponsesApi(message, context);
    const sources: string[] = [];
    const targets: string[] = [];
    forEachLeaf(message, '', (path) => sources.push(path));
    forEachLeaf(response, '', (path) => targets.push(path));
    const from = trail.map((entry) => entry.from).filter((path) => path !== null);
    expect(from.toSorted()).toEqual(sources.toSorted());
    const to = new Set(trail.map((entry) => entry.to).filter((path) => path !== null));
    expect([...to].toSorted()).toEqual(targets.toSorted());
    for (const entry of trail.filter(({ verb }) => verb === 'moved')) {
      expect(valueAt(response, entry.to ?? '')).toEqual(valueAt(message, entry.from ?? ''));
    }
  });

  it('links the cache miss reason to OpenAI’s prompt_cache_diagnostics, when requested', () => {
    const diagnostics = { cache_miss_reason: { type: 'system_changed', cache_missed_input_tokens: 12 } };
    const message = parseMessage(
      JSON.stringify({ id: 'msg_1', content: [], stop_reason: 'end_turn', diagnostics: diagnostics }),
    );
    if (message === null) throw new Error('It is a message.');
    const options = { prompt_cache_options: { comparison_response_id: 'resp_0' } };
    const comparing = { ...context, request: { ...request, ...options }, compared: true };
    const found = traceResponsesApi(message, comparing).filter(({ from }) => from?.startsWith('diagnostics'));
    expect(found.map(({ to }) => to)).toEqual([
      'prompt_cache_diagnostics.reason',
      'prompt_cache_diagnostics.cache_missed_tokens',
    ]);
  });

  it('leads from a block that items have no place for to where it is kept', () => {
    const blocks = [
      { type: 'container_upload', file_id: 'file_1' },
      {
        type: 'text',
        text: 'a',
        citations: [
          { type: 'web_search_result_location', url: 'https://example.com/', title: 'Page' },
          { type: 'page_location', document_title: 'Book' },
        ],
      },
    ];
    const message = parseMessage(JSON.stringify({ id: 'msg_1', content: blocks, stop_reason: 'end_turn' }));
    if (message === null) throw new Error('It is a message.');
    const positions = traceResponsesApi(message, context).map(({ from, to }) => [from, to]);
    expect(positions).toContainEqual(['content[0].file_id', 'anthropic_blocks[0].file_id']);
    expect(positions).toContainEqual(['content[1].citations[0].url', 'output[0].content[0].annotations[0].url']);
    expect(positions).toContainEqual([
      'content[1].citations[1].document_title',
      'document_citations[0].citation.document_title',
    ]);
  });

  it('leads into calls of every kind, by whatever name the client has for them', () => {
    const blocks = [
      { type: 'tool_use', id: 'c1', name: 'mail__send', input: { to: 'a' } },
      { type: 'tool_use', id: 'c2', name: 'shell', input: { commands: ['ls'] } },
      { type: 'tool_use', id: 'c3', name: 'tool_search', input: { query: 'q' } },
    ];
    const message = parseMessage(JSON.stringify({ id: 'msg_1', content: blocks, stop_reason: 'tool_use' }));
    if (message === null) throw new Error('It is a message.');
    const kinds = new Map<string, ToolKind>([
      ['mail__send', { kind: 'function', name: 'send', namespace: 'mail' }],
      ['shell', { kind: 'shell' }],
      ['tool_search', { kind: 'tool_search' }],
    ]);
    const trail = traceResponsesApi(message, { ...context, kinds }).map(({ from, to, verb }) => [from, to, verb]);
    expect(trail).toContainEqual(['content[0].name', 'output[0].name', 'renamed']);
    expect(trail).toContainEqual(['content[0].input.to', 'output[0].arguments', 'merged']);
    expect(trail).toContainEqual(['content[1].input.commands[0]', 'output[1].action.commands[0]', 'merged']);
    expect(trail).toContainEqual(['content[2].input.query', 'output[2].arguments.query', 'merged']);
  });

  it('leads from the reason of a refusal to its words', () => {
    const refused = { id: 'msg_1', content: [], stop_reason: 'refusal', stop_details: { explanation: 'No.' } };
    const message = parseMessage(JSON.stringify(refused));
    if (message === null) throw new Error('It is a message.');
    const positions = traceResponsesApi(message, context).map(({ from, to }) => [from, to]);
    expect(positions).toContainEqual(['stop_details.explanation', 'output[0].content[0].refusal']);
  });
});
