/** How smoothly a window ran while something was done in it: tasks that held it up, and the longest pause between two frames. */

import type { Page } from '@playwright/test';

export interface Smoothness {
  /** From the beginning to the end of what was done, in milliseconds. */
  readonly took: number;
  /** Tasks of more than 50 ms, as browsers count them. */
  readonly tasks: readonly number[];
  readonly longestFrame: number;
}

/** Begins to watch. Out: does something, waits until nothing follows from it any more, and tells how that went. */
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

/** Long enough for what a click sets off in the background. Only for measuring: nothing is expected to have happened by then. */
const SETTLING_MS = 1_000;

export function smoothnessWords(what: string, { took, tasks, longestFrame }: Smoothness): string {
  const held =
    tasks.length === 0 ? 'no long task' : `long tasks of ${tasks.map((task) => Math.round(task)).join(', ')} ms`;
  return `  ${what}: ${Math.round(took)} ms, ${held}, longest frame ${Math.round(longestFrame)} ms`;
}
