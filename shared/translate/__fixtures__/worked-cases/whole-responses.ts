/** Worked cases: whole responses. Each is also tested as the equivalent stream. */

import { text, use } from './parts.ts';
import type { WorkedResponse } from './worked-case.ts';

const citation = {
  type: 'web_search_result_location',
  url: 'https://example.com/a',
  title: 'T',
  cited_text: 'c',
  encrypted_index: 'i',
};
const inDocument = { type: 'char_location', cited_text: 'c', document_index: 0, document_title: 'D', start_char_index: 0, end_char_index: 1 };
const search = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } };
const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };

export const wholeResponseCases: readonly WorkedResponse[] = [
  {
    name: 'cached input is part of prompt_tokens, and listed in cached_tokens',
    message: {
      usage: {
        input_tokens: 5,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        output_tokens: 9,
        output_tokens_details: { thinking_tokens: 4 },
      },
    },
    expected: {
      'usage.prompt_tokens': 125,
      'usage.completion_tokens': 9,
      'usage.total_tokens': 134,
      'usage.prompt_tokens_details.cached_tokens': 100,
      'usage.prompt_tokens_details.cache_write_tokens': 20,
      'usage.completion_tokens_details.reasoning_tokens': 4,
    },
  },
  {
    name: 'null counts are 0',
    message: {
      usage: {
        input_tokens: 1,
        output_tokens: 1,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
        output_tokens_details: null,
      },
    },
    expected: { 'usage.prompt_tokens': 1, 'usage.prompt_tokens_details.cached_tokens': 0 },
  },
  {
    name: 'iterations are summed',
    message: {
      usage: {
        input_tokens: 1,
        output_tokens: 1,
        iterations: [
          { type: 'compaction', input_tokens: 10, output_tokens: 2 },
          { type: 'message', input_tokens: 1, output_tokens: 1 },
          { type: 'advisor_message', input_tokens: 100, output_tokens: 100 },
        ],
      },
    },
    expected: { 'usage.prompt_tokens': 11, 'usage.completion_tokens': 3 },
  },
  {
    name: 'text blocks are joined',
    message: { content: [text('a'), text('b')] },
    expected: { 'choices[0].message.content': 'ab', 'choices[0].finish_reason': 'stop' },
    absent: ['choices[0].message.tool_calls'],
  },
  {
    name: 'no content is empty text',
    message: { content: [] },
    expected: { 'choices[0].message.content': '', 'choices[0].message.refusal': null },
  },
  {
    name: 'tool calls without text have content null',
    message: { content: [use('t', 'f', { b: 1, a: 2 })], stop_reason: 'tool_use' },
    expected: {
      'choices[0].message.content': null,
      'choices[0].message.tool_calls': [{ id: 't', type: 'function', function: { name: 'f', arguments: '{"b":1,"a":2}' } }],
      'choices[0].finish_reason': 'tool_calls',
    },
  },
  {
    name: 'a tool call without arguments has {}',
    message: { content: [use('t', 'f')], stop_reason: 'tool_use' },
    expected: { 'choices[0].message.tool_calls[0].function.arguments': '{}' },
  },
  {
    name: 'stop_reason refusal becomes content_filter, with its explanation',
    message: { content: [], stop_reason: 'refusal', stop_details: { type: 'refusal', category: 'cyber', explanation: 'E' } },
    expected: {
      'choices[0].finish_reason': 'content_filter',
      'choices[0].message.refusal': 'E',
      'choices[0].message.content': null,
    },
  },
  {
    name: 'stop_reason refusal without an explanation gets a default',
    message: { content: [], stop_reason: 'refusal', stop_details: null },
    expected: { 'choices[0].message.refusal': 'The model declined to answer this request.' },
  },
  {
    name: 'model_context_window_exceeded becomes length',
    message: { content: [text('x')], stop_reason: 'model_context_window_exceeded' },
    expected: { 'choices[0].finish_reason': 'length' },
  },
  {
    name: 'max_tokens becomes length',
    message: { content: [text('x')], stop_reason: 'max_tokens' },
    expected: { 'choices[0].finish_reason': 'length' },
  },
  {
    name: 'stop_sequence becomes stop, and is reported',
    message: { content: [text('x')], stop_reason: 'stop_sequence', stop_sequence: 'END' },
    expected: { 'choices[0].finish_reason': 'stop', 'choices[0].stop_sequence': 'END' },
  },
  {
    name: 'tool_use without tool calls becomes stop',
    message: { content: [text('x')], stop_reason: 'tool_use' },
    expected: { 'choices[0].finish_reason': 'stop' },
  },
  {
    name: 'end_turn with tool calls becomes tool_calls',
    message: { content: [use('t', 'f')], stop_reason: 'end_turn' },
    expected: { 'choices[0].finish_reason': 'tool_calls' },
  },
  {
    name: 'an unknown stop_reason becomes stop, with a note',
    message: { content: [text('x')], stop_reason: 'bored' },
    expected: { 'choices[0].finish_reason': 'stop' },
    notes: ['stop-reason-unknown'],
  },
  {
    name: 'web searches are not tool_calls; their pages become annotations',
    message: { content: [search, found, text('ans', { citations: [citation] })] },
    expected: {
      'choices[0].message.content': 'ans',
      'choices[0].message.annotations': [
        {
          type: 'url_citation',
          url_citation: { start_index: 0, end_index: 3, title: 'T', url: 'https://example.com/a' },
        },
      ],
    },
    absent: ['choices[0].message.tool_calls'],
    notes: ['server-tools-hidden'],
  },
  {
    name: 'annotation offsets count over the whole text',
    message: { content: [text('see '), text('here', { citations: [citation] })] },
    expected: { 'choices[0].message.annotations[0].url_citation.start_index': 4 },
  },
  {
    name: 'document citations become document_citations',
    message: { content: [text('x', { citations: [inDocument] })] },
    expected: { 'choices[0].message.document_citations[0].citation.document_title': 'D' },
    absent: ['choices[0].message.annotations'],
  },
  {
    name: 'thinking becomes reasoning_content and reasoning_details',
    message: {
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'SIG' },
        { type: 'redacted_thinking', data: 'DATA' },
        use('t', 'f'),
      ],
      stop_reason: 'tool_use',
    },
    expected: {
      'choices[0].message.reasoning_content': 'hm',
      'choices[0].message.reasoning_details': [
        { type: 'reasoning.text', text: 'hm', format: 'anthropic-claude-v1', index: 0, signature: 'SIG' },
        { type: 'reasoning.encrypted', data: 'DATA', format: 'anthropic-claude-v1', index: 1 },
      ],
    },
  },
  {
    name: 'reasoning.exclude omits thinking',
    message: { content: [{ type: 'thinking', thinking: 'hm', signature: 'SIG' }, text('x')] },
    responseContext: { hideReasoning: true },
    expected: { 'choices[0].message.content': 'x' },
    absent: ['choices[0].message.reasoning_content', 'choices[0].message.reasoning_details'],
  },
  {
    name: 'unknown blocks become anthropic_blocks',
    message: { content: [{ type: 'hologram', data: 1 }, text('x')] },
    expected: { 'choices[0].message.content': 'x', 'choices[0].message.anthropic_blocks': [{ type: 'hologram', data: 1 }] },
    notes: ['unknown-block'],
  },
  {
    name: 'model is echoed, and the id is the upstream’s',
    message: { content: [text('x')] },
    expected: { id: 'chatcmpl-01Worked', model: 'gpt-4o', object: 'chat.completion' },
  },
  {
    name: 'service_tier is translated to OpenAI’s values',
    message: { content: [text('x')], usage: { input_tokens: 1, output_tokens: 1, service_tier: 'standard' } },
    expected: { service_tier: 'default' },
  },
];
