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
    name: 'cached input counts as prompt, and is told apart',
    message: {
      usage: {
        input_tokens: 5,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        output_tokens: 9,
        output_tokens_details: { thinking_tokens: 4 },
      },
    },
    told: {
      'usage.prompt_tokens': 125,
      'usage.completion_tokens': 9,
      'usage.total_tokens': 134,
      'usage.prompt_tokens_details.cached_tokens': 100,
      'usage.prompt_tokens_details.cache_write_tokens': 20,
      'usage.completion_tokens_details.reasoning_tokens': 4,
    },
  },
  {
    name: 'counts that are null are none',
    message: {
      usage: {
        input_tokens: 1,
        output_tokens: 1,
        cache_read_input_tokens: null,
        cache_creation_input_tokens: null,
        output_tokens_details: null,
      },
    },
    told: { 'usage.prompt_tokens': 1, 'usage.prompt_tokens_details.cached_tokens': 0 },
  },
  {
    name: 'counts of several tries are added up',
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
    told: { 'usage.prompt_tokens': 11, 'usage.completion_tokens': 3 },
  },
  {
    name: 'text blocks are one text',
    message: { content: [text('a'), text('b')] },
    told: { 'choices[0].message.content': 'ab', 'choices[0].finish_reason': 'stop' },
    absent: ['choices[0].message.tool_calls'],
  },
  {
    name: 'no content is empty text',
    message: { content: [] },
    told: { 'choices[0].message.content': '', 'choices[0].message.refusal': null },
  },
  {
    name: 'calls without text have null for content',
    message: { content: [use('t', 'f', { b: 1, a: 2 })], stop_reason: 'tool_use' },
    told: {
      'choices[0].message.content': null,
      'choices[0].message.tool_calls': [{ id: 't', type: 'function', function: { name: 'f', arguments: '{"b":1,"a":2}' } }],
      'choices[0].finish_reason': 'tool_calls',
    },
  },
  {
    name: 'a call without arguments has an empty object for them',
    message: { content: [use('t', 'f')], stop_reason: 'tool_use' },
    told: { 'choices[0].message.tool_calls[0].function.arguments': '{}' },
  },
  {
    name: 'a refusal ends by the filter, with its reason',
    message: { content: [], stop_reason: 'refusal', stop_details: { type: 'refusal', category: 'cyber', explanation: 'E' } },
    told: {
      'choices[0].finish_reason': 'content_filter',
      'choices[0].message.refusal': 'E',
      'choices[0].message.content': null,
    },
  },
  {
    name: 'a refusal without a reason has one of ours',
    message: { content: [], stop_reason: 'refusal', stop_details: null },
    told: { 'choices[0].message.refusal': 'The model declined to answer this request.' },
  },
  {
    name: 'the end of the context is a length',
    message: { content: [text('x')], stop_reason: 'model_context_window_exceeded' },
    told: { 'choices[0].finish_reason': 'length' },
  },
  {
    name: 'the end of the limit too',
    message: { content: [text('x')], stop_reason: 'max_tokens' },
    told: { 'choices[0].finish_reason': 'length' },
  },
  {
    name: 'a stop sequence is a stop, and named',
    message: { content: [text('x')], stop_reason: 'stop_sequence', stop_sequence: 'END' },
    told: { 'choices[0].finish_reason': 'stop', 'choices[0].stop_sequence': 'END' },
  },
  {
    name: 'a stop for tools without any is a plain stop',
    message: { content: [text('x')], stop_reason: 'tool_use' },
    told: { 'choices[0].finish_reason': 'stop' },
  },
  {
    name: 'a plain stop with calls is one for tools',
    message: { content: [use('t', 'f')], stop_reason: 'end_turn' },
    told: { 'choices[0].finish_reason': 'tool_calls' },
  },
  {
    name: 'a reason that nobody knows is a stop, with a note',
    message: { content: [text('x')], stop_reason: 'bored' },
    told: { 'choices[0].finish_reason': 'stop' },
    notes: ['stop-reason-unknown'],
  },
  {
    name: 'searches are not the client’s to run, their pages are annotations',
    message: { content: [search, found, text('ans', { citations: [citation] })] },
    told: {
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
    name: 'offsets count over the whole text',
    message: { content: [text('see '), text('here', { citations: [citation] })] },
    told: { 'choices[0].message.annotations[0].url_citation.start_index': 4 },
  },
  {
    name: 'citations of documents stand beside the annotations',
    message: { content: [text('x', { citations: [inDocument] })] },
    told: { 'choices[0].message.document_citations[0].citation.document_title': 'D' },
    absent: ['choices[0].message.annotations'],
  },
  {
    name: 'thinking is shown, and signed for those who send it back',
    message: {
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'SIG' },
        { type: 'redacted_thinking', data: 'DATA' },
        use('t', 'f'),
      ],
      stop_reason: 'tool_use',
    },
    told: {
      'choices[0].message.reasoning_content': 'hm',
      'choices[0].message.reasoning_details': [
        { type: 'reasoning.text', text: 'hm', format: 'anthropic-claude-v1', index: 0, signature: 'SIG' },
        { type: 'reasoning.encrypted', data: 'DATA', format: 'anthropic-claude-v1', index: 1 },
      ],
    },
  },
  {
    name: 'or not, if the client asked not to see it',
    message: { content: [{ type: 'thinking', thinking: 'hm', signature: 'SIG' }, text('x')] },
    responseContext: { hideReasoning: true },
    told: { 'choices[0].message.content': 'x' },
    absent: ['choices[0].message.reasoning_content', 'choices[0].message.reasoning_details'],
  },
  {
    name: 'blocks of the future are handed on',
    message: { content: [{ type: 'hologram', data: 1 }, text('x')] },
    told: { 'choices[0].message.content': 'x', 'choices[0].message.anthropic_blocks': [{ type: 'hologram', data: 1 }] },
    notes: ['unknown-block'],
  },
  {
    name: 'the name that was asked for comes back, and the id is the upstream’s',
    message: { content: [text('x')] },
    told: { id: 'chatcmpl-01Worked', model: 'gpt-4o', object: 'chat.completion' },
  },
  {
    name: 'the tier is told in OpenAI’s words',
    message: { content: [text('x')], usage: { input_tokens: 1, output_tokens: 1, service_tier: 'standard' } },
    told: { service_tier: 'default' },
  },
];
