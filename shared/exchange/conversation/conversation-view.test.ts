import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExchange } from '../__fixtures__/any-exchange.ts';
import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import { parseJson, valueAt } from '../../json/unknown-json.ts';
import { paneText } from '../panes/link-panes.ts';
import type { Exchange, ExchangeSummary } from '../record.ts';
import { encodeCompaction, encodeSummary } from '../../responses-api/compaction/compaction-carrier.ts';
import { type ConversationView, conversationView, type ConversationPart } from './conversation-view.ts';

function record(endpoint: ExchangeSummary['endpoint'], request: object, response: object): Exchange {
  return exchange({
    summary: summary({ endpoint }),
    clientRequest: side({ body: JSON.stringify(request) }),
    clientResponse: side({ body: JSON.stringify(response) }),
  });
}

/** The conversation, abbreviated: `user: text(hello)`. */
function describeTurns({ turns }: ConversationView): string[] {
  return turns.map(({ role, parts }) => `${role}: ${parts.map(describePart).join(' ')}`);
}

function describePart(part: ConversationPart): string {
  switch (part.kind) {
    case 'text':
    case 'refusal':
    case 'reasoning':
      return `${part.kind}(${part.text ?? 'hidden'})`;
    case 'call':
      return `call(${part.id} ${part.name} ${part.input})`;
    case 'result':
      return `result(${part.callId} ${part.name} ${part.failed ? 'failed ' : ''}${part.parts.map(describePart).join(' ')})`;
    case 'image':
      return `image(${part.source.kind})`;
    case 'file':
      return `file(${part.name} ${part.source?.kind ?? 'none'} ${part.text ?? ''})`;
    case 'compaction':
      return `compaction(${part.requested ? 'requested' : (part.text ?? 'unreadable')})`;
    case 'other':
      return `other(${part.type})`;
  }
}

const png = 'data:image/png;base64,iVBORw0KGgo=';
const chat = record(
  'chat.completions',
  {
    messages: [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        name: 'Ann',
        content: [
          { type: 'text', text: 'weather here?' },
          { type: 'image_url', image_url: { url: png } },
          { type: 'image_url', image_url: 'https://example.org/a.png' },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
          { type: 'hologram' },
        ],
      },
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'hm',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
          { id: 'c2', type: 'custom', custom: { name: 'shell', input: 'ls' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'a.txt' }] },
    ],
  },
  { choices: [{ message: { role: 'assistant', content: 'Rain.', refusal: null } }] },
);

const messages = record(
  'messages',
  {
    system: [{ type: 'text', text: 'Be brief.' }],
    messages: [
      { role: 'user', content: 'go' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'redacted_thinking', data: 'd' },
          { type: 'tool_use', id: 't1', name: 'bash', input: { command: 'ls' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 't1', is_error: true, content: [{ type: 'text', text: 'no such file' }] },
          { type: 'document', title: 'notes', source: { type: 'text', data: 'plain' } },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
        ],
      },
    ],
  },
  { content: [{ type: 'text', text: 'Done.' }] },
);

const responses = record(
  'responses',
  {
    previous_response_id: 'resp_0',
    instructions: 'Be brief.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'go' },
          { type: 'input_image', file_id: 'f1' },
        ],
      },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'rain' },
    ],
  },
  {
    output: [
      { type: 'reasoning', summary: [] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Rain.' }] },
      { type: 'web_search_call', action: { type: 'search', query: 'x' } },
    ],
  },
);

