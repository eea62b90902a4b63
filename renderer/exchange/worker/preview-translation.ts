/** Re-translates a request for any model with today's settings and profiles: an exchange that was translated and never sent. Pure. */

import type { Exchange } from '#shared/exchange/record.ts';
import { retranslate } from '#shared/exchange/retranslate/retranslate.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import { isLoss } from '#shared/notes.ts';
import { writeJson } from '#shared/json/exact-number.ts';

export type PreviewedTranslation =
  | { readonly ok: true; readonly exchange: Exchange; readonly title: string }
  | { readonly ok: false; readonly message: string; readonly hint: string | null };

/** `body` is the client's, original or edited; `model` null uses the settings. */
export function previewTranslation(
  original: Exchange,
  inputs: TranslationInputs,
  body: string,
  model: string | null,
): PreviewedTranslation {
  const { summary, upstreamRequest } = original;
  const sentUpstream = upstreamRequest?.body ?? null;
  const again = retranslate({ endpoint: summary.endpoint, body, inputs, model, sentUpstream });
  if (!again.ok) return { ok: false, message: again.message, hint: again.hint };
  const text = writeJson(again.body);
  const notes = again.notes.map((note) => ({ ...note }));
  const losses = notes.filter(isLoss).length;
  const exchange: Exchange = {
    ...original,
    summary: {
      ...summary,
      id: `${summary.id} ${again.model}`,
      modelUsed: again.model,
      notes: notes.length,
      losses,
      tokens: null,
      firstTextMs: null,
      totalMs: null,
    },
    clientRequest: withBody(original.clientRequest, body),
    upstreamRequest: withBody(upstreamRequest ?? original.clientRequest, text),
    upstreamResponse: null,
    clientResponse: null,
    notes,
    error: null,
  };
  const lost = losses === 0 ? 'nothing lost' : losses === 1 ? '1 loss' : `${losses} losses`;
  return { ok: true, exchange, title: `translated now for ${again.model} · ${lost}` };
}

function withBody(like: Exchange['clientRequest'], body: string): Exchange['clientRequest'] {
  return {
    ...like,
    body,
    bytes: new TextEncoder().encode(body).length,
    truncated: false,
    events: false,
    assembled: null,
  };
}
