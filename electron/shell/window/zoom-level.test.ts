import { expect, test } from 'vitest';
import { zoomLevelAfter } from './zoom-level.ts';

test('a turn of the wheel steps the zoom, within limits', () => {
  expect(zoomLevelAfter(0, 'in')).toBe(0.5);
  expect(zoomLevelAfter(0.5, 'out')).toBe(0);
  expect(zoomLevelAfter(5, 'in')).toBe(5);
  expect(zoomLevelAfter(-6, 'out')).toBe(-6);
});
