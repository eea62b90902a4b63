import { describe, expect, test } from 'vitest';
import { upstreamToolName } from '../tools/tool-names.ts';
import { call, noteCodes, tool, translate, turns } from '../__fixtures__/translate.ts';
import { legacyCallId, sanitizeToolId } from '../core/tool-call-ids.ts';
import { MISSING_RESULT_TEXT } from './user-turn.ts';

const text = (value: string): object => ({ type: 'text', text: value });

const use = (id: string, name = 'a', input: object = {}): object => ({ type: 'tool_use', id, name, input });

const result = (id: string, content?: unknown): object =>
  content === undefined ? { type: 'tool_result', tool_use_id: id } : { type: 'tool_result', tool_use_id: id, content };

const missing = (id: string): object => ({ ...result(id, MISSING_RESULT_TEXT), is_error: true });

const go = { role: 'user', content: 'go' };

const calls = (...entries: object[]): object => ({ role: 'assistant', content: null, tool_calls: entries });

const toolMessage = (id: string | undefined, content: unknown): object => ({ role: 'tool', tool_call_id: id, content });

interface Case {
  readonly messages: readonly object[];
  readonly turns: readonly (readonly [string, readonly object[]])[];
  readonly notes?: readonly string[];
  readonly body?: object;
}

const cases: Readonly<Record<string, Case>> = {
  'parallel results become one user turn in the order of the calls, other content after them': {
    messages: [
      go,
      calls(call('c1'), call('c2', 'b')),
      toolMessage('c2', '2'),
      toolMessage('c1', '1'),
      { role: 'user', content: 'thanks' },
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1'), use('c2', 'b')]],
      ['user', [result('c1', '1'), result('c2', '2'), text('thanks')]],
    ],
    notes: ['tool-results-reordered'],
  },
  'a missing result is added ahead of the text': {
    messages: [go, calls(call('c1')), { role: 'user', content: 'never mind' }],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      ['user', [missing('c1'), text('never mind')]],
    ],
    notes: ['missing-tool-result-added'],
  },
  'calls at the very end get results that say so': {
    messages: [go, calls(call('c1'), call('c2'))],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1'), use('c2')]],
      ['user', [missing('c1'), missing('c2')]],
    ],
    notes: ['missing-tool-result-added', 'missing-tool-result-added'],
  },
  'a result without its call is told as text': {
    messages: [toolMessage('zz', 'old'), { role: 'user', content: 'hi' }],
    turns: [['user', [text('Result of an earlier tool call (zz): old'), text('hi')]]],
    notes: ['orphan-tool-result-as-text'],
  },
  'an image in a result without its call is kept': {
    messages: [
      toolMessage('zz', [text('seen'), { type: 'image_url', image_url: { url: 'https://e.example.com/a.png' } }]),
    ],
    turns: [
      [
        'user',
        [
          text('Result of an earlier tool call (zz): seen'),
          { type: 'image', source: { type: 'url', url: 'https://e.example.com/a.png' } },
        ],
      ],
    ],
    notes: ['orphan-tool-result-as-text'],
  },
  'of two results for one call the last one counts': {
    messages: [go, calls(call('c1')), toolMessage('c1', 'old'), toolMessage('c1', 'new')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      ['user', [result('c1', 'new')]],
    ],
    notes: ['duplicate-tool-result-dropped'],
  },
  'user text between calls and results goes after the results': {
    messages: [go, calls(call('c1')), { role: 'user', content: 'wait' }, toolMessage('c1', '1')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      ['user', [result('c1', '1'), text('wait')]],
    ],
    notes: ['text-moved-after-results'],
  },
  'a system message between a call and its result comes after the result': {
    messages: [go, calls(call('c1')), { role: 'system', content: 'note' }, toolMessage('c1', 'ok')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      ['user', [result('c1', 'ok')]],
      ['system', [text('note')]],
    ],
    notes: ['text-moved-after-results'],
  },
  'empty assistant content beside calls leaves no block, and an empty result has no content': {
    messages: [go, { role: 'assistant', content: '', tool_calls: [call('c1')] }, toolMessage('c1', '')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      ['user', [result('c1')]],
    ],
  },
  'results keep parts, images and documents': {
    messages: [
      go,
      calls(call('c1')),
      toolMessage('c1', [
        text('a'),
        text('b'),
        { type: 'image_url', image_url: { url: 'https://e.example.com/a.png' } },
        { type: 'file', file: { filename: 'n.txt', file_data: 'data:text/plain,hello' } },
      ]),
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      [
        'user',
        [
          result('c1', [
            text('a'),
            text('b'),
            { type: 'image', source: { type: 'url', url: 'https://e.example.com/a.png' } },
            { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hello' }, title: 'n.txt' },
          ]),
        ],
      ],
    ],
  },
  'blank arguments are an empty object': {
    messages: [go, calls(call('c1', 'a', ''), call('c2', 'a', ' ')), toolMessage('c1', '1'), toolMessage('c2', '2')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1'), use('c2')]],
      ['user', [result('c1', '1'), result('c2', '2')]],
    ],
  },
  'broken arguments are mended': {
    messages: [go, calls(call('c1', 'a', '{"q": "x')), toolMessage('c1', 'ok')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1', 'a', { q: 'x' })]],
      ['user', [result('c1', 'ok')]],
    ],
    notes: ['tool-arguments-mended'],
  },
  'ids outside the alphabet are changed alike in call and result': {
    messages: [go, calls(call('functions.a:0')), toolMessage('functions.a:0', '1')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use(sanitizeToolId('functions.a:0', ''))]],
      ['user', [result(sanitizeToolId('functions.a:0', ''), '1')]],
    ],
    notes: ['tool-call-id-changed'],
  },
  'an id used again in a later turn is kept apart': {
    messages: [go, calls(call('c1')), toolMessage('c1', '1'), calls(call('c1')), toolMessage('c1', '2')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1')]],
      ['user', [result('c1', '1')]],
      ['assistant', [use('c1_2')]],
      ['user', [result('c1_2', '2')]],
    ],
    notes: ['tool-call-id-changed'],
  },
  'two calls with one id take their results in order': {
    messages: [go, calls(call('c1'), call('c1')), toolMessage('c1', '1'), toolMessage('c1', '2')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1'), use('c1_2')]],
      ['user', [result('c1', '1'), result('c1_2', '2')]],
    ],
    notes: ['tool-call-id-changed'],
  },
  'calls and results without ids are paired by their order': {
    messages: [go, calls({ type: 'function', function: { name: 'a' } }), toolMessage(undefined, '1')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('call_1_0')]],
      ['user', [result('call_1_0', '1')]],
    ],
    notes: ['tool-call-id-changed'],
  },
  'an empty id is no id, and its result does not take the place of one that has a name': {
    messages: [
      go,
      calls(call('c1'), call(''), call('')),
      toolMessage('', '2'),
      toolMessage('c1', '1'),
      toolMessage(undefined, '3'),
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1'), use('call_1_1'), use('call_1_2')]],
      ['user', [result('c1', '1'), result('call_1_1', '2'), result('call_1_2', '3')]],
    ],
    notes: ['tool-call-id-changed', 'tool-call-id-changed', 'tool-results-reordered'],
  },
  'an empty id of a result pairs it by order': {
    messages: [go, calls(call('c1'), call('c2')), toolMessage('', '1'), toolMessage('c2', '2')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1'), use('c2')]],
      ['user', [result('c1', '1'), result('c2', '2')]],
    ],
  },
  'calls of custom tools carry their text under input': {
    body: { tools: [{ type: 'custom', custom: { name: 'patch', description: 'p' } }] },
    messages: [
      go,
      calls({ id: 'c1', type: 'custom', custom: { name: 'patch', input: '*** raw' } }),
      toolMessage('c1', 'ok'),
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [use('c1', 'patch', { input: '*** raw' })]],
      ['user', [result('c1', 'ok')]],
    ],
  },
  'two assistant messages that meet keep all calls at the end': {
    messages: [go, calls(call('c1')), { role: 'assistant', content: 'and' }, toolMessage('c1', '1')],
    turns: [
      ['user', [text('go')]],
      ['assistant', [text('and'), use('c1')]],
      ['user', [result('c1', '1')]],
    ],
  },
  'a server tool call without its result is left out': {
    messages: [
      go,
      {
        role: 'assistant',
        content: [{ type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }, text('found')],
      },
      { role: 'user', content: 'ok' },
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [text('found')]],
      ['user', [text('ok')]],
    ],
    notes: ['unpaired-server-tool-dropped'],
  },
};