describe('the conversation view', () => {
  it('of a chat completion', () => {
    const thread = conversationView(chat);
    expect(describeTurns(thread)).toEqual([
      'system: text(Be brief.)',
      'user: text(weather here?) image(data) image(url) file(a.pdf data ) other(hologram)',
      'assistant: reasoning(hm) call(c1 weather {"city":"Oslo"}) call(c2 shell ls)',
      'tool: result(c1 weather text(rain))',
      'tool: result(c2 shell text(a.txt))',
      'assistant: text(Rain.)',
    ]);
    expect(thread.turns[1]?.name).toBe('Ann');
    expect(thread.turns[1]?.parts[1]).toMatchObject({
      source: { kind: 'data', mediaType: 'image/png', base64: 'iVBORw0KGgo=' },
    });
    expect(thread.turns.at(-1)).toMatchObject({ pane: 'clientResponse', path: 'choices[0].message' });
  });

  it('of a Messages request has tool_result blocks as turns of their own', () => {
    expect(describeTurns(conversationView(messages))).toEqual([
      'system: text(Be brief.)',
      'user: text(go)',
      'assistant: reasoning(hm) reasoning(hidden) call(t1 bash {"command":"ls"})',
      'tool: result(t1 bash failed text(no such file))',
      'user: file(notes none plain) image(data)',
      'assistant: text(Done.)',
    ]);
  });

  it('of a Responses request merges items into turns', () => {
    const thread = conversationView(responses);
    expect(describeTurns(thread)).toEqual([
      'system: text(Be brief.)',
      'user: text(go) image(stored)',
      'assistant: reasoning(hm) call(c1 weather {})',
      'tool: result(c1 weather text(rain))',
      'assistant: reasoning(hidden) text(Rain.) call(null web_search {"type":"search","query":"x"})',
    ]);
    expect(thread.earlierResponse).toBe('resp_0');
  });

  it('of a compacted Responses request shows the summary, what it stands for, and the request for the next', () => {
    const block = { type: 'compaction' as const, content: 'So far.', encrypted_content: null, signature: 's' };
    const thread = conversationView(
      record(
        'responses',
        {
          input: [
            { role: 'developer', content: 'Be brief.' },
            { role: 'user', content: 'old' },
            { type: 'compaction', encrypted_content: 'gAAAAA' },
            { type: 'compaction', id: 'cmp_1', encrypted_content: encodeCompaction(block) },
            { role: 'user', content: 'new' },
            { type: 'compaction_trigger' },
          ],
        },
        { output: [{ type: 'compaction', id: 'cmp_2', encrypted_content: encodeSummary('And now.') }] },
      ),
    );
    expect(describeTurns(thread)).toEqual([
      'system: text(Be brief.)',
      'user: text(old)',
      'compaction: compaction(unreadable) compaction(So far.)',
      'user: text(new)',
      'compaction: compaction(requested)',
      'compaction: compaction(And now.)',
    ]);
    expect(thread.turns.map(({ replaced }) => replaced)).toEqual([false, true, false, false, false, false]);
  });

  it.each([
    [
      'messages' as const,
      [
        { type: 'compaction', content: 'So far.', signature: 's' },
        { type: 'text', text: 'Hi.' },
      ],
      {},
    ],
    ['chat.completions' as const, 'Hi.', { anthropic_blocks: [{ type: 'compaction', content: 'So far.' }] }],
  ])('of %s has the summary inside a message as a turn of its own', (endpoint, content, more) => {
    const history = [
      { role: 'user', content: 'old' },
      { role: 'assistant', content, ...more },
    ];
    const { turns } = conversationView(record(endpoint, { messages: history }, {}));
    expect(turns.map(({ role, replaced }) => [role, replaced])).toEqual([
      ['user', true],
      ['compaction', false],
      ['assistant', false],
    ]);
  });

  it('of a text completion', () => {
    const thread = conversationView(record('completions', { prompt: 'Say hi' }, { choices: [{ text: 'hi' }] }));
    expect(describeTurns(thread)).toEqual(['user: text(Say hi)', 'assistant: text(hi)']);
  });

  it('of a stream equals that of its assembled message', () => {
    const assembled = JSON.stringify({ choices: [{ message: { content: 'Rain.' } }] });
    const streamed = { ...chat, clientResponse: side({ body: 'data: x\n\n', events: true, assembled }) };
    expect(describeTurns(conversationView(streamed)).at(-1)).toBe('assistant: text(Rain.)');
  });

  it.each([
    ['chat', chat],
    ['messages', messages],
    ['responses', responses],
  ])('gives the JSON path of each part: %s', (_name, one) => {
    const documents = {
      clientRequest: parseJson(one.clientRequest.body),
      clientResponse: parseJson(paneText(one.clientResponse)),
    };
    const paths = conversationView(one).turns.flatMap(({ pane, path, parts }) =>
      [path, ...parts.map((part) => part.path)].map((position) => valueAt(documents[pane], position)),
    );
    expect(paths.length).toBeGreaterThan(5);
    expect(paths).not.toContain(undefined);
  });

  it('never throws, for any bodies', () => {
    const odd = fc.jsonValue().map((value) =>
      JSON.stringify({
        messages: value,
        input: value,
        choices: value,
        output: value,
        content: value,
        system: value,
        prompt: value,
      }),
    );
    const endpoint = fc.constantFrom('chat.completions', 'responses', 'completions', 'messages', 'other');
    fc.assert(
      fc.property(anyExchange, odd, odd, endpoint, (one, request, response, spoken) => {
        const thread = conversationView({
          ...one,
          summary: summary({ endpoint: spoken }),
          clientRequest: side({ body: request }),
          clientResponse: side({ body: response }),
        });
        expect(Array.isArray(thread.turns)).toBe(true);
      }),
    );
  });
});
