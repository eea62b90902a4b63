/** Bodies of the other endpoints: text completions and the Messages API. */

import { filled, numbered, repeated } from './build-json.mjs';
import { shapesOf } from './shape.mjs';

const completions = shapesOf('/v1/completions', 31);
const messages = shapesOf('/v1/messages', 31);
const countTokens = shapesOf('/v1/messages/count_tokens', 31);
const ask = '{"model":"claude-sonnet-5-5","max_tokens":10,"messages":[{"role":"user","content":';

export const otherShapes = [
  completions('prompts', (bytes) => repeated('{"model":"gpt-4","prompt":[', '"a"', ']}', bytes)),
  completions('token ids', (bytes) => repeated('{"model":"gpt-4","prompt":[', '0', ']}', bytes)),
  completions('unknown keys', (bytes) =>
    numbered('{"model":"gpt-4","prompt":"a",', (index) => `"k${index}":1`, '}', bytes),
  ),
  completions('logit_bias keys', (bytes) =>
    numbered('{"model":"gpt-4","prompt":"a","logit_bias":{', (index) => `"${index}":1`, '}}', bytes),
  ),
  messages('a text of another script', (bytes) => filled(`${ask}"`, '漢', '"}]}', bytes / 3)),
  messages('zeros', (bytes) => repeated(`${ask}[`, '0', ']}]}', bytes)),
  messages('empty objects', (bytes) => repeated(`${ask}[`, '{}', ']}]}', bytes)),
  messages('nested arrays', (bytes) => filled(ask, '[', '}]}', bytes)),
  messages('unknown keys', (bytes) => numbered(`${ask}"a"}],`, (index) => `"k${index}":1`, '}', bytes)),
  messages('turns', (bytes) =>
    repeated('{"model":"claude-sonnet-5-5","max_tokens":10,"messages":[', '{"role":"user","content":"a"}', ']}', bytes),
  ),
  countTokens('empty objects', (bytes) => repeated(`${ask}[`, '{}', ']}]}', bytes)),
  countTokens('nested arrays', (bytes) => filled(ask, '[', '}]}', bytes)),
];
