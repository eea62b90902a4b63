import { describe, expect, it } from 'vitest';
import type { Message } from '../../anthropic/types.ts';
import type { ResponseMessage } from '../../openai/chat-completion.ts';
import { assemble, created, recordedStream, testResponseContext } from '../__fixtures__/upstream-messages.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { translateResponse } from './translate-response.ts';

function translate(message: Message, responseContext: ResponseContext = testResponseContext()) {
  const { completion, notes } = translateResponse(message, responseContext, created);
  const choice = completion.choices[0];
  const responseMessage: ResponseMessage | undefined = choice?.message;
  return { completion, choice, responseMessage, codes: notes.map((note) => note.code) };
}

const recorded = (name: string, responseContext?: ResponseContext) =>
  translate(assemble(recordedStream('whole', name)), responseContext);

describe('a whole response', () => {
  it('has exactly the fields of a chat completion', () => {
    expect(recorded('text').completion).toEqual({
      id: 'chatcmpl-01Fixture',
      object: 'chat.completion',
      created,
      model: 'gpt-4o',
      service_tier: 'default',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Grüße, very 👋🏽 welcome — 你好', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: expect.objectContaining({ total_tokens: 32 }),
    });
  });

  it.each([
    ['empty', ''],
    ['unknown-everything', 'seed grown'],
    ['tool-without-arguments', null],
    ['refusal', null],
    ['refusal-midway', null],
  ])('%s has content %j', (name, content) => {
    expect(recorded(name).responseMessage?.content).toBe(content);
  });

  it('has reasoning_content and reasoning_details with signatures', () => {
    const format = 'anthropic-claude-v1';
    expect(recorded('thinking-between-tools').responseMessage).toMatchObject({
      reasoning_content: 'first\n\nsecond',
      reasoning_details: [
        { type: 'reasoning.text', text: 'first', signature: 'S1', format, index: 0 },
        { type: 'reasoning.text', text: 'second', signature: 'S2', format, index: 1 },
      ],
    });
    expect(recorded('thinking-redacted').responseMessage?.reasoning_details).toEqual([
      { type: 'reasoning.encrypted', data: 'EncryptedData==', format, index: 0 },
    ]);
  });

  it('keeps the key order of arguments', () => {
    expect(recorded('tool-block-end-turn').responseMessage?.tool_calls).toEqual([
      { id: 'toolu_01A', type: 'function', function: { name: 'a', arguments: '{"b":1,"a":2}' } },
    ]);
  });

  it('keeps arguments that were cut off', () => {
    expect(recorded('tool-cut-off').responseMessage?.tool_calls).toMatchObject([
      { function: { arguments: '{"text": "half a sent' } },
    ]);
  });

  it('drops partial text and calls on a refusal', () => {
    const { responseMessage, choice, codes } = recorded('refusal-midway');
    expect(responseMessage).toEqual({
      role: 'assistant',
      content: null,
      refusal: 'The model declined to answer this request.',
    });
    expect(choice?.finish_reason).toBe('content_filter');
    expect(codes).toEqual(['refused-content-dropped']);
    expect(recorded('refusal').responseMessage?.refusal).toBe('That cannot be helped with.');
  });

  it('hides server tools and keeps their citations', () => {
    const { responseMessage, codes } = recorded('web-search-citations');
    expect(responseMessage?.tool_calls).toBeUndefined();
    expect(responseMessage?.annotations).toHaveLength(1);
    expect(responseMessage?.document_citations).toMatchObject([{ start_index: 20, end_index: 34 }]);
    expect(codes).toEqual(['server-tools-hidden']);
  });

  it('hides a web search from within code execution, code and results included', () => {
    const direct = { type: 'direct' } as const;
    const caller = { type: 'code_execution_20260120', tool_id: 'srvtoolu_1' } as const;
    const message = assemble(recordedStream('whole', 'text'));
    const { responseMessage, choice, codes } = translate({
      ...message,
      content: [
        {
          type: 'server_tool_use',
          id: 'srvtoolu_1',
          name: 'code_execution',
          input: { code: 'search()' },
          caller: direct,
        },
        { type: 'server_tool_use', id: 'srvtoolu_2', name: 'web_search', input: { query: 'q' }, caller },
        { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_2', content: [], caller },
        {
          type: 'code_execution_tool_result',
          tool_use_id: 'srvtoolu_1',
          content: {
            type: 'encrypted_code_execution_result',
            encrypted_stdout: 'eA==',
            stderr: '',
            return_code: 0,
            content: [],
          },
        },
        ...message.content,
      ],
    });
    expect(responseMessage?.tool_calls).toBeUndefined();
    expect(responseMessage?.content).toBe('Grüße, very 👋🏽 welcome — 你好');
    expect(choice?.finish_reason).toBe('stop');
    expect(codes).toEqual(['server-tools-hidden']);
  });

  it('has stop_sequence', () => {
    expect(recorded('stop-sequence').choice).toMatchObject({ finish_reason: 'stop', stop_sequence: 'three' });
  });

  it('may have as many citations as a message has values', () => {
    const cited = { type: 'char_location', cited_text: '', document_index: 0, document_title: null } as const;
    const citation = { ...cited, start_char_index: 0, end_char_index: 1, file_id: null };
    const message = assemble(recordedStream('whole', 'text'));
    const citations = Array.from({ length: 200_000 }, () => citation);
    const { responseMessage } = translate({ ...message, content: [{ type: 'text', text: 'word', citations }] });
    expect(responseMessage?.document_citations).toHaveLength(200_000);
  });

  it('does not change the caller’s message', () => {
    const message = assemble(recordedStream('whole', 'web-search-citations'));
    const before = structuredClone(message);
    translate(message);
    expect(message).toEqual(before);
  });
});
