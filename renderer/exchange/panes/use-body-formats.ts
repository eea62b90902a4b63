/** The forms of a pane: at once where the body is short, laid out in the worker where that would be felt. */

import { useMemo } from 'react';
import { panes, type Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { formsOf, type Form } from './body-formats.ts';
import { useTurn } from './use-frame-slot.ts';
import { useWork } from '../worker/use-worker.ts';

/** In UTF-16 units: as much as is laid out well within a frame. */
const SHORT = 400_000;

/** Null while a long body is being laid out, or while other panes are filled: an editor takes a moment to take in megabytes. */
export function useForms(exchange: Exchange, pane: Pane): readonly Form[] | null {
  const side = exchange[pane];
  const long = side !== null && side.body.length + (side.assembled?.length ?? 0) > SHORT;
  const short = useMemo(() => (side === null || long ? [] : formsOf(side)), [side, long]);
  const { value, failure } = useWork(exchange, 'forms', [pane], long);
  const laidOut = useMemo(
    () => value?.map((form): Form => ({ ...form, text: form.text ?? side?.body ?? '' })) ?? null,
    [value, side],
  );
  const mayShow = useTurn(panes.indexOf(pane), long);
  if (!long) return short;
  if (!mayShow) return null;
  if (failure !== null) return [{ form: 'raw', text: side.body, language: 'text' }];
  return laidOut;
}
