/** Data derived from one exchange, computed when first needed. */

import type { Exchange } from '#shared/exchange/record.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import type { PaneLinks, Pane } from '#shared/exchange/panes/link-panes.ts';
import type { StreamTimeline } from '#shared/exchange/panes/stream-timeline.ts';
import type { BodyFormat, BodyFormatName } from './body-formats.ts';
import type { JsonPositions } from './json-positions.ts';

/** One exchange in the cache; everything is computed on first use. */
export interface ExchangeAnalysis {
  readonly exchange: Exchange;
  readonly inputs: TranslationInputs;
  links(): PaneLinks;
  lanes(): StreamTimeline;
  forms(pane: Pane): readonly BodyFormat[];
  /** What a pane shows in one of its forms; the first one when none is named. Null where it shows no JSON. */
  document(
    pane: Pane,
    form?: BodyFormatName,
  ): { readonly form: BodyFormatName; readonly positions: JsonPositions } | null;
}
