/** Bodies of `POST /v1/responses` that cost more to validate than to send. */

import { filled, numbered, repeated } from './build-json.mjs';
import { shapesOf } from './shape.mjs';

const responses = shapesOf('/v1/responses', 31);
const ask = '{"model":"gpt-4","input":"Hi"';
const items = '{"model":"gpt-4","input":[';

export const responsesShapes = [
  responses('instructions of megabytes', (bytes) => filled(`${ask},"instructions":"`, 'a', '"}', bytes)),
  responses('items that are numbers', (bytes) => repeated(items, '1', ']}', bytes), 8),
  responses('empty items', (bytes) => repeated(items, '{}', ']}', bytes), 8),
  responses('message items', (bytes) => repeated(items, '{"role":"user","content":"a"}', ']}', bytes), 8),
  responses('message items, 31 MB', (bytes) => repeated(items, '{"role":"user","content":"a"}', ']}', bytes)),
  responses('assistant items', (bytes) => repeated(items, '{"role":"assistant","content":"a"}', ']}', bytes)),
  responses('system items', (bytes) => repeated(items, '{"role":"system","content":"a"}', ']}', bytes)),
  responses(
    'text parts of an item',
    (bytes) => repeated(`${items}{"role":"user","content":[`, '{"type":"input_text","text":"a"}', ']}]}', bytes),
    8,
  ),
  responses(
    'invalid parts of an item',
    (bytes) => repeated(`${items}{"role":"user","content":[`, '{"type":"input_text","text":5}', ']}]}', bytes),
    8,
  ),
  responses('unknown items', (bytes) => repeated(items, '{"type":"x"}', ']}', bytes)),
  responses('references', (bytes) => repeated(items, '{"type":"item_reference","id":"a"}', ']}', bytes)),
  responses('calls and outputs', (bytes) => {
    const call = '{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}';
    const calls = repeated('', call, '', bytes / 2);
    return repeated(`${items}${calls},`, '{"type":"function_call_output","call_id":"c","output":"r"}', ']}', bytes);
  }),
  responses('reasoning items', (bytes) =>
    repeated(items, '{"type":"reasoning","summary":[],"encrypted_content":"a"}', ']}', bytes),
  ),
  responses('tool search outputs', (bytes) =>
    repeated(items, '{"type":"tool_search_output","call_id":"c","tools":[]}', ']}', bytes),
  ),
  responses('additional tools', (bytes) =>
    repeated(items, '{"type":"additional_tools","tools":[{"type":"function","name":"f"}]}', ']}', bytes),
  ),
  responses('tools', (bytes) =>
    numbered(`${ask},"tools":[`, (index) => `{"type":"function","name":"f${index}"}`, ']}', bytes),
  ),
  responses('tools of a namespace', (bytes) =>
    numbered(
      `${ask},"tools":[{"type":"namespace","name":"n","tools":[`,
      (index) => `{"type":"function","name":"f${index}"}`,
      ']}]}',
      bytes,
    ),
  ),
  responses('allowed tools', (bytes) =>
    repeated(
      `${ask},"tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[`,
      '{"type":"function","name":"f"}',
      ']}}',
      bytes,
    ),
  ),
  responses('include', (bytes) => repeated(`${ask},"include":[`, '"a"', ']}', bytes)),
  responses('metadata keys', (bytes) => numbered(`${ask},"metadata":{`, (index) => `"k${index}":"v"`, '}}', bytes)),
  responses('unknown keys', (bytes) => numbered(`${ask},`, (index) => `"k${index}":1`, '}', bytes)),
  responses('a shell action of many keys', (bytes) =>
    numbered(`${items}{"type":"shell_call","call_id":"c","action":{`, (index) => `"k${index}":1`, '}}]}', bytes),
  ),
  responses('a previous id of megabytes', (bytes) =>
    filled('{"model":"gpt-4","input":"Hi","previous_response_id":"', 'a', '"}', bytes),
  ),
  responses('a reference of megabytes', (bytes) =>
    filled(`${items}{"type":"item_reference","id":"`, 'a', '"}]}', bytes),
  ),
];

export const responseTokensShapes = responsesShapes
  .filter(({ name }) => ['message items', 'invalid parts of an item'].includes(name))
  .map((shape) => ({ ...shape, path: '/v1/responses/input_tokens' }));
