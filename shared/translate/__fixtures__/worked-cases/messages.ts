/** Worked cases: messages. */

import { assistant, call, calls, file, image, png, result, system, text, tool, toolResult, use, user } from './parts.ts';
import type { WorkedRequest } from './worked-case.ts';

export const messageCases: readonly WorkedRequest[] = [
  {
    name: 'leading system and developer messages become two blocks of the system prompt',
    ask: { messages: [system('A'), { role: 'developer', content: 'B' }, user('hi')] },
    sent: { system: [text('A'), text('B')], messages: [user([text('hi')])] },
  },
  {
    name: 'a later system message keeps its position on models that accept it',
    ask: { messages: [system('S'), user('1'), assistant('2'), user('3'), system('NEW')] },
    sent: { system: [text('S')], 'messages[2]': user([text('3')]), 'messages[3]': system([text('NEW')]) },
    absent: ['messages[4]'],
  },
  {
    name: 'a later system message becomes labelled user text on models that refuse it',
    ask: { model: 'claude-sonnet-4-5', messages: [user('1'), assistant('2'), system('NEW'), user('3')] },
    sent: { 'messages[2].role': 'user', 'messages[2].content[1]': text('NEW'), 'messages[2].content[2]': text('3') },
    absent: ['system', 'messages[3]'],
    notes: ['system-message-as-user-text'],
  },
  {
    name: 'a system message before a user message becomes labelled user text',
    ask: { messages: [user('1'), assistant('2'), system('NEW'), user('3')] },
    sent: { 'messages[2].role': 'user', 'messages[2].content[1]': text('NEW') },
    absent: ['system', 'messages[3]'],
  },
  {
    name: 'a system message between a tool call and its result comes after the result',
    ask: {
      tools: [tool('f')],
      messages: [user('go'), calls(call('c1', 'f', '{"q":"x"}')), system('note'), result('c1', 'ok')],
    },
    sent: { 'messages[2].content[0]': toolResult('c1', 'ok'), 'messages[3]': system([text('note')]) },
    notes: ['text-moved-after-results'],
  },
  {
    name: 'without other messages, the last system message becomes a user message',
    ask: { messages: [system('Be kind.'), system('Say hi')] },
    sent: { system: [text('Be kind.')], messages: [user([text('Say hi')])] },
    notes: ['system-message-as-user-message'],
  },
  {
    name: 'image_url in a system message is refused',
    ask: { messages: [system([image(png)]), user('x')] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[0]' },
  },
  {
    name: 'a conversation that begins with the assistant gets a user turn before it',
    ask: { messages: [assistant('Hello!'), user('hi')] },
    sent: { 'messages[0]': user([text('(continued)')]), 'messages[1].content[0]': text('Hello!') },
    notes: ['user-turn-put-first'],
  },
  {
    name: 'consecutive user messages become one turn with unchanged blocks',
    ask: { messages: [user('"a"'), user('b ')] },
    sent: { messages: [user([text('"a"'), text('b ')])] },
  },
  {
    name: 'empty text beside tool calls and empty results have no block',
    ask: { tools: [tool('f')], messages: [user('go'), assistant('', { tool_calls: [call('c1', 'f')] }), result('c1', '')] },
    sent: {
      'messages[1].content': [use('c1', 'f')],
      'messages[2].content': [{ type: 'tool_result', tool_use_id: 'c1' }],
    },
  },
  {
    name: 'a blank text part is left out',
    ask: { messages: [user([text('  '), text('hi')])] },
    sent: { 'messages[0].content': [text('hi')] },
    notes: ['blank-text-left-out'],
  },
  {
    name: 'an empty user message becomes a placeholder',
    ask: { messages: [user('')] },
    sent: { messages: [user([text('(empty)')])] },
    notes: ['empty-user-turn-filled'],
  },
  {
    name: 'a blank assistant message is left out and the user turns around it merge',
    ask: { messages: [user('a'), assistant(' '), user('b')] },
    sent: { messages: [user([text('a'), text('b')])] },
    notes: ['empty-assistant-turn-left-out'],
  },
  {
    name: 'a prefill becomes an instruction from 4.6',
    ask: { model: 'claude-opus-4-6', messages: [user('json please'), assistant('{')] },
    sent: { 'messages[1].content': [text('{')], 'messages[2].role': 'user' },
    notes: ['prefill-as-instruction'],
  },
  {
    name: 'a prefill is trimmed at its end up to 4.5',
    ask: { model: 'claude-haiku-4-5', messages: [user('x'), assistant('  Answer:  \n')] },
    sent: { 'messages[1]': assistant([text('  Answer:')]) },
    absent: ['messages[2]'],
  },
  {
    name: 'a prefill with thinking becomes an instruction',
    ask: { model: 'claude-haiku-4-5', reasoning_effort: 'low', messages: [user('x'), assistant('Answer:')] },
    sent: { 'messages[2].role': 'user' },
  },
  {
    name: 'a prefill with response_format becomes an instruction',
    ask: {
      model: 'claude-haiku-4-5',
      response_format: { type: 'json_schema', json_schema: { name: 'o', schema: { type: 'object', properties: {} } } },
      messages: [user('x'), assistant('{')],
    },
    sent: { 'messages[2].role': 'user' },
  },
  {
    name: 'an earlier refusal becomes text, as part or as field',
    ask: {
      messages: [
        user('x'),
        assistant([{ type: 'refusal', refusal: 'I cannot' }]),
        user('y'),
        assistant(null, { refusal: 'Nor this' }),
        user('ok'),
      ],
    },
    sent: { 'messages[1].content': [text('I cannot')], 'messages[3].content': [text('Nor this')] },
  },
  {
    name: 'functions become tools, with function_call in the response',
    ask: {
      functions: [{ name: 'f', parameters: { type: 'object', properties: {} } }],
      messages: [
        user('go'),
        assistant(null, { function_call: { name: 'f', arguments: '{}' } }),
        { role: 'function', name: 'f', content: '42' },
      ],
    },
    sent: {
      'messages[1].content[0].id': 'call_35247b5cb777',
      'messages[2].content': [toolResult('call_35247b5cb777', '42')],
      'tool_choice.disable_parallel_tool_use': true,
    },
    response: {
      content: [use('toolu_1', 'f', { a: 1 })],
      stop: 'tool_use',
      choice: { finish_reason: 'function_call', 'message.function_call': { name: 'f', arguments: '{"a":1}' } },
    },
  },
  {
    name: 'Messages API blocks are unchanged',
    ask: {
      tools: [{ name: 'f', description: 'd', input_schema: { type: 'object', properties: {} } }],
      messages: [user('go'), assistant([use('t1', 'f')]), user([toolResult('t1', 'ok')])],
    },
    sent: {
      tools: [{ name: 'f', description: 'd', input_schema: { type: 'object', properties: {} } }],
      messages: [user([text('go')]), assistant([use('t1', 'f')]), user([toolResult('t1', 'ok')])],
    },
  },
  {
    name: 'message name is dropped with one note',
    ask: { messages: [{ role: 'user', name: 'bob', content: 'hi' }, { role: 'user', name: 'eve', content: 'ho' }] },
    sent: { messages: [user([text('hi'), text('ho')])] },
    notes: ['message-name-dropped'],
  },
  {
    name: 'message name becomes a prefix with the setting',
    ask: { messages: [{ role: 'user', name: 'bob', content: 'hi' }] },
    settings: { namePrefix: true },
    sent: { messages: [user([text('bob: hi')])] },
  },
  {
    name: 'an unknown role is refused',
    ask: { messages: [{ role: 'bot', content: 'hi' }] },
    refused: { code: 'invalid_value', param: 'messages[0].role' },
  },
  {
    name: 'lone surrogates and NUL are replaced',
    ask: { messages: [user('a\uD800b\u0000')] },
    sent: { 'messages[0].content[0].text': 'a\uFFFDb\uFFFD' },
    notes: ['invalid-unicode-replaced'],
  },
  {
    name: 'reasoning without a signature is dropped',
    ask: { messages: [user('a'), assistant('t', { reasoning_content: 'hm' }), user('b')] },
    sent: { 'messages[1].content': [text('t')] },
    notes: ['unsigned-reasoning-dropped'],
  },
  {
    name: 'signed reasoning is sent before its turn',
    ask: {
      messages: [
        user('a'),
        assistant('t', { reasoning_details: [{ type: 'reasoning.text', text: 'hm', signature: 'S', index: 0 }] }),
        user('b'),
      ],
    },
    sent: { 'messages[1].content': [{ type: 'thinking', thinking: 'hm', signature: 'S' }, text('t')] },
  },
  {
    name: 'earlier audio responses keep their transcript',
    ask: { messages: [user('a'), assistant('t', { audio: { id: 'audio_1' } }), user('b')] },
    sent: { 'messages[1].content': [text('t')] },
    notes: ['assistant-audio-dropped'],
  },
  {
    name: 'input_audio is refused',
    ask: { messages: [user([text('what is said?'), { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[1]' },
  },
  {
    name: 'image_url: a data URL with parameters and a non-standard media type',
    ask: { messages: [user([image('data:image/jpg;charset=utf-8;base64,/9j/4AAQ')])] },
    sent: { 'messages[0].content[0].source': { type: 'base64', media_type: 'image/jpeg', data: '/9j/4AAQ' } },
  },
  {
    name: 'image_url: the bytes override the media type',
    ask: { messages: [user([image('data:image/jpeg;base64,iVBORw0KGgo=')])] },
    sent: { 'messages[0].content[0].source.media_type': 'image/png' },
    notes: ['image-type-corrected'],
  },
  {
    name: 'image_url: https becomes a url source',
    ask: { messages: [user([image('https://example.com/a.png', { detail: 'low' })])] },
    sent: { 'messages[0].content[0].source': { type: 'url', url: 'https://example.com/a.png' } },
    notes: ['image-detail-dropped'],
  },
  {
    name: 'image_url: http is refused',
    ask: { messages: [user([image('http://example.com/a.png')])] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[0].image_url.url' },
  },
  {
    name: 'image_url: a private network is refused',
    ask: { messages: [user([image('https://192.168.1.3/a.png')])] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[0].image_url.url' },
  },
  {
    name: 'image_url: an unsupported type is refused',
    ask: { messages: [user([image('data:image/bmp;base64,Qk0=')])] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[0].image_url.url' },
  },
  {
    name: 'file: a PDF becomes a document with its name as title',
    ask: { messages: [user([file({ filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' })])] },
    sent: {
      'messages[0].content[0]': {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
        title: 'a.pdf',
      },
    },
  },
  {
    name: 'file: a PDF as bare base64',
    ask: { messages: [user([file({ file_data: 'JVBERi0xLjQ=' })])] },
    sent: { 'messages[0].content[0].source.media_type': 'application/pdf' },
  },
  {
    name: 'file: CSV becomes a plain text document',
    ask: { messages: [user([file({ filename: 'a.csv', file_data: 'data:text/csv;base64,YSxiCg==' })])] },
    sent: {
      'messages[0].content[0].source': { type: 'text', media_type: 'text/plain', data: 'a,b\n' },
      'messages[0].content[0].title': 'a.csv',
    },
  },
  {
    name: 'file_id of Anthropic’s Files API is passed on',
    ask: { messages: [user([file({ file_id: 'file_abc' })])] },
    sent: { 'messages[0].content[0].source': { type: 'file', file_id: 'file_abc' } },
  },
  {
    name: 'file_id of OpenAI is refused',
    ask: { messages: [user([file({ file_id: 'file-abc' })])] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[0].file.file_id' },
  },
  {
    name: 'file: an office document is refused',
    ask: { messages: [user([file({ filename: 'a.docx', file_data: 'data:application/msword;base64,UEsDBA==' })])] },
    refused: { code: 'unsupported_content', param: 'messages[0].content[0].file.file_data' },
  },
  {
    name: 'version 2026-10-21 refuses documents in assistant messages',
    ask: {
      messages: [
        user('a'),
        assistant([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } }]),
        user('b'),
      ],
    },
    settings: { anthropicVersion: '2026-10-21' },
    refused: { code: 'unsupported_content', param: 'messages[1].content[0]' },
  },
];
