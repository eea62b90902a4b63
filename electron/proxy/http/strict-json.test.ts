import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestRefused } from '#shared/errors.ts';
import { REQUEST_JSON_LIMITS } from '#shared/json/json-limits.ts';
import { parseStrictJson, strictJsonSteps } from './strict-json.ts';

function codeOf(text: string): string {
  try {
    parseStrictJson(Buffer.from(text));
    return 'accepted';
  } catch (error) {
    return error instanceof RequestRefused ? error.code : 'something else';
  }
}

describe('a JSON request body', () => {
  it.each([
    ['', 'invalid_json'],
    ['{', 'invalid_json'],
    ["{'a': 1}", 'invalid_json'],
    ['{"a": 1,}', 'invalid_json'],
    ['{"a": NaN}', 'invalid_json'],
    ['{} {}', 'invalid_json'],
    ['{"__proto__": {"polluted": true}}', 'forbidden_key'],
    [String.raw`{"\u005f_proto__": 1}`, 'forbidden_key'],
    ['[{"a": [{"__proto__": null}]}]', 'forbidden_key'],
    ['{"constructor": {"prototype": {}}}', 'forbidden_key'],
    [String.raw`{"\u0063onstructor" : {"prototype": 1}}`, 'forbidden_key'],
    [`[{"a": "${'x'.repeat(80)}", "constructor": {"prototype": 1}}]`, 'forbidden_key'],
    ['{"constructor": {"type": "string"}}', 'accepted'],
    ['{"constructor": null, "prototype": 1}', 'accepted'],
    ['{"text": "\\"__proto__\\": is a key that attackers like"}', 'accepted'],
    ['\uFEFF{"a": 1}', 'accepted'],
    ['"text"', 'accepted'],
  ])('%s: %s', (text, expected) => {
    expect(codeOf(text)).toBe(expected);
  });

  it('may nest up to the limit', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(codeOf(nested(REQUEST_JSON_LIMITS.depth))).toBe('accepted');
    expect(codeOf(nested(REQUEST_JSON_LIMITS.depth + 1))).toBe('json_too_deep');
    expect(codeOf('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))).toBe('json_too_deep');
  });

  it.each([
    ['values', (count: number) => `[${'0,'.repeat(count - 2)}0]`, 'too_many_values'],
    ['digits', (count: number) => `{"seed": 0.${'1'.repeat(count)}}`, 'number_too_long'],
    ['keys', (count: number) => `{${'"a":0,'.repeat(count - 1)}"a":0}`, 'too_many_keys'],
  ] as const)('holds as many %s as the limit says, and no more', (limit, make, code) => {
    const most = REQUEST_JSON_LIMITS[limit];
    expect(codeOf(make(most))).toBe('accepted');
    expect(codeOf(make(most + 1))).toBe(code);
    expect(() => parseStrictJson(Buffer.from(make(most + 1)))).toThrow(String(most));
  });

  it('equals JSON.parse’s value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        fc.pre(!text.includes('__proto__'));
        expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['é', '漢', '\u{1F600}'])('of megabytes is decoded in pieces that cut no character: %s', (character) => {
    for (let before = 0; before < 4; before += 1) {
      const text = JSON.stringify('a'.repeat(before) + character.repeat(800_000));
      const steps = strictJsonSteps(Buffer.from(`\uFEFF${text}`));
      let taken = 0;
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) taken += 1;
      expect(step.value === JSON.parse(text)).toBe(true);
      expect(taken).toBeGreaterThan(Buffer.byteLength(text) / 1024 / 1024);
    }
  });

  it.each([
    ['Latin-1', Buffer.from('{"text": "Gr\u00fc\u00dfe"}', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFF{"text": "Hello"}', 'utf16le')],
    ['half a character', Buffer.concat([Buffer.from('{"text": "'), Buffer.from([0xe2, 0x82]), Buffer.from('"}')])],
  ])('in %s is refused: decoding would lose characters', (_what, body) => {
    expect(() => parseStrictJson(body)).toThrow(/not valid UTF-8/);
  });

  it('is not quoted in the error', () => {
    expect(() => parseStrictJson(Buffer.from('{"key": sk-secret}'))).toThrow(/not valid JSON/);
    expect(() => parseStrictJson(Buffer.from('{"key": sk-secret}'))).not.toThrow(/secret/);
  });
});
