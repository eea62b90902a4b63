import { describe, expect, test } from 'vitest';
import { call, contextOf, messageOf, run, text, thinking } from './__fixtures__/responses-messages.ts';
import { messageToEvents } from '../translate/stream/accumulate-message.ts';
import { translateToResponse } from './responses-stream.ts';

describe('text.format json_schema', () => {
  const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] };

  test('enforced by the API: the text is validated and unchanged', () => {
    const plain = contextOf({});
    const context = {
      ...plain,
      responseContext: { ...plain.responseContext, outputFormat: { kind: 'native' as const, schema, wrapped: false } },
    };
    const codesFor = (json: string) =>
      translateToResponse(messageOf([text(json)]), context).notes.map(({ code }) => code);
    expect(codesFor('{"n":1}')).toEqual([]);
    expect(codesFor('{"n":0}')).toEqual(['output-not-as-asked']);
    expect(translateToResponse(messageOf([text('{"n":0}')]), context).response?.output_text).toBe('{"n":0}');
  });

  test('requested in the prompt: the text around the JSON is removed', () => {
    const plain = contextOf({});
    const context = {
      ...plain,
      responseContext: { ...plain.responseContext, outputFormat: { kind: 'instructed' as const, schema: null } },
    };
    const { response, notes } = translateToResponse(messageOf([text('Here: '), text('{"a":1}')]), context);
    expect(response?.output_text).toBe('{"a":1}');
    expect(notes.map(({ code }) => code)).toEqual(['output-json-extracted']);
  });
});

describe('blocks without an output item', () => {
  const cited = {
    type: 'char_location' as const,
    cited_text: 'b',
    document_index: 0,
    document_title: null,
    start_char_index: 0,
    end_char_index: 1,
    file_id: null,
  };
  const page = {
    type: 'web_search_result_location' as const,
    cited_text: 'c',
    encrypted_index: 'E',
    title: 'Page',
    url: 'https://example.com/',
  };

  test('are kept in an extension field, with a note', () => {
    const message = messageOf([
      text('a'),
      { type: 'container_upload', file_id: 'file_1' },
      { type: 'text', text: 'b', citations: [cited] },
    ]);
    const { response, notes } = translateToResponse(message, contextOf({}));
    expect(response).toMatchObject({
      anthropic_blocks: [{ type: 'container_upload', file_id: 'file_1' }],
      document_citations: [{ start_index: 1, end_index: 2, citation: cited }],
      output: [{ type: 'message', content: [{ text: 'a' }, { text: 'b' }] }],
    });
    expect(notes).toMatchObject([{ code: 'unknown-block', to: 'anthropic_blocks' }]);
  });

  test('citations stay when held-back text is unchanged', () => {
    const plain = contextOf({});
    const context = {
      ...plain,
      responseContext: { ...plain.responseContext, outputFormat: { kind: 'instructed' as const, schema: null } },
    };
    const responseOf = (json: string) =>
      translateToResponse(messageOf([{ type: 'text', text: json, citations: [cited, page] }]), context).response;
    expect(responseOf('{"a":1}')).toMatchObject({
      document_citations: [{ start_index: 0, end_index: 7 }],
      output: [{ content: [{ annotations: [{ type: 'url_citation', start_index: 0, end_index: 7, title: 'Page' }] }] }],
    });
    const changed = responseOf('Here: {"a":1}');
    expect(changed).toMatchObject({ output: [{ content: [{ text: '{"a":1}', annotations: [] }] }] });
    expect(changed).not.toHaveProperty('document_citations');
  });
});

describe('stop_reason refusal', () => {
  const begun = messageOf([thinking, text('Sure, '), call('c1', 'f', {})], 'refusal');

  test('removes earlier output from a whole response', () => {
    const { response, notes } = translateToResponse(begun, contextOf({}));
    expect(response).toMatchObject({
      status: 'incomplete',
      output_text: '',
      output: [{ type: 'reasoning' }, { type: 'message', content: [{ type: 'refusal' }] }],
    });
    expect(notes.map(({ code }) => code)).toContain('refused-content-dropped');
  });

  test('keeps output that was already streamed, with a note', () => {
    const { stream } = run(contextOf({}), messageToEvents(begun));
    expect(stream.response?.output.map((item) => item.type)).toEqual([
      'reasoning',
      'message',
      'function_call',
      'message',
    ]);
    expect(stream.notes.map(({ code }) => code)).toContain('refused-content-dropped');
  });

  test('is the only output where text was held back', () => {
    const plain = contextOf({});
    const context = {
      ...plain,
      responseContext: { ...plain.responseContext, outputFormat: { kind: 'instructed' as const, schema: null } },
    };
    const { stream } = run(context, messageToEvents(messageOf([text('{"a"')], 'refusal')));
    expect(stream.response?.output).toMatchObject([{ content: [{ type: 'refusal' }] }]);
  });
});
