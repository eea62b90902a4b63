/** Moves through the events of a stream: by hand, or played at the speed they came. */

import { Pause, Play } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { formatDuration } from '../../lib/format-values.ts';
import { IconButton } from '../../ui/button.tsx';
import { Range } from '../../ui/range.tsx';
import type { StreamRow } from './stream-rows.ts';

/** Between two events when it is not known when they came, in milliseconds. */
const UNKNOWN_PACE = 60;
const MAX_PAUSE = 1500;

export function PlaybackSlider({
  rows,
  at,
  onChoose,
}: {
  rows: readonly StreamRow[];
  at: number;
  onChoose: (row: number) => void;
}): ReactNode {
  const [playing, setPlaying] = useState(false);
  const last = rows.length - 1;
  const row = rows[at];
  const pause = paceOf(row, rows[at + 1]);
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      onChoose(at + 1);
      if (at + 1 >= last) setPlaying(false);
    }, pause);
    return () => clearTimeout(timer);
  }, [playing, at, last, pause, onChoose]);
  const positionText = `event ${at + 1} of ${rows.length}`;
  return (
    <>
      <IconButton
        label={playing ? 'Pause' : 'Play the stream'}
        className="size-6"
        onClick={() => {
          if (!playing && at >= last) onChoose(0);
          setPlaying(!playing);
        }}
      >
        {playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
      </IconButton>
      <Range
        label="Event of the stream"
        words={row?.at == null ? positionText : `${positionText}, ${formatDuration(row.at)}`}
        min={0}
        max={last}
        value={at}
        onChange={(event) => {
          setPlaying(false);
          onChoose(event);
        }}
        className="flex-1"
      />
      <span className="w-44 shrink-0 text-right text-mini whitespace-nowrap text-muted tabular-nums">
        {positionText}
        {row?.at == null ? '' : ` · ${formatDuration(row.at)}`}
      </span>
    </>
  );
}

function paceOf(row: StreamRow | undefined, next: StreamRow | undefined): number {
  if (row?.at == null || next?.at == null) return UNKNOWN_PACE;
  return Math.min(Math.max(0, next.at - row.at), MAX_PAUSE);
}
