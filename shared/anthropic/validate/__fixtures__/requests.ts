/** Builders of requests for the tables of the validator's test, and the type of a table row. */

import { validateMessageRequest } from '../index.ts';
import type { ValidationOptions } from '../index.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** One rule: a request that it accepts, and one that it refuses with this text. */
export interface Case {
  readonly rule: string;
  readonly accepted: Fields | null;
  readonly refused: Fields;
  readonly text: string;
  readonly options?: Partial<ValidationOptions>;
}

export const user = (content: unknown = 'Hello'): Fields => ({ role: 'user', content });
export const assistant = (content: unknown): Fields => ({ role: 'assistant', content });
export const system = (content: unknown, more: Fields = {}): Fields => ({ role: 'system', content, ...more });
export const call = (id: string): Fields => ({ type: 'tool_use', id, name: 'look', input: {} });
export const result = (id: string, content: unknown = 'seen'): Fields => ({ type: 'tool_result', tool_use_id: id, content });
export const text = (value: string, more: Fields = {}): Fields => ({ type: 'text', text: value, ...more });
export const look = { name: 'look', input_schema: { type: 'object', properties: {} } };
export const strict = (schema: Fields, name = 'look'): Fields => ({ name, strict: true, input_schema: schema });
export const closed = (properties: Fields, required = Object.keys(properties)): Fields => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
export const format = (schema: Fields): Fields => ({ output_config: { format: { type: 'json_schema', schema } } });
export const cached = (ttl?: string): Fields => ({
  cache_control: { type: 'ephemeral', ...(ttl === undefined ? {} : { ttl }) },
});
export const thought = { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' };
export const image = (data: string, mediaType = 'image/png'): Fields => ({
  type: 'image',
  source: { type: 'base64', media_type: mediaType, data },
});
export const png = (width: number, height: number): string => {
  const bytes = Buffer.alloc(24);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
};
export const loop = (...content: readonly Fields[]): Fields => ({
  tools: [look],
  messages: [user(), assistant(content), user([result('a')])],
});

export const old = { model: 'claude-sonnet-4-5' };
export const sonnet46 = { model: 'claude-sonnet-4-6' };
export const opus55 = { model: 'claude-opus-5-5' };
export const opus5 = { model: 'claude-opus-5' };
export const sonnet55 = { model: 'claude-sonnet-5-5' };
export const enabled = { thinking: { type: 'enabled', budget_tokens: 1024 }, max_tokens: 4000 };
export const newest = { apiVersion: '2026-10-21' };

/** As sent over HTTP: fields set to undefined are left out. */
export const request = (fields: Fields): Fields => {
  const body = { model: 'claude-opus-4-8', max_tokens: 500, messages: [user()], ...fields };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
};

export function validate(fields: Fields, options: Partial<ValidationOptions> = {}): ReturnType<typeof validateMessageRequest> {
  return validateMessageRequest(request(fields), { apiVersion: '2023-06-01', betas: [], ...options });
}

