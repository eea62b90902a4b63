/** What happens when the user closes the window, and whether the app may start without one. */

export type CloseBehaviour = 'close' | 'hide' | 'minimise';

/**
 * The proxy outlives its window. Where no tray can be seen, a hidden window would be out of reach, so it goes to the
 * taskbar instead.
 * @param quitting the app is on its way out
 */
export function closeBehaviour({ quitting, trayVisible }: { quitting: boolean; trayVisible: boolean }): CloseBehaviour {
  if (quitting) return 'close';
  return trayVisible ? 'hide' : 'minimise';
}

/** A window that nobody could bring back is shown, whatever `--hidden` says. */
export function startsHidden({ hidden, trayVisible }: { hidden: boolean; trayVisible: boolean }): boolean {
  return hidden && trayVisible;
}
