/** How much of a long text of the conversation is laid out: a little, then more with each click. Pure. */

/** In UTF-16 units. */
const COLLAPSED = 1_500;
/** What the browser lays out within a few frames. */
const STEP = 100_000;

/** The expanded texts by key, with the number of clicks. */
export type ExpandedText = ReadonlyMap<string, number>;

/** How many characters of a text are shown after so many clicks: all of them where hardly more is left. */
export function shownLength(length: number, clicks: number): number {
  const wanted = clicks === 0 ? COLLAPSED : clicks * STEP;
  return length > wanted * 1.2 ? wanted : length;
}

export function expandMore(unfolded: ExpandedText, path: string): ExpandedText {
  return new Map([...unfolded, [path, (unfolded.get(path) ?? 0) + 1]]);
}
