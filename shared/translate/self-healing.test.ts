import { describe, expect, test } from 'vitest';
import { adjustmentsFor, applyLearnedRule, recogniseRefusal } from '../models/self-healing-rules.ts';
import { profileFor } from '../models/profile-for.ts';
import { tool, translate } from './__fixtures__/translate.ts';

const object = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
const format = { type: 'json_schema', json_schema: { name: 'o', schema: object } };

describe('a field that a 400 names as unknown', () => {
  test.each<[string, string, object]>([
    ['metadata', 'metadata', { user: 'u' }],
    ['service_tier', 'service_tier', { service_tier: 'auto' }],
    ['speed', 'speed', { speed: 'fast' }],
    ['mcp_servers', 'mcp_servers', { mcp_servers: [{ type: 'url', url: 'https://example.com', name: 'n' }] }],
    ['context_management', 'context_management', { context_management: { edits: [] } }],
    ['inference_geo', 'inference_geo', { inference_geo: 'us' }],
    ['container', 'container', { container: 'c' }],
    ['fallbacks', 'fallbacks', { fallbacks: 'default' }],
    ['thinking', 'thinking', { reasoning_effort: 'high' }],
    ['output_config, with an effort', 'output_config', { reasoning_effort: 'high' }],
    ['output_config, with a format', 'output_config', { response_format: format }],
    ['output_config, with both', 'output_config', { reasoning_effort: 'low', response_format: format }],
    ['temperature', 'temperature', { model: 'claude-haiku-4-5', temperature: 0.3 }],
    ['top_k', 'top_k', { model: 'claude-haiku-4-5', top_k: 3 }],
  ])('is left out of the next request: %s', (_case, field, fields) => {
    const body = { model: 'claude-opus-4-8', tools: [tool('a')], ...fields };
    expect(translate(body).body).toHaveProperty(field);
    const message = `${field}: Extra inputs are not permitted`;
    const profile = profileFor(body.model);
    const rule = recogniseRefusal({ status: 400, type: 'invalid_request_error', message, errorCode: null }, profile);
    if (rule === null) throw new Error('no rule was learned');
    const healed = { profile: applyLearnedRule(profile, rule), adjustments: adjustmentsFor(rule) };
    expect(translate(body, healed).body).not.toHaveProperty(field);
  });
});
