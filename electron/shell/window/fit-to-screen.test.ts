import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitToScreens, type ScreenArea } from './fit-to-screen.ts';

const laptop: ScreenArea = { x: 0, y: 25, width: 1366, height: 743 };
const beside: ScreenArea = { x: 1366, y: 0, width: 2560, height: 1440 };

describe('the window', () => {
  test.each<[string, ScreenArea, readonly ScreenArea[], ScreenArea]>([
    [
      'stays where it is whole',
      { x: 10, y: 30, width: 800, height: 600 },
      [laptop],
      { x: 10, y: 30, width: 800, height: 600 },
    ],
    [
      'stays where the user moved it over an edge',
      { x: 900, y: 40, width: 800, height: 600 },
      [laptop],
      { x: 900, y: 40, width: 800, height: 600 },
    ],
    [
      'comes back from a display that was removed',
      { x: 2000, y: 100, width: 1200, height: 700 },
      [laptop],
      { x: 166, y: 68, width: 1200, height: 700 },
    ],
    ['shrinks to a smaller display', { x: 0, y: 0, width: 2560, height: 1440 }, [laptop], laptop],
    [
      'stays on the second display',
      { x: 1400, y: 10, width: 2000, height: 1400 },
      [laptop, beside],
      { x: 1400, y: 10, width: 2000, height: 1400 },
    ],
    [
      'keeps its title bar below a menu bar',
      { x: 0, y: 0, width: 800, height: 600 },
      [laptop],
      { x: 0, y: 25, width: 800, height: 600 },
    ],
  ])('%s', (_name, bounds, areas, expected) => {
    expect(fitToScreens(bounds, areas)).toEqual(expected);
  });

  test('property: a quarter of it can be seen, its title bar is not above the screen, and it is no larger; a second time changes nothing', () => {
    const size = fc.integer({ min: 1, max: 6000 });
    const rectangle = fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
      width: size,
      height: size,
    });
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, { minLength: 1, maxLength: 4 }), (bounds, areas) => {
        const fitted = fitToScreens(bounds, areas);
        const visible = areas.some((area) => {
          const width = Math.min(fitted.x + fitted.width, area.x + area.width) - Math.max(fitted.x, area.x);
          const height = Math.min(fitted.y + fitted.height, area.y + area.height) - Math.max(fitted.y, area.y);
          const whole = fitted.width <= area.width && fitted.height <= area.height && fitted.y >= area.y;
          return whole && width > 0 && height > 0 && width * height * 4 >= fitted.width * fitted.height;
        });
        expect(visible).toBe(true);
        expect(fitToScreens(fitted, areas)).toEqual(fitted);
      }),
    );
  });
});
