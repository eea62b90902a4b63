import { describe, expect, it } from 'vitest';
import { knownModel } from '../../models/known-models.ts';
import { profileFor } from '../../models/profile-for.ts';
import type { ModelProfile } from '../../models/profile.ts';
import { defaultSettings } from '../../settings/schema.ts';

import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import type { Exchange } from '../record.ts';
import { reproduceTranslation } from './reproduce-translation.ts';
import { retranslateExchange } from './retranslate.ts';
import type { TranslationInputs } from './translation-inputs.ts';
import { type Adjustments, noAdjustments } from '../../models/adjustments.ts';

const model = 'claude-opus-5-5';
const plain: TranslationInputs = { settings: defaultSettings, models: [] };
const table = profileFor(model);
const live = { id: model, max_tokens: 400 };

function knowing(...known: readonly (ReturnType<typeof knownModel> | null)[]): TranslationInputs {
  return { settings: defaultSettings, models: known.filter((one) => one !== null) };
}

/** A record whose request was translated with that profile. */
function sentBy(profile: ModelProfile, changes: Partial<Exchange> = {}, adjustments?: Adjustments): Exchange {
  const record = exchange({ summary: summary({ modelUsed: model }), ...changes });
  const translation = retranslateExchange(record, plain, {
    profile,
    ...(adjustments === undefined ? {} : { adjustments }),
  });
  return { ...record, upstreamRequest: side({ body: JSON.stringify(translation.ok ? translation.body : null) }) };
}

describe('reproduceTranslation', () => {
  it('uses the model table where nothing more is known', () => {
    expect(reproduceTranslation(sentBy(table), plain)).toMatchObject({
      isSame: true,
      translation: { body: { max_tokens: 500 } },
    });
  });

  it('uses the upstream’s model list', () => {
    const reported = profileFor(model, live);
    expect(reproduceTranslation(sentBy(reported), knowing(knownModel(model, live, [])))).toMatchObject({
      isSame: true,
      translation: {
        body: { max_tokens: 400 },
        notes: expect.arrayContaining([expect.objectContaining({ verb: 'clamped' })]),
      },
    });
  });

  it('tries the profile from before a refusal', () => {
    const inputs = knowing(knownModel(model, live, [{ kind: 'max-output-tokens', limit: 300 }]));
    const limits = [table, profileFor(model, live), inputs.models[0]?.profile ?? table].map((profile) => {
      const { isSame, translation } = reproduceTranslation(sentBy(profile), inputs);
      return isSame && translation.ok && translation.body.max_tokens;
    });
    expect(limits).toEqual([500, 400, 300]);
  });

  it('applies what self-healing removed', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    };
    const body = JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'go' }],
      response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } },
    });
    const healed = { verb: 'repaired' as const, code: 'healed-schema-refused', from: null, to: null, reason: '' };
    const changes = { clientRequest: side({ body }), notes: [healed] };
    const record = sentBy(table, changes, { ...noAdjustments, omitStrict: true });
    expect(reproduceTranslation(record, plain).isSame).toBe(true);
    expect(reproduceTranslation({ ...record, notes: [] }, plain).isSame).toBe(false);
  });

  it('reports a mismatch when a setting changed since', () => {
    const record = sentBy(table);
    const sent = JSON.parse(record.upstreamRequest?.body ?? '');
    for (const changed of [{ ...sent, max_tokens: 501 }, { ...sent, model: 'x' }, { ...sent, more: 1 }, [sent]]) {
      const { isSame, translation } = reproduceTranslation(
        { ...record, upstreamRequest: side({ body: JSON.stringify(changed) }) },
        plain,
      );
      expect(isSame).toBe(false);
      expect(translation.ok).toBe(true);
    }
  });

  it('ignores redacted values in the comparison', () => {
    const record = sentBy(table);
    const body = record.upstreamRequest?.body.replace('You translate.', '…late') ?? '';
    expect(body).toContain('…');
    expect(reproduceTranslation({ ...record, upstreamRequest: side({ body }) }, plain).isSame).toBe(true);
  });

  it('returns null for a truncated upstream body', () => {
    const record = sentBy(table);
    const cut = side({ body: record.upstreamRequest?.body.slice(0, 100) ?? '', truncated: true });
    expect(reproduceTranslation({ ...record, upstreamRequest: cut }, plain)).toMatchObject({
      isSame: null,
      translation: { ok: true },
    });
  });

  it('translates as of today where nothing was sent', () => {
    expect(reproduceTranslation(exchange({ upstreamRequest: null }), plain)).toMatchObject({
      isSame: true,
      translation: { ok: true },
    });
  });
});
