import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { betas, caching, limits, media, shape } from './__fixtures__/shape-cases.ts';
import { compactions } from './__fixtures__/compaction-cases.ts';
import { conversation, pairing, systemTurns } from './__fixtures__/conversation-cases.ts';
import { sampling, thinking, tools } from './__fixtures__/model-cases.ts';
import { schemas } from './__fixtures__/schema-cases.ts';
import { image, validate, opus55, png, user } from './__fixtures__/requests.ts';
import { validateMessageRequest } from './index.ts';

const groups = {
  shape,
  betas,
  conversation,
  pairing,
  systemTurns,
  thinking,
  sampling,
  tools,
  schemas,
  caching,
  media,
  limits,
  compactions,
};

describe.each(Object.entries(groups))('rules on %s', (_, cases) => {
  it.each(cases.map((row) => [row.rule, row] as const))('refuse %s and nothing else', (_rule, row) => {
    expect(row.accepted === null ? null : validate(row.accepted, row.options)).toBeNull();
    expect(validate(row.refused, row.options)).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(validate(row.refused, row.options)?.message).toContain(row.text);
  });
});

describe('validateMessageRequest', () => {
  it('answers 404 for a model that it does not know', () => {
    expect(validate({ model: 'gpt-4' })).toEqual({
      status: 404,
      type: 'not_found_error',
      message: 'model: gpt-4',
      errorCode: null,
    });
  });

  it('accepts a retired model only with the option for it', () => {
    const fields = { model: 'claude-3-5-sonnet-20240620' };
    expect(validate(fields)?.status).toBe(404);
    expect(validate(fields, { acceptRetired: true })).toBeNull();
    expect(validate({ model: 'claude-9-zero' }, { acceptRetired: true })?.status).toBe(404);
  });

  it('accepts beta fields only with their anthropic-beta header', () => {
    const fields = {
      ...opus55,
      thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } },
    };
    expect(validate(fields, { betas: ['thinking-binding-controls-2026-08-01'] })).toBeNull();
  });

  it.each(['mid-conversation-output-config-2026-07-01', 'per-turn-control-2026-07-01'])(
    'accepts a mid-conversation effort change with the beta %s',
    (beta) => {
      const messages = [user(), { role: 'system', content: 'Take your time.', output_config: { effort: 'high' } }];
      expect(validate({ ...opus55, messages }, { betas: [beta] })).toBeNull();
      expect(validate({ ...opus55, messages })?.message).toContain('messages.1.output_config');
    },
  );

  it('gives the stable code for an image that is too large', () => {
    expect(validate({ messages: [user([image(png(9000, 9))])] })?.errorCode).toBe('image_dimensions_too_large');
  });

  it('checks count_tokens requests by their own fields', () => {
    const body = { model: 'claude-opus-5-5', messages: [user()] };
    const options = { apiVersion: '2023-06-01', betas: [], endpoint: 'count_tokens' } as const;
    expect(validateMessageRequest(body, options)).toBeNull();
    expect(validateMessageRequest({ ...body, max_tokens: 1 }, options)?.message).toBe(
      'max_tokens: Extra inputs are not permitted',
    );
  });

  it.each([
    [{ previous_message_id: 'msg_1' }, null],
    [{ previous_message_id: null }, null],
    [{}, null],
    [null, null],
    [{ previous_message_id: 1 }, 'diagnostics.previous_message_id'],
    [{ response_id: 'x' }, 'diagnostics.response_id: Extra inputs are not permitted'],
    ['msg_1', 'diagnostics'],
  ])('checks diagnostics: %j', (diagnostics, message) => {
    const refusal = validate({ ...opus55, messages: [user()], diagnostics });
    expect(refusal?.message.slice(0, message?.length) ?? null).toBe(message);
  });

  it('refuses a body that is not an object', () => {
    for (const body of [null, 'x', [], 3]) {
      expect(validateMessageRequest(body, { apiVersion: '2023-06-01', betas: [] })?.status).toBe(400);
    }
  });

  it('never throws, for any JSON', () => {
    const fields = [
      'messages',
      'system',
      'tools',
      'tool_choice',
      'thinking',
      'output_config',
      'metadata',
      'temperature',
    ];
    const body = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(body, (part) => {
        expect(validate(part)?.message).not.toBe('');
      }),
    );
  });
});
