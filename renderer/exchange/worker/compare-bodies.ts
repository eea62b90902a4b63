/** Compares two exchanges pane by pane, with the ranges of the differences in the shown texts. Pure. */

import { compareExchanges, type Comparison, type Difference } from '#shared/exchange/compare/compare.ts';
import { panes, paneText, type Pane } from '#shared/exchange/panes/link-panes.ts';
import { parsePath } from '#shared/json/json-path.ts';
import { bodyFormats } from './body-formats.ts';
import { jsonPositions, type JsonRange } from './json-positions.ts';
import type { ExchangeAnalysis } from './exchange-analysis.ts';
import { writeJson } from '#shared/json/exact-number.ts';

export interface ShownDifference {
  readonly kind: Difference['kind'];
  readonly path: string;
  readonly left: JsonRange | null;
  readonly right: JsonRange | null;
  /** The beginnings of both values, on one line. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface PaneComparison {
  /** The compared text to show. */
  readonly left: ComparedText;
  readonly right: ComparedText;
  readonly differences: readonly ShownDifference[];
  /** True when there are more than these. */
  readonly more: boolean;
}

export interface ComparedText {
  readonly text: string;
  readonly language: 'json' | 'text';
}

export type ExchangeComparison = Readonly<Record<Pane, PaneComparison | null>>;

/** More than anyone reads one by one. */
const MAX_DIFFERENCES = 500;
const MAX_VALUE = 160;

export function compareBodies(left: ExchangeAnalysis, right: ExchangeAnalysis): ExchangeComparison {
  const compared = compareExchanges(left.exchange, right.exchange, { most: MAX_DIFFERENCES });
  const shown = panes.map((pane) => [pane, showPane(pane, left, right, compared[pane])] as const);
  const found = new Map(shown);
  return {
    clientRequest: found.get('clientRequest') ?? null,
    upstreamRequest: found.get('upstreamRequest') ?? null,
    upstreamResponse: found.get('upstreamResponse') ?? null,
    clientResponse: found.get('clientResponse') ?? null,
  };
}

function showPane(
  pane: Pane,
  left: ExchangeAnalysis,
  right: ExchangeAnalysis,
  compared: Comparison | null,
): PaneComparison | null {
  if (compared === null) return null;
  const one = textsOf(left, pane, compared.mode);
  const other = textsOf(right, pane, compared.mode);
  return {
    left: one.shown,
    right: other.shown,
    more: compared.more,
    differences: compared.differences.map((difference) => ({
      kind: difference.kind,
      path: difference.left ?? difference.right ?? '',
      left: difference.left === null ? null : one.find(difference.left),
      right: difference.right === null ? null : other.find(difference.right),
      before: valueText(difference.before),
      after: valueText(difference.after),
    })),
  };
}

function textsOf(
  analysis: ExchangeAnalysis,
  pane: Pane,
  mode: Comparison['mode'],
): { readonly shown: ComparedText; readonly find: (path: string) => JsonRange | null } {
  const side = analysis.exchange[pane];
  if (mode === 'text' || side === null) {
    const text = paneText(side);
    const lines = lineSpans(text);
    return { shown: { text, language: 'text' }, find: (path) => lines[Number(parsePath(path)[0])] ?? null };
  }
  const text = bodyFormats(side)[0]?.text ?? '';
  const positions = jsonPositions(text);
  return { shown: { text, language: 'json' }, find: (path) => positions.find(path) };
}

function lineSpans(text: string): readonly JsonRange[] {
  const spans: JsonRange[] = [];
  let from = 0;
  for (const end of text.matchAll(/\r\n|\r|\n|$/g)) {
    spans.push({ from, to: end.index });
    from = end.index + end[0].length;
  }
  return spans;
}

function valueText(value: unknown): string | null {
  if (value === undefined) return null;
  const text = writeJson(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
