/** Whatever ran upstream reaches the client in `anthropic_blocks`, at every endpoint, streamed or not, and comes back from there. */

import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../anthropic/message.ts';
import type { Message } from '../../anthropic/types.ts';
import { parseResponsesRequest } from '../../responses-api/request-schema.ts';
import { translateToResponse } from '../../responses-api/responses-stream.ts';
import { translateResponsesRequest } from '../../responses-api/translate-responses-request.ts';
import { testResponseContext, translateEvents } from '../__fixtures__/upstream-messages.ts';
import { contextFor, translate } from '../__fixtures__/translate.ts';
import { messageToEvents } from '../stream/accumulate-message.ts';
import { translateResponse } from './translate-response.ts';

const call = (name: string, input: object): object => ({ type: 'server_tool_use', id: 'srvtoolu_01A', name, input });
const result = (type: string, content: unknown): object => ({ type, tool_use_id: 'srvtoolu_01A', content });

const pairs: Readonly<Record<string, readonly [object, object]>> = {
  bash: [
    call('bash_code_execution', { command: 'python plot.py' }),
    result('bash_code_execution_tool_result', {
      type: 'bash_code_execution_result',
      stdout: 'STDOUT-42',
      stderr: 'warned',
      return_code: 3,
      content: [{ type: 'bash_code_execution_output', file_id: 'file_011plot' }],
    }),
  ],
  python: [
    call('code_execution', { code: 'print(1)' }),
    result('code_execution_tool_result', {
      type: 'code_execution_result',
      stdout: '1',
      stderr: '',
      return_code: 0,
      content: [],
    }),
  ],
  editor: [
    call('text_editor_code_execution', { command: 'view', path: '/a' }),
    result('text_editor_code_execution_tool_result', {
      type: 'text_editor_code_execution_view_result',
      content: 'LINES',
      file_type: 'text',
    }),
  ],
  failure: [
    call('bash_code_execution', { command: 'x' }),
    result('bash_code_execution_tool_result', {
      type: 'bash_code_execution_tool_result_error',
      error_code: 'unavailable',
    }),
  ],
  search: [
    call('web_search', { query: 'q' }),
    result('web_search_tool_result', [
      { type: 'web_search_result', url: 'https://a.example', title: 't', encrypted_content: 'E', page_age: null },
    ]),
  ],
  fetch: [
    call('web_fetch', { url: 'https://a.example' }),
    result('web_fetch_tool_result', {
      type: 'web_fetch_result',
      url: 'https://a.example',
      retrieved_at: null,
      content: {},
    }),
  ],
  'tool search': [
    call('tool_search_tool_bm25', { query: 'q' }),
    result('tool_search_tool_result', { type: 'tool_search_tool_search_result', tool_references: [] }),
  ],
  mcp: [
    { type: 'mcp_tool_use', id: 'mcptoolu_01A', name: 'read', server_name: 's', input: { path: '/a' } },
    {
      type: 'mcp_tool_result',
      tool_use_id: 'mcptoolu_01A',
      is_error: false,
      content: [{ type: 'text', text: 'MCP-TEXT' }],
    },
  ],
};
const unknown: readonly [object, object] = [
  call('quantum_execution', { qubits: 3 }),
  result('quantum_execution_tool_result', { type: 'quantum_result', state: 'both' }),
];
const container = { id: 'container_011abc', expires_at: '2026-12-01T00:00:00Z', skills: null };

function messageWith(blocks: readonly object[], place: object | null = null): Message {
  const text = (words: string): object => ({ type: 'text', text: words, citations: null });
  const message = parseMessage(
    JSON.stringify({
      id: 'msg_01Server',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [text('Running.'), ...blocks, text('Done.')],
      container: place,
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 9, output_tokens: 5 },
    }),
  );
  if (message === null) throw new Error('not a message');
  return message;
}

function whole(message: Message): unknown {
  const [choice] = translateResponse(message, testResponseContext(), 1).completion.choices;
  return JSON.parse(JSON.stringify(choice?.message));
}

function streamed(message: Message): unknown[] {
  const { chunks } = translateEvents(messageToEvents(message), testResponseContext());
  const deltas: unknown[] = chunks.map(({ choices: [choice] }) => choice?.delta);
  return deltas.flatMap((delta) =>
    typeof delta === 'object' && delta !== null && 'anthropic_blocks' in delta ? [delta.anthropic_blocks] : [],
  );
}

function ofResponses(message: Message): unknown {
  const { responsesContext } = translateResponsesRequest(
    parseResponsesRequest({ model: 'gpt-5', input: 'x' }),
    { previousItems: [], findItem: () => null },
    contextFor('claude-sonnet-4-6'),
  );
  return translateToResponse(message, { ...responsesContext, createdAt: 1 }).response;
}

describe.each(Object.entries({ ...pairs, unknown }))('the call and the result of %s', (_name, blocks) => {
  test.each([
    ['alone', null, blocks],
    ['with a container', container, [...blocks, { type: 'container', ...container }]],
  ])('%s are told at every endpoint', (_case, place, told) => {
    const message = messageWith(blocks, place);
    expect(whole(message)).toMatchObject({ content: 'Running.Done.', anthropic_blocks: told });
    expect(whole(message)).not.toHaveProperty('tool_calls');
    expect(streamed(message)).toEqual([told]);
    expect(ofResponses(message)).toMatchObject({ anthropic_blocks: told });
  });
});

describe('the blocks of an earlier response', () => {
  const server = { mcp_servers: [{ type: 'url', url: 'https://mcp.example', name: 's' }] };
  const history = (answer: object): object => ({
    ...server,
    messages: [
      { role: 'user', content: 'plot it' },
      { role: 'assistant', content: 'Running.Done.', ...answer },
      { role: 'user', content: 'again' },
    ],
  });

  test.each(Object.entries(pairs))('come back in the history: %s', (_name, blocks) => {
    const answer = whole(messageWith(blocks, container));
    const { body, notes } = translate(history(typeof answer === 'object' && answer !== null ? answer : {}));
    expect(body.messages[1]?.content).toMatchObject([...blocks, { type: 'text', text: 'Running.Done.' }]);
    expect(notes.map(({ code }) => code)).not.toContain('response-block-not-replayed');
  });

  test.each<[string, unknown]>([
    ['of an unknown tool', [...unknown]],
    ['without a result', [pairs['bash']?.[0]]],
    ['of another type', [{ type: 'hologram' }]],
    ['in another form', [{ type: 'server_tool_use', id: 5 }, 7, null]],
  ])('are left out with a note: %s', (_case, given) => {
    const { body, notes } = translate(history({ anthropic_blocks: given }));
    expect(body.messages[1]?.content).toMatchObject([{ type: 'text', text: 'Running.Done.' }]);
    expect(notes.map(({ code }) => code)).toContainEqual(
      expect.stringMatching(/^(?:response-block-not-replayed|unpaired-server-tool-dropped)$/),
    );
  });

  test('that are no list are ignored', () => {
    expect(translate(history({ anthropic_blocks: 'x' })).body.messages).toHaveLength(3);
  });
});
