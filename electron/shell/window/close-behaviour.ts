/** Window close behaviour, and whether the app may start hidden. */

export type CloseBehaviour = 'close' | 'hide' | 'minimise';

/**
 * The proxy outlives its window. Closing hides the window; without a visible tray it is minimised instead, because a hidden
 * window would be unreachable.
 * @param quitting the app is quitting
 */
export function closeBehaviour({ quitting, trayVisible }: { quitting: boolean; trayVisible: boolean }): CloseBehaviour {
  if (quitting) return 'close';
  return trayVisible ? 'hide' : 'minimise';
}

/** Without a tray the window is shown in spite of `--hidden`. */
export function startsHidden({ hidden, trayVisible }: { hidden: boolean; trayVisible: boolean }): boolean {
  return hidden && trayVisible;
}
