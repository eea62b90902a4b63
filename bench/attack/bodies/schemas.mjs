/** JSON schemas, in tools and in `response_format`, that cost more to rewrite than to send. */

import { chatTool, numbered, repeated } from './build-json.mjs';
import { shapesOf } from './shape.mjs';

const chat = shapesOf('/v1/chat/completions', 10);
const [before, after] = chatTool;
const strict = before.replace('"name":"f"', '"name":"f","strict":true');
const format =
  '{"model":"gpt-4","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":';

/** @param {number} bytes definitions of which each is a reference to the next */
const chain = (bytes) =>
  numbered(
    '{"type":"object","properties":{"a":{"$ref":"#/$defs/d0"}},"$defs":{',
    (index) => `"d${index}":{"type":"object","properties":{"a":{"$ref":"#/$defs/d${index + 1}"}}}`,
    ',"end":{"type":"string"}}}',
    bytes,
  );
/** @param {number} bytes */
const bareChain = (bytes) =>
  numbered(
    '{"$ref":"#/$defs/d0","$defs":{',
    (index) => `"d${index}":{"$ref":"#/$defs/d${index + 1}"}`,
    ',"end":{"type":"object"}}}',
    bytes,
  );
/** @param {string} keyword @param {number} bytes */
const union = (keyword, bytes) =>
  repeated(`{"type":"object","properties":{"a":{"${keyword}":[`, '{"type":"string"}', ']}}}', bytes);
/** @param {string} keyword @param {number} bytes */
const rootUnion = (keyword, bytes) =>
  repeated(`{"${keyword}":[`, '{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}', ']}', bytes);
/** @param {number} bytes */
const properties = (bytes) =>
  numbered('{"type":"object","properties":{', (index) => `"p${index}":{"type":"string"}`, '}}', bytes);
/** @param {number} bytes */
const required = (bytes) =>
  numbered('{"type":"object","properties":{"a":{"type":"string"}},"required":[', (index) => `"p${index}"`, ']}', bytes);
/** @param {number} bytes */
const references = (bytes) =>
  repeated(
    '{"type":"object","properties":{"a":{"anyOf":[',
    '{"$ref":"#/$defs/d"}',
    ']}},"$defs":{"d":{"type":"string"}}}',
    bytes,
  );
/** @param {number} bytes pointers of many steps, each walked again for each reference */
const longPointers = (bytes) =>
  repeated(
    '{"type":"object","properties":{"a":{"anyOf":[',
    `{"$ref":"#${'/properties/a/anyOf/0'.repeat(50)}"}`,
    ']}}}',
    bytes,
  );
/** @param {number} bytes */
const enumeration = (bytes) =>
  numbered('{"type":"object","properties":{"a":{"enum":[', (index) => `"v${index}"`, ']}}}', bytes);

export const schemaShapes = [
  chat('$ref chain', (bytes) => `${before}${chain(bytes)}${after}`, 4),
  chat('$ref chain, strict', (bytes) => `${strict}${chain(bytes)}${after}`, 4),
  chat('bare $ref chain, strict', (bytes) => `${strict}${bareChain(bytes)}${after}`, 2),
  chat('anyOf, strict', (bytes) => `${strict}${union('anyOf', bytes)}${after}`),
  chat('anyOf', (bytes) => `${before}${union('anyOf', bytes)}${after}`),
  chat('allOf, strict', (bytes) => `${strict}${union('allOf', bytes)}${after}`),
  chat('root anyOf', (bytes) => `${before}${rootUnion('anyOf', bytes)}${after}`),
  chat('root allOf', (bytes) => `${before}${rootUnion('allOf', bytes)}${after}`),
  chat('root allOf, strict', (bytes) => `${strict}${rootUnion('allOf', bytes)}${after}`),
  chat('properties', (bytes) => `${before}${properties(bytes)}${after}`),
  chat('properties, strict', (bytes) => `${strict}${properties(bytes)}${after}`),
  chat('required, strict', (bytes) => `${strict}${required(bytes)}${after}`),
  chat('references, strict', (bytes) => `${strict}${references(bytes)}${after}`),
  chat('long pointers, strict', (bytes) => `${strict}${longPointers(bytes)}${after}`),
  chat('an enumeration, strict', (bytes) => `${strict}${enumeration(bytes)}${after}`),
  chat('response_format: $ref chain', (bytes) => `${format}${chain(bytes)}}}}`, 4),
  chat('response_format: anyOf', (bytes) => `${format}${union('anyOf', bytes)}}}}`),
  chat('response_format: properties', (bytes) => `${format}${properties(bytes)}}}}`),
];
