/** Passes on what arrives once a frame, so that work for the screen is not done more often than it is drawn. */

/** A hidden window draws no frames: what waits is passed on after this time, in milliseconds. */
const LONGEST_WAIT = 250;

/**
 * @param deliver gets the items in the order of their arrival
 * @returns the function that takes one item
 */
export function collectUntilFrame<Item>(deliver: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    const items = waiting;
    waiting = [];
    if (items.length > 0) deliver(items);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    frame = requestAnimationFrame(flush);
    timer = setTimeout(flush, LONGEST_WAIT);
  };
}
