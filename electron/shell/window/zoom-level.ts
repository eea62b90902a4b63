/** Zoom by the mouse wheel with Ctrl or Cmd, which Electron reports and leaves to the application. */

/** As the items of the View menu step. A level is a power of 1.2: https://www.electronjs.org/docs/latest/api/web-contents#contentssetzoomlevellevel */
const STEP = 0.5;
/** 33 % and 249 %. */
const SMALLEST = -6;
const LARGEST = 5;

export function zoomLevelAfter(level: number, direction: 'in' | 'out'): number {
  return Math.min(LARGEST, Math.max(SMALLEST, level + (direction === 'in' ? STEP : -STEP)));
}
