/** Fits the window onto the screens: a display may have been removed, or be smaller than the one the window was saved on. Pure. */

export interface ScreenArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Share of the window that must lie on a screen, else it is moved there whole. */
const MIN_VISIBLE = 0.25;

/**
 * @param bounds of the window; any numbers
 * @param areas work areas of the displays (without panels and menu bars), the primary one first; never empty
 * @returns bounds of at most the size of the display that shows most of the window; unchanged when enough of it can be seen
 */
export function fitToScreens(bounds: ScreenArea, areas: readonly ScreenArea[]): ScreenArea {
  const [primary = bounds] = areas;
  const area = areas.reduce((best, one) => (overlap(bounds, one) > overlap(bounds, best) ? one : best), primary);
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  const fits = width === bounds.width && height === bounds.height;
  if (fits && overlap(bounds, area) >= MIN_VISIBLE * width * height && bounds.y >= area.y) return bounds;
  return {
    x: clamp(bounds.x, area.x, area.x + area.width - width),
    y: clamp(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function overlap(one: ScreenArea, other: ScreenArea): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
