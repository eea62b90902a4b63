/**
 * Detects a recent user gesture in a window. Electron does not report it when a page opens a window, and the page's own claim is
 * untrusted; input events of the browser process are trusted.
 */

/** The events that Chromium counts as user activation. */
const GESTURES: ReadonlySet<string> = new Set(['mouseUp', 'keyDown', 'rawKeyDown', 'gestureTap']);

/** Validity of a gesture in milliseconds: long enough for the click's handler, too short to be used later. */
export const GESTURE_MS = 1_000;

export interface UserGesture {
  /** @param type of an `input-event` of the web contents */
  saw(type: string): void;
  /** True once per gesture. */
  use(): boolean;
}

/** @param now monotonic milliseconds */
export function createUserGesture(now: () => number = () => performance.now()): UserGesture {
  let last: number | null = null;
  return {
    saw(type) {
      if (GESTURES.has(type)) last = now();
    },
    use() {
      const acted = last !== null && now() - last <= GESTURE_MS;
      last = null;
      return acted;
    },
  };
}
