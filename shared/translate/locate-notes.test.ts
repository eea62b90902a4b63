import { describe, expect, test } from 'vitest';
import { call, tool, translate } from './__fixtures__/translate.ts';
import { upstreamToolName } from './tools/tool-names.ts';
import { parsePath } from '../json/json-path.ts';

const user = (content: unknown): object => ({ role: 'user', content });
const assistant = (content: unknown, ...calls: object[]): object => ({ role: 'assistant', content, tool_calls: calls });
const toolMessage = (id: string, content: unknown): object => ({ role: 'tool', tool_call_id: id, content });
const jpeg = { type: 'image_url', image_url: { url: 'data:image/png;base64,/9j/4AAQ' } };

/** The value at the path that a note names. */
function valueAt(body: object, path: string | null): unknown {
  let value: unknown = body;
  for (const key of parsePath(path ?? '')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}

interface Case {
  readonly messages: readonly object[];
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly value?: unknown;
  readonly namePrefix?: boolean;
}

const cases: Readonly<Record<string, Case>> = {
  'the id of a call': {
    messages: [user('go'), assistant('a'), assistant('b', call('c:1')), toolMessage('c:1', '1')],
    code: 'tool-call-id-changed',
    from: 'messages[2].tool_calls[0].id',
    to: 'messages[1].content[2].id',
  },
  'the id of a call in Anthropic’s shape': {
    messages: [
      user('go'),
      assistant([{ type: 'tool_use', id: 'c:1', name: 'a', input: {} }]),
      user([{ type: 'tool_result', tool_use_id: 'c:1', content: 'x' }]),
    ],
    code: 'tool-call-id-changed',
    from: 'messages[1].content[0].id',
    to: 'messages[1].content[0].id',
  },
  'the name of a tool that only the history knows': {
    messages: [user('go'), assistant('b', call('c1', 'un.declared')), toolMessage('c1', '1')],
    code: 'tool-renamed',
    from: 'messages[1].tool_calls[0].function.name',
    to: 'messages[1].content[1].name',
    value: upstreamToolName('un.declared'),
  },
  'mended arguments': {
    messages: [user('go'), assistant('b', call('c1', 'a', '{"q": 1')), toolMessage('c1', '1')],
    code: 'tool-arguments-mended',
    from: 'messages[1].tool_calls[0].function.arguments',
    to: 'messages[1].content[1].input',
    value: { q: 1 },
  },
  'half a surrogate pair in arguments': {
    messages: [user('go'), assistant('b', call('c1', 'a', '{"q":"\\ud800"}')), toolMessage('c1', '1')],
    code: 'invalid-unicode-replaced',
    from: 'messages[1].tool_calls[0].function.arguments',
    to: 'messages[1].content[1].input',
    value: { q: '\ufffd' },
  },
  'half a surrogate pair in the text of a system message': {
    messages: [{ role: 'system', content: 'S' }, { role: 'system', content: 'x\ud800' }, user('go')],
    code: 'invalid-unicode-replaced',
    from: 'messages[1].content',
    to: 'system[1].text',
    value: 'x\ufffd',
  },
  'half a surrogate pair in a document of Anthropic’s shape': {
    messages: [
      user([
        { type: 'text', text: 'see' },
        { type: 'document', title: 'x\ud800', source: { type: 'text', media_type: 'text/plain', data: 'd' } },
      ]),
    ],
    code: 'invalid-unicode-replaced',
    from: 'messages[0].content[1]',
    to: 'messages[0].content[1]',
  },
  'NUL in a text file': {
    messages: [user([{ type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,YQBi' } }])],
    code: 'invalid-unicode-replaced',
    from: 'messages[0].content[0].file.file_data',
    to: 'messages[0].content[0].source.data',
    value: 'a\ufffdb',
  },
  'the type of an image': {
    messages: [user('go'), user([{ type: 'text', text: 'see' }, jpeg])],
    code: 'image-type-corrected',
    from: 'messages[1].content[1].image_url.url',
    to: 'messages[0].content[2].source.media_type',
    value: 'image/jpeg',
  },
  'the type of an image in a result': {
    messages: [user('go'), assistant(null, call('c1')), toolMessage('c1', [jpeg])],
    code: 'image-type-corrected',
    from: 'messages[2].content[0].image_url.url',
    to: 'messages[2].content[0]',
  },
  'a call that moved behind the text': {
    messages: [
      user('go'),
      assistant([
        { type: 'tool_use', id: 'c1', name: 'a', input: {} },
        { type: 'text', text: 'b' },
      ]),
      toolMessage('c1', '1'),
    ],
    code: 'tool-calls-moved-last',
    from: 'messages[1].content[0]',
    to: 'messages[1].content[1]',
  },
  'the old form of a call': {
    messages: [
      user('go'),
      { role: 'assistant', content: 'b', function_call: { name: 'a', arguments: '{}' } },
      { role: 'function', name: 'a', content: '1' },
    ],
    code: 'function-call-as-tool-use',
    from: 'messages[1].function_call',
    to: 'messages[1].content[1]',
  },
  'the name of a speaker': {
    messages: [{ role: 'user', name: 'A\ud800', content: [{ type: 'text', text: 'x' }] }],
    code: 'message-name-in-text',
    from: 'messages[0].name',
    to: 'messages[0].content[0].text',
    value: 'A\ufffd: x',
    namePrefix: true,
  },
};

describe('a note about a block has the block’s final path', () => {
  test.each(Object.entries(cases))('%s', (_title, { messages, code, from, to, value, namePrefix = false }) => {
    const { notes, body } = translate({ tools: [tool('a')], messages }, { settings: { namePrefix } });
    const note = notes.find((candidate) => candidate.code === code);
    expect(note).toMatchObject({ from, to });
    const found = valueAt(body, to);
    expect(found).toBeDefined();
    expect(found).toEqual(value ?? found);
  });
});
