/** Measures a window's smoothness during an action: long tasks, and the longest pause between two frames. */

import type { Page } from '@playwright/test';

export interface Smoothness {
  /** Duration of the action, in milliseconds. */
  readonly took: number;
  /** Long tasks (above 50 ms). */
  readonly tasks: readonly number[];
  readonly longestFrame: number;
}

/** Starts measuring. @returns a function that runs an action, waits until the window is idle, and returns the measurements */
export async function watchWindow(window: Page): Promise<(action: () => Promise<void>) => Promise<Smoothness>> {
  await window.evaluate(() => {
    const seen = { tasks: new Array<number>(), longestFrame: 0 };
    Reflect.set(globalThis, 'smoothness', seen);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const look = (now: number): void => {
      seen.longestFrame = Math.max(seen.longestFrame, now - last);
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return async (action) => {
    await window.evaluate(() => {
      const seen: unknown = Reflect.get(globalThis, 'smoothness');
      if (typeof seen === 'object' && seen !== null) Object.assign(seen, { longestFrame: 0 });
      const tasks: unknown = seen === null || typeof seen !== 'object' ? [] : Reflect.get(seen, 'tasks');
      if (Array.isArray(tasks)) tasks.length = 0;
    });
    const started = performance.now();
    await action();
    const took = performance.now() - started;
    await window.waitForTimeout(SETTLING_MS);
    const seen = await window.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'smoothness')));
    // Written by the function above.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { took, ...(JSON.parse(seen) as Omit<Smoothness, 'took'>) };
  };
}

/** Long enough for a click's background work. For measuring only: no assertion depends on it. */
const SETTLING_MS = 1_000;

export function smoothnessWords(what: string, { took, tasks, longestFrame }: Smoothness): string {
  const held =
    tasks.length === 0 ? 'no long task' : `long tasks of ${tasks.map((task) => Math.round(task)).join(', ')} ms`;
  return `  ${what}: ${Math.round(took)} ms, ${held}, longest frame ${Math.round(longestFrame)} ms`;
}
