import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectUntilFrame } from './collect-until-frame.ts';

let frames: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', (number: number) => frames.splice(number - 1, 1, () => {}));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('collectUntilFrame', () => {
  it('delivers all that arrived before a frame at once and in order', () => {
    const delivered: (readonly number[])[] = [];
    const take = collectUntilFrame<number>((items) => delivered.push(items));
    for (const item of [1, 2, 3]) take(item);
    expect(delivered).toEqual([]);
    for (const frame of frames.splice(0)) frame();
    take(4);
    for (const frame of frames.splice(0)) frame();
    vi.runAllTimers();
    expect(delivered).toEqual([[1, 2, 3], [4]]);
  });

  it('delivers without a frame, in a window that is hidden', () => {
    const delivered: (readonly number[])[] = [];
    const take = collectUntilFrame<number>((items) => delivered.push(items));
    take(1);
    vi.runAllTimers();
    for (const frame of frames.splice(0)) frame();
    expect(delivered).toEqual([[1]]);
  });
});
