/** Whether the window is at least so wide, or so tall. */

import { useSyncExternalStore } from 'react';

/** True when the window is `pixels` wide or wider. */
export function useMinWidth(pixels: number): boolean {
  return useMedia(`(min-width: ${pixels}px)`);
}

/** True when the window is `pixels` tall or taller. */
export function useMinHeight(pixels: number): boolean {
  return useMedia(`(min-height: ${pixels}px)`);
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
