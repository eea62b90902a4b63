import { describe, expect, it } from 'vitest';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { knownModel } from '#shared/models/known-models.ts';
import { defaultSettings } from '#shared/settings/schema.ts';
import { previewTranslation } from './preview-translation.ts';
import { replaySources } from '../replay/replay-sources.ts';

const inputs = { settings: defaultSettings, models: [] };

const record = exchange();
const { body } = record.clientRequest;

describe('a re-translated request', () => {
  it('is translated for another model, without a response', () => {
    const remade = previewTranslation(record, inputs, body, 'claude-haiku-4-5');
    if (!remade.ok) throw new Error(remade.message);
    const sent: unknown = JSON.parse(remade.exchange.upstreamRequest?.body ?? '');
    expect(sent).toMatchObject({ model: 'claude-haiku-4-5', temperature: 0.2, max_tokens: 500 });
    expect(remade.exchange).toMatchObject({ upstreamResponse: null, clientResponse: null });
    expect(remade.title).toBe('translated now for claude-haiku-4-5 · nothing lost');
  });

  it('uses the learned rules of the model', () => {
    const learned = knownModel('claude-haiku-4-5', undefined, [{ kind: 'no-sampling' }]);
    const models = learned === null ? [] : [learned];
    expect(previewTranslation(record, { ...inputs, models }, body, 'claude-haiku-4-5')).toMatchObject({
      title: 'translated now for claude-haiku-4-5 · 1 loss',
    });
  });

  it('counts losses', () => {
    const remade = previewTranslation(record, inputs, body, 'claude-opus-5-5');
    expect(remade).toMatchObject({ ok: true, title: 'translated now for claude-opus-5-5 · 1 loss' });
  });

  it('that is refused has the reason', () => {
    expect(previewTranslation(record, inputs, '{"model": "gpt-4o", "messages": 1}', null)).toMatchObject({
      ok: false,
      message: expect.stringContaining('messages'),
    });
  });
});

describe('an exchange is repeated', () => {
  it.each([
    ['from both sides, or only translated', record, ['client', 'upstream', 'translate']],
    ['from the client’s side when nothing was sent', exchange({ upstreamRequest: null }), ['client', 'translate']],
    [
      'untranslated when it was passed on',
      exchange({ summary: summary({ endpoint: 'messages' }) }),
      ['client', 'upstream'],
    ],
    ['not at all without a body', exchange({ summary: summary({ method: 'GET' }), clientRequest: side() }), []],
  ])('%s', (_, from, ways) => expect(replaySources(from)).toEqual(ways));
});
