import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterScroll, AT_END, followedTo } from './follow-end.ts';

const view = { clientHeight: 500 };

describe('a view that follows its end', () => {
  it('goes on however fast the text grows between a scroll and its event', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000)), (growths) => {
        let state = AT_END;
        let height = 500;
        for (const growth of growths) {
          const scrollTop = height - view.clientHeight;
          height += growth;
          state = afterScroll(state, { ...view, scrollTop, scrollHeight: height });
          expect(state.following).toBe(true);
        }
      }),
    );
  });

  it('stops when the reader scrolls up, by however little', () => {
    const atEnd = afterScroll(AT_END, { ...view, scrollTop: 1500, scrollHeight: 2000 });
    expect(afterScroll(atEnd, { ...view, scrollTop: 1490, scrollHeight: 2000 }).following).toBe(false);
    const up = afterScroll(atEnd, { ...view, scrollTop: 1000, scrollHeight: 2000 });
    expect(up.following).toBe(false);
    expect(afterScroll(up, { ...view, scrollTop: 1000, scrollHeight: 9000 }).following).toBe(false);
    expect(afterScroll(up, { ...view, scrollTop: 1200, scrollHeight: 9000 }).following).toBe(false);
  });

  it('stops when the reader moves up by less than the text grew since the last scroll event', () => {
    const broughtToEnd = followedTo(
      afterScroll(AT_END, { ...view, scrollTop: 1500, scrollHeight: 2000 }).scrollTop + 600,
    );
    expect(afterScroll(broughtToEnd, { ...view, scrollTop: 1900, scrollHeight: 2600 }).following).toBe(false);
  });

  it('goes on once the reader is back at the end', () => {
    const up = { following: false, scrollTop: 1000 };
    expect(afterScroll(up, { ...view, scrollTop: 1470, scrollHeight: 2000 }).following).toBe(true);
  });

  it('goes on when the content became shorter', () => {
    const atEnd = { following: true, scrollTop: 1500 };
    expect(afterScroll(atEnd, { ...view, scrollTop: 300, scrollHeight: 800 }).following).toBe(true);
  });
});
