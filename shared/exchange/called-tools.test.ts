import { describe, expect, it } from 'vitest';
import { calledToolsIn } from './called-tools.ts';

const call = (name: string) => ({ id: 'c', type: 'function', function: { name, arguments: '{}' } });

describe('calledToolsIn', () => {
  it.each([
    [
      'of a chat completion, each once',
      { choices: [{ message: { tool_calls: [call('read'), call('write'), call('read')] } }] },
      ['read', 'write'],
    ],
    [
      'of every choice',
      { choices: [{ message: { tool_calls: [call('a')] } }, { message: { tool_calls: [call('b')] } }] },
      ['a', 'b'],
    ],
    [
      'that take free text',
      { choices: [{ message: { tool_calls: [{ type: 'custom', custom: { name: 'shell' } }] } }] },
      ['shell'],
    ],
    ['in the older way', { choices: [{ message: { function_call: { name: 'old' } } }] }, ['old']],
    [
      'of a response',
      {
        output: [
          { type: 'function_call', name: 'read' },
          { type: 'custom_tool_call', name: 'patch' },
          { type: 'message' },
        ],
      },
      ['read', 'patch'],
    ],
    ['of a message', { content: [{ type: 'text' }, { type: 'tool_use', name: 'bash' }] }, ['bash']],
    ['are none when it only speaks', { choices: [{ message: { content: '"tool_calls" are a field' } }] }, []],
  ])('%s', (_which, body, names) => {
    expect(calledToolsIn(JSON.stringify(body))).toEqual(names);
  });

  it.each(['', 'no JSON "tool_calls"', '[{"tool_use":1}]', '{"choices":{"tool_calls":1}}', '"tool"'])(
    'returns none for %j',
    (text) => {
      expect(calledToolsIn(text)).toEqual([]);
    },
  );
});
