import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { member } from '../json/unknown-json.ts';
import { ExactNumber } from '../json/exact-number.ts';
import { responsesRequestSchema } from '../responses-api/request-schema.ts';
import { chatRequestSchema } from './chat-request.ts';
import { parseChatRequest } from './parse-chat-request.ts';
import { parseRequestJson } from './request-json.ts';

/** The paths of the fields that a schema declares as numbers. */
function numericFields(schema: z.core.$ZodType, path: readonly string[] = []): readonly (readonly string[])[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return numericFields(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodNumber) return [path];
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, field]) => numericFields(field, [...path, key]));
}

const nested = (path: readonly string[], json: string): string =>
  path.reduceRight((inner, key) => `{${JSON.stringify(key)}:${inner}}`, json);

describe('the numbers of a request', () => {
  const fields = [...numericFields(chatRequestSchema), ...numericFields(responsesRequestSchema)];

  test('are doubles in each field that the request schemas declare as a number', () => {
    expect(fields.map((path) => path.join('.'))).toEqual(
      expect.arrayContaining(['max_tokens', 'temperature', 'seed', 'thinking.budget_tokens', 'reasoning.max_tokens']),
    );
    for (const path of fields) {
      const json = nested(path, '16.0');
      expect([json, path.reduce<unknown>(member, parseRequestJson(json))]).toEqual([json, 16]);
    }
  });

  test('keep their digits everywhere else', () => {
    const request = parseRequestJson('{"metadata":{"a":1.0},"tools":[{"max_uses":1e400}],"thinking":{"x":[-0]}}');
    expect(request).toEqual({
      metadata: { a: new ExactNumber('1.0') },
      tools: [{ max_uses: new ExactNumber('1e400') }],
      thinking: { x: [new ExactNumber('-0')] },
    });
  });

  test('of the wrong place are called numbers', () => {
    const body = '{"model":"m","messages":[{"role":"user","content":1.0}]}';
    expect(() => parseChatRequest(parseRequestJson(body))).toThrow(
      expect.objectContaining({ param: 'messages[0].content', message: expect.stringContaining('a number') }),
    );
  });
});