describe('tool messages', () => {
  test.each(Object.entries(cases))('%s', (_title, { messages, turns: wanted, notes, body }) => {
    const translation = translate({ tools: [tool('a'), tool('b')], messages, ...body });
    expect(turns(translation)).toEqual(wanted);
    const own = noteCodes(translation).filter((code) => !/^(max-tokens|thinking|custom-tool)/.test(code));
    expect(own).toEqual(notes ?? []);
  });

  test('legacy function messages share one deterministic id', () => {
    const body = {
      functions: [{ name: 'f', parameters: { type: 'object', properties: {} } }],
      messages: [
        go,
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: '42' },
      ],
    };
    const [, assistant, resultTurn] = turns(translate(body));
    const id = legacyCallId(1, 'f');
    expect(id).toMatch(/^call_[0-9a-f]{12}$/);
    expect(assistant).toEqual(['assistant', [use(id, 'f')]]);
    expect(resultTurn).toEqual(['user', [result(id, '42')]]);
    expect(turns(translate(body))).toEqual(turns(translate(body)));
    expect(translate(body).responseContext.legacyFunctions).toBe(true);
  });

  test('tools only in the history are declared with tool_choice none', () => {
    const translation = translate({ messages: [go, calls(call('c1', 'srv.read')), toolMessage('c1', '1')] });
    const name = upstreamToolName('srv.read');
    expect(translation.body.tools).toMatchObject([{ name, input_schema: { type: 'object' } }]);
    expect(turns(translation)[1]).toEqual(['assistant', [use('c1', name)]]);
    expect(translation.body.tool_choice).toEqual({ type: 'none' });
    expect([...translation.responseContext.toolNames.values()]).toEqual(['srv.read']);
    expect(noteCodes(translation)).toContain('tools-declared-from-history');
  });
});
