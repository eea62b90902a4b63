/**
 * Yields to other connections while a stream arrives faster than it is processed: the event loop reads up to 2 MB of one socket
 * before it looks at the next, which is seconds of work when it is made of small events.
 */

/** Milliseconds that one stream may use of an event loop turn; it continues in the next. */
const SLICE_MS = 10;

interface Pausable {
  pause(): unknown;
  resume(): unknown;
}

export interface TimeSlice {
  /** Before each unit of work. */
  begin(): void;
  /** After it: pauses the stream until the next turn of the event loop when the slice is used up. */
  yieldWhenUsed(body: Pausable): void;
}

/** @param now monotonic milliseconds @param nextTurn calls back in the next turn of the event loop */
export function createTimeSlice(
  now: () => number = () => performance.now(),
  nextTurn: (callback: () => void) => void = setImmediate,
): TimeSlice {
  /** When the work of this turn began; null before it. */
  let began: number | null = null;
  return {
    begin() {
      if (began !== null) return;
      began = now();
      nextTurn(() => {
        began = null;
      });
    },
    yieldWhenUsed(body) {
      if (began === null || now() - began < SLICE_MS) return;
      body.pause();
      nextTurn(() => body.resume());
    },
  };
}
