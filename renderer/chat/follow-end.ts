/** Whether a view that grows keeps its end in sight: until the reader scrolls up, and again once they are back at the end. Pure. */

/** Of a scroller, in pixels. */
export interface ScrollPosition {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

export interface FollowState {
  readonly following: boolean;
  readonly scrollTop: number;
}

export const AT_END: FollowState = { following: true, scrollTop: 0 };

/** After the view was brought to its end. */
export function followedTo(scrollTop: number): FollowState {
  return { following: true, scrollTop };
}

/** A reader who comes this close to the end, in pixels, is back at it. */
const NEAR = 48;

/**
 * After a scroll event. How far the end is away says nothing while the text grows: it can have grown by any amount since the
 * view was last brought to its end. Only a reader moves the view up.
 */
export function afterScroll(
  before: FollowState,
  { scrollTop, scrollHeight, clientHeight }: ScrollPosition,
): FollowState {
  const distance = scrollHeight - clientHeight - scrollTop;
  const movedUp = scrollTop < before.scrollTop - 1;
  // The browser also moves it up where the content became shorter; then it is at the end.
  const following = movedUp ? distance <= 1 : before.following || distance < NEAR;
  return { following, scrollTop };
}
