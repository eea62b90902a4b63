/**
 * Whether a person has just acted in a window. Electron does not say so when a page opens a window, and what the page says about it
 * cannot be believed; the input events that the browser process delivers to the page can.
 */

/** The events that end an act of will, as Chromium counts user activation. */
const GESTURES: ReadonlySet<string> = new Set(['mouseUp', 'keyDown', 'rawKeyDown', 'gestureTap']);

/** Milliseconds for which one act counts: long enough for the handler of the click, too short to be saved up. */
export const GESTURE_MS = 1_000;

export interface UserGesture {
  /** @param type of an `input-event` of the web contents */
  saw(type: string): void;
  /** True once for each act. */
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
