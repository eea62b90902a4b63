/** Bodies of `POST /v1/chat/completions` that cost more to validate than to send. */

import { chatContent, filled, numbered, repeated } from './build-json.mjs';
import { shapesOf } from './shape.mjs';

const chat = shapesOf('/v1/chat/completions', 31);
const [before, after] = chatContent;
const ask = '{"model":"gpt-4","messages":[{"role":"user","content":"Hi"}]';

export const chatShapes = [
  chat('string parts', (bytes) => repeated(`${before}[`, '"a"', `]${after}`, bytes)),
  chat('invalid parts', (bytes) => repeated(`${before}[`, '{"type":5}', `]${after}`, bytes)),
  chat('invalid parts, 1 MB', (bytes) => repeated(`${before}[`, '{"type":5}', `]${after}`, bytes), 1),
  chat('zeros as parts', (bytes) => repeated(`${before}[`, '0', `]${after}`, bytes), 8),
  chat('empty objects as parts', (bytes) => repeated(`${before}[`, '{}', `]${after}`, bytes)),
  chat('text parts', (bytes) => repeated(`${before}[`, '{"type":"text","text":"a"}', `]${after}`, bytes)),
  chat('blank text parts', (bytes) => repeated(`${before}[`, '{"type":"text","text":" "}', `]${after}`, bytes)),
  chat('image parts', (bytes) =>
    repeated(`${before}[`, '{"type":"image_url","image_url":{"url":"https://a.test/a"}}', `]${after}`, bytes),
  ),
  chat('tiny data URLs', (bytes) =>
    repeated(`${before}[`, '{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}', `]${after}`, bytes),
  ),
  chat('nested arrays', (bytes) => filled(before, '[', after, bytes)),
  chat('closed nested arrays', (bytes) => {
    const depth = Math.floor(bytes / 2);
    return `${before}${'['.repeat(depth)}${']'.repeat(depth)}${after}`;
  }),
  chat('empty arrays', (bytes) => repeated(`${before}[`, '[]', `]${after}`, bytes)),
  chat('arrays below the depth limit', (bytes) =>
    repeated(`${before}[`, `${'['.repeat(150)}${']'.repeat(150)}`, `]${after}`, bytes),
  ),
  chat('unknown keys', (bytes) => numbered(`${ask},`, (index) => `"k${index}":${index}`, '}', bytes)),
  chat('unknown keys of a part', (bytes) =>
    numbered(`${before}[{"type":"text","text":"a",`, (index) => `"k${index}":1`, `}]${after}`, bytes),
  ),
  chat('one key a million times', (bytes) => repeated(`${ask},`, '"k":1', '}', bytes)),
  chat('metadata keys', (bytes) => numbered(`${ask},"metadata":{`, (index) => `"k${index}":"v"`, '}}', bytes)),
  chat('logit_bias keys', (bytes) => numbered(`${ask},"logit_bias":{`, (index) => `"${index}":1`, '}}', bytes)),
  chat('stop sequences', (bytes) => repeated(`${ask},"stop":[`, '"a"', ']}', bytes)),
  chat('betas', (bytes) => numbered(`${ask},"betas":[`, (index) => `"b${index}"`, ']}', bytes)),
  chat('system messages', (bytes) =>
    repeated('{"model":"gpt-4","messages":[', '{"role":"system","content":"a"}', ']}', bytes),
  ),
  chat('user messages', (bytes) =>
    repeated('{"model":"gpt-4","messages":[', '{"role":"user","content":"a"}', ']}', bytes),
  ),
  chat('alternating turns', (bytes) =>
    repeated(
      '{"model":"gpt-4","messages":[',
      '{"role":"user","content":"a"},{"role":"assistant","content":"b"}',
      ']}',
      bytes,
    ),
  ),
  chat('instructions in between', (bytes) =>
    repeated(
      '{"model":"gpt-4","messages":[{"role":"user","content":"a"},',
      '{"role":"system","content":"b"},{"role":"user","content":"a"}',
      ']}',
      bytes,
    ),
  ),
  chat('empty messages', (bytes) => repeated('{"model":"gpt-4","messages":[', '{}', ']}', bytes)),
  chat('invalid roles', (bytes) =>
    repeated('{"model":"gpt-4","messages":[', '{"role":"x","content":"a"}', ']}', bytes),
  ),
  chat('messages that are numbers', (bytes) => repeated('{"model":"gpt-4","messages":[', '1', ']}', bytes)),
  chat('tool calls without ids', (bytes) =>
    repeated(
      '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[',
      '{"function":{"name":"f","arguments":"{}"}}',
      ']}]}',
      bytes,
    ),
  ),
  chat('tool calls of one id and their results', (bytes) => {
    const call = '{"id":"c","function":{"name":"f","arguments":"{}"}}';
    const calls = repeated('{"role":"assistant","tool_calls":[', call, ']}', bytes / 2);
    const result = '{"role":"tool","tool_call_id":"c","content":"r"}';
    return repeated(`{"model":"gpt-4","messages":[{"role":"user","content":"a"},${calls},`, result, ']}', bytes);
  }),
  chat('function results without calls', (bytes) =>
    repeated(
      '{"model":"gpt-4","messages":[{"role":"user","content":"a"},',
      '{"role":"function","name":"f","content":"r"}',
      ']}',
      bytes,
    ),
  ),
  chat('function calls and results', (bytes) => {
    const call = '{"role":"assistant","function_call":{"name":"f","arguments":"{}"}}';
    const calls = repeated('', call, '', bytes / 2);
    const result = '{"role":"function","name":"f","content":"r"}';
    return repeated(`{"model":"gpt-4","messages":[{"role":"user","content":"a"},${calls},`, result, ']}', bytes);
  }),
  chat('broken tool arguments', (bytes) => {
    const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
    return filled(`${open}{"id":"c","function":{"name":"f","arguments":"{a:[`, 'b c,', '"}}]}]}', bytes);
  }),
  chat(
    'tool arguments without commas',
    (bytes) => {
      const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
      return filled(`${open}{"id":"c","function":{"name":"f","arguments":"{'a':[`, '1 ', ']}"}}]}]}', bytes);
    },
    0.25,
  ),
  chat(
    'short tool arguments without commas',
    (bytes) => {
      const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
      const call = `{"id":"c","function":{"name":"f","arguments":"{'a':[${'1 '.repeat(7_900)}]}"}}`;
      return repeated(open, call, ']}]}', bytes);
    },
    8,
  ),
  chat(
    'tool arguments that break off',
    (bytes) => {
      const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
      return filled(`${open}{"id":"c","function":{"name":"f","arguments":"{\\"a\\":[`, '1,', '1"}}]}]}', bytes);
    },
    0.45,
  ),
  chat('deep tool arguments', (bytes) => {
    const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
    return filled(`${open}{"id":"c","function":{"name":"f","arguments":"`, '[', '"}}]}]}', bytes);
  }),
  chat('wide tool arguments', (bytes) => {
    const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
    return filled(`${open}{"id":"c","function":{"name":"f","arguments":"{\\"a\\":[`, '[],', '0]}"}}]}]}', bytes);
  }),
  chat('wide tool input', (bytes) => {
    const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","content":[';
    return repeated(`${open}{"type":"tool_use","id":"c","name":"f","input":{"a":[`, '[]', ']}}]}]}', bytes);
  }),
  chat('tools', (bytes) =>
    numbered(`${ask},"tools":[`, (index) => `{"type":"function","function":{"name":"f${index}"}}`, ']}', bytes),
  ),
  chat('tools of one name', (bytes) =>
    repeated(`${ask},"tools":[`, '{"type":"function","function":{"name":"f"}}', ']}', bytes),
  ),
  chat('allowed tools', (bytes) =>
    repeated(
      `${ask},"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[`,
      '{"type":"function","function":{"name":"f"}}',
      ']}}}',
      bytes,
    ),
  ),
  chat('escapes in a string', (bytes) => filled(`${before}"`, '\\"', `"${after}`, bytes)),
  chat('unicode escapes in a string', (bytes) => filled(`${before}"`, '\\u0000', `"${after}`, bytes)),
  chat('a string of quotes and brackets', (bytes) => filled(`${before}"`, '[{\\"', `"${after}`, bytes)),
  chat('a long text of another script', (bytes) => filled(`${before}"`, '漢', `"${after}`, bytes / 3)),
  chat('NUL in a text of another script', (bytes) => filled(`${before}"`, '漢\\u0000', `"${after}`, bytes * 0.75)),
  chat('an unknown key of megabytes', (bytes) => filled(`${ask},"`, 'a', '":1}', bytes)),
  chat('line breaks in tool arguments', (bytes) => {
    const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
    return filled(`${open}{"id":"c","function":{"name":"f","arguments":"{\\"a\\":\\"`, '\\\\n', '\\"}"}}]}]}', bytes);
  }),
  chat('digits in tool arguments', (bytes) => {
    const open = '{"model":"gpt-4","messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[';
    return filled(`${open}{"id":"c","function":{"name":"f","arguments":"{\\"a\\":`, '1', '}"}}]}]}', bytes);
  }),
  chat('blanks in a string', (bytes) => filled(`${before}"`, ' ', `"${after}`, bytes)),
  chat('blanks between', (bytes) => filled(before, ' ', `"a"${after}`, bytes)),
  chat('numbers of many digits', (bytes) => filled(`${ask},"seed":`, '1', '}', bytes)),
  chat('a body of commas', (bytes) => filled('{"model":"gpt-4","messages":[', ',', ']}', bytes)),
  chat('an image URL of megabytes', (bytes) =>
    filled(`${before}[{"type":"image_url","image_url":{"url":"https://a.test/`, 'a', `"}}]${after}`, bytes),
  ),
  chat('an invalid data URL of megabytes', (bytes) =>
    filled(`${before}[{"type":"image_url","image_url":{"url":"data:`, ';a', `"}}]${after}`, bytes),
  ),
  chat('parameters of a data URL', (bytes) =>
    filled(
      `${before}[{"type":"image_url","image_url":{"url":"data:image/png`,
      ';a',
      `,iVBORw0KGgo="}}]${after}`,
      bytes,
    ),
  ),
  chat('a data URL without base64 or escapes', (bytes) =>
    filled(`${before}[{"type":"image_url","image_url":{"url":"data:image/png,%89PNG`, 'a', `"}}]${after}`, bytes),
  ),
  chat('a PDF of megabytes', (bytes) =>
    filled(
      `${before}[{"type":"file","file":{"file_data":"data:application/pdf;base64,JVBERi0x`,
      'AAAA',
      `"}}]${after}`,
      bytes,
    ),
  ),
  chat('a text file of megabytes', (bytes) =>
    filled(`${before}[{"type":"file","file":{"file_data":"data:text/plain;base64,`, 'QUFBQ0RF', `"}}]${after}`, bytes),
  ),
  chat('a text file of emoji', (bytes) =>
    filled(
      `${before}[{"type":"file","file":{"file_data":"data:text/plain;base64,`,
      '8J+YgPCfmIA9',
      `"}}]${after}`,
      bytes,
    ),
  ),
  chat('a percent-encoded text file', (bytes) =>
    filled(`${before}[{"type":"file","file":{"file_data":"data:text/plain,`, '%41', `"}}]${after}`, bytes),
  ),
  chat('a percent-encoded image', (bytes) =>
    filled(`${before}[{"type":"image_url","image_url":{"url":"data:image/png,%89PNG`, '%41', `"}}]${after}`, bytes),
  ),
  chat('base64 with line breaks', (bytes) =>
    filled(
      `${before}[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo`,
      'AAAA\\n_-',
      `"}}]${after}`,
      bytes,
    ),
  ),
  chat('a broken base64 image', (bytes) =>
    filled(`${before}[{"type":"image_url","image_url":{"url":"data:image/png;base64,`, 'AAAA=', `"}}]${after}`, bytes),
  ),
];
