/** The forms of a pane: at once where the body is short, laid out in the worker where that would be felt. */

import { useMemo } from 'react';
import { panes, type Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { bodyFormats, type BodyFormat } from '../worker/body-formats.ts';
import { useFrameSlot } from './use-frame-slot.ts';
import { useWorker } from '../worker/use-worker.ts';

/** In UTF-16 units: as much as is laid out well within a frame. */
const SHORT = 400_000;

/** Null while a long body is being formatted, or while other panes are filled: inserting megabytes into an editor takes a moment. */
export function useBodyFormats(exchange: Exchange, pane: Pane): readonly BodyFormat[] | null {
  const side = exchange[pane];
  const long = side !== null && side.body.length + (side.assembled?.length ?? 0) > SHORT;
  const short = useMemo(() => (side === null || long ? [] : bodyFormats(side)), [side, long]);
  const { value, failure } = useWorker(exchange, 'forms', [pane], long);
  const laidOut = useMemo(
    () => value?.map((form): BodyFormat => ({ ...form, text: form.text ?? side?.body ?? '' })) ?? null,
    [value, side],
  );
  const mayShow = useFrameSlot(panes.indexOf(pane), long);
  if (!long) return short;
  if (!mayShow) return null;
  if (failure !== null) return [{ form: 'raw', text: side.body, language: 'text' }];
  return laidOut;
}
