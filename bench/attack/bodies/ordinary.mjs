/** Large legitimate bodies: no limit may refuse them. */

import { chatContent, chatTool, filled, numbered } from './build-json.mjs';
import { MEGABYTE } from './shape.mjs';

const [before, after] = chatContent;

/** @param {string} name @param {string} path @param {number} bytes @param {(bytes: number) => string} make */
const ordinary = (name, path, bytes, make) => ({ name, path, bytes, make, passes: true });

/** @param {number} bytes a valid PNG header and as much of what follows */
const image = (bytes) => {
  const header = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA';
  return `${header}${'AAAA'.repeat(Math.floor((bytes - header.length) / 4))}`;
};
const word = 'The quick brown fox jumps over the lazy dog. ';
const toolSchema = JSON.stringify({
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`property_${index}`, { type: 'string', description: word }]),
  ),
  required: ['property_0'],
  additionalProperties: false,
});

/** @param {number} turns @param {number} bytes */
const conversation = (turns, bytes) => {
  const text = word.repeat(Math.max(1, Math.floor(bytes / turns / word.length)));
  const messages = Array.from({ length: turns }, (_, index) =>
    index % 2 === 0 ? { role: 'user', content: text } : { role: 'assistant', content: text },
  );
  return JSON.stringify({ model: 'gpt-4', messages: [...messages, { role: 'user', content: 'And now?' }] });
};

/** @param {number} turns an agent's session: each turn calls a tool */
const session = (turns) => {
  const messages = Array.from({ length: turns }, (_, index) => {
    const id = `call_${Math.floor(index / 2)}`;
    const call = { id, type: 'function', function: { name: 'read', arguments: `{"path":"file-${index}.ts"}` } };
    return index % 2 === 0
      ? { role: 'assistant', content: null, tool_calls: [call] }
      : { role: 'tool', tool_call_id: id, content: word };
  });
  return JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Read all of it.' }, ...messages] });
};

export const ordinaryShapes = [
  ordinary('20 MB of text', '/v1/chat/completions', 20 * MEGABYTE, (bytes) =>
    filled(`${before}"`, word, `"${after}`, bytes),
  ),
  ordinary('20 MB of text, passed through', '/v1/messages', 20 * MEGABYTE, (bytes) =>
    filled('{"model":"claude-sonnet-5-5","max_tokens":10,"messages":[{"role":"user","content":"', word, '"}]}', bytes),
  ),
  ordinary('20 MB of text as input', '/v1/responses', 20 * MEGABYTE, (bytes) =>
    filled('{"model":"gpt-4","input":"', word, '"}', bytes),
  ),
  ordinary(
    'a 5 MB image',
    '/v1/chat/completions',
    5 * MEGABYTE,
    (bytes) => `${before}[{"type":"image_url","image_url":{"url":"data:image/png;base64,${image(bytes)}"}}]${after}`,
  ),
  ordinary('four images of 5 MB', '/v1/chat/completions', 20 * MEGABYTE, (bytes) => {
    const part = `{"type":"image_url","image_url":{"url":"data:image/png;base64,${image(bytes / 4)}"}}`;
    return `${before}[${[part, part, part, part].join(',')}]${after}`;
  }),
  ordinary('a conversation of 400 messages', '/v1/chat/completions', MEGABYTE, (bytes) => conversation(400, bytes)),
  ordinary('a conversation of 10,000 messages', '/v1/chat/completions', 5 * MEGABYTE, (bytes) =>
    conversation(10_000, bytes),
  ),
  ordinary('a session of 10,000 messages with tools', '/v1/chat/completions', 2 * MEGABYTE, () => session(10_000)),
  ordinary('500 tools', '/v1/chat/completions', MEGABYTE, (bytes) =>
    numbered(
      '{"model":"gpt-4","messages":[{"role":"user","content":"Hi"}],"tools":[',
      (index) => `{"type":"function","function":{"name":"tool_${index}","parameters":${toolSchema}}}`,
      ']}',
      Math.min(bytes, 500 * (toolSchema.length + 70)),
    ),
  ),
  ordinary('a tool with 2,000 properties', '/v1/chat/completions', MEGABYTE / 10, (bytes) => {
    const [start, end] = chatTool;
    return `${start}${numbered('{"type":"object","properties":{', (index) => `"p${index}":{"type":"string"}`, '}}', bytes)}${end}`;
  }),
];
