/** Worked cases: tool calls of the history and their results. */

import { assistant, call, calls, png, result, text, tool, toolResult, use, user } from './parts.ts';
import type { WorkedRequest } from './worked-case.ts';



export const toolCallCases: readonly WorkedRequest[] = [
  {
    name: 'results of parallel calls become one turn, in call order, before the text',
    ask: {
      tools: [tool('a'), tool('b')],
      messages: [user('go'), calls(call('c1', 'a'), call('c2', 'b')), result('c2', '2'), result('c1', '1'), user('thanks')],
    },
    sent: { 'messages[2].content': [toolResult('c1', '1'), toolResult('c2', '2'), text('thanks')] },
    absent: ['messages[3]'],
    notes: ['tool-results-reordered'],
  },
  {
    name: 'a missing tool result is added',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a')), user('never mind')] },
    sent: {
      'messages[2].content[0].tool_use_id': 'c1',
      'messages[2].content[0].is_error': true,
      'messages[2].content[1]': text('never mind'),
    },
    notes: ['missing-tool-result-added'],
  },
  {
    name: 'an orphan tool result becomes text',
    ask: { tools: [tool('a')], messages: [result('zz', 'old'), user('hi')] },
    sent: { 'messages[0].content': [text('Result of an earlier tool call (zz): old'), text('hi')] },
    notes: ['orphan-tool-result-as-text'],
  },
  {
    name: 'the last of two results for one call wins',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a')), result('c1', 'old'), result('c1', 'new')] },
    sent: { 'messages[2].content': [toolResult('c1', 'new')] },
    notes: ['duplicate-tool-result-dropped'],
  },
  {
    name: 'user text between call and result comes after the result',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a')), user('wait'), result('c1', '1')] },
    sent: { 'messages[2].content': [toolResult('c1', '1'), text('wait')] },
    notes: ['text-moved-after-results'],
  },
  {
    name: 'assistant text after a tool call moves before it',
    ask: {
      tools: [tool('a')],
      messages: [user('go'), assistant([use('t', 'a'), text('later')]), result('t', 'r')],
    },
    sent: { 'messages[1].content': [text('later'), use('t', 'a')] },
    notes: ['tool-calls-moved-last'],
  },
  {
    name: 'a tool result may be an image',
    ask: {
      tools: [tool('a')],
      messages: [user('go'), calls(call('c1', 'a')), result('c1', [{ type: 'image_url', image_url: { url: png } }])],
    },
    sent: { 'messages[2].content[0].content[0].source.media_type': 'image/png' },
  },
  {
    name: 'broken arguments are repaired where unambiguous',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a', '{"q": "x')), result('c1', 'ok')] },
    sent: { 'messages[1].content[0].input': { q: 'x' }, 'messages[2].content[0].tool_use_id': 'c1' },
    notes: ['tool-arguments-mended'],
  },
  {
    name: 'concatenated arguments are separated',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a', '{}{"q":"x"}')), result('c1', 'ok')] },
    sent: { 'messages[1].content[0].input': { q: 'x' } },
    notes: ['tool-arguments-mended'],
  },
  {
    name: 'arguments that are not JSON are kept as text',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a', 'rm -rf')), result('c1', 'ok')] },
    sent: { 'messages[1].content[0].input': { _raw_arguments: 'rm -rf' } },
    notes: ['tool-arguments-kept-as-text'],
  },
  {
    name: 'arguments that are not an object are wrapped',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('c1', 'a', '[1]')), result('c1', 'ok')] },
    sent: { 'messages[1].content[0].input': { value: [1] } },
    notes: ['tool-arguments-wrapped'],
  },
  {
    name: 'missing and blank arguments become {}',
    ask: {
      tools: [tool('a')],
      messages: [user('go'), calls(call('c1', 'a', ''), call('c2', 'a', ' ')), result('c1', '1'), result('c2', '2')],
    },
    sent: { 'messages[1].content[0].input': {}, 'messages[1].content[1].input': {} },
  },
  {
    name: 'tool_call_id with invalid characters is changed in call and result alike',
    ask: { tools: [tool('a')], messages: [user('go'), calls(call('functions.a:0', 'a')), result('functions.a:0', '1')] },
    sent: {
      'messages[1].content[0].id': 'functions_a_0_ac78e4a1ad1c',
      'messages[2].content[0].tool_use_id': 'functions_a_0_ac78e4a1ad1c',
    },
    notes: ['tool-call-id-changed'],
  },
  {
    name: 'a call without an id gets one from its position',
    ask: {
      tools: [tool('a')],
      messages: [
        user('go'),
        calls({ type: 'function', function: { name: 'a', arguments: '{}' } }),
        { role: 'tool', content: 'r' },
      ],
    },
    sent: { 'messages[1].content[0].id': 'call_1_0', 'messages[2].content[0].tool_use_id': 'call_1_0' },
  },
];
