/** Spreads heavy work of components that appear together over as many frames, so that no single one holds the window up. */

import { useEffect, useState } from 'react';

/**
 * @param frames to wait after mounting
 * @param wanted false: does not wait
 * @returns whether they have passed
 */
export function useFrameSlot(frames: number, wanted: boolean): boolean {
  const [left, setLeft] = useState(frames);
  const waits = wanted && left > 0;
  useEffect(() => {
    if (!waits) return;
    const frame = requestAnimationFrame(() => setLeft(left - 1));
    return () => cancelAnimationFrame(frame);
  }, [waits, left]);
  return !waits;
}
