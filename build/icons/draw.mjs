// Draws all icons into this folder: `node build/icons/draw.mjs`. The files are committed; run it again after
// a change of the mark.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { icns, ico, png } from './image-files.mjs';
import { bridge, disc, leftHalf, rightHalf, rim, tile } from './mark.mjs';

/** @param {string} name @param {Buffer} data */
const write = (name, data) => writeFileSync(join(import.meta.dirname, name), data);

const clear = /** @type {const} */ ([0, 0, 0, 0]);

// --- The app icon: both sides in their colours, as in the window.

const gap = 0.1;
const background = tile(0.03, 0.2);
const client = leftHalf(gap);
const upstream = rightHalf(gap);
const bar = bridge(gap, 0.13);

/** @type {import('./image-files.mjs').Painter} */
function paintApp(x, y) {
  const inner = { x: 0.5 + (x - 0.5) / 0.74, y: 0.5 + (y - 0.5) / 0.74 };
  if (client(inner)) return [92, 199, 186, 1];
  if (upstream(inner)) return [183, 156, 247, 1];
  if (bar(inner)) return [255, 255, 255, 1];
  if (!background({ x, y })) return clear;
  return [30 - 12 * y, 36 - 14 * y, 54 - 20 * y, 1];
}

/** @param {number} size */
const app = (size) => png(size, paintApp, size >= 256 ? 4 : 8);

const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
for (const size of sizes) write(`${size}x${size}.png`, app(size));
write('icon.ico', ico([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, data: app(size) }))));
write(
  'icon.icns',
  icns(
    Object.entries({ ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }).map(
      ([type, size]) => ({ type, data: app(size) }),
    ),
  ),
);

// --- The tray icons: one colour, so the shape shows the proxy's state.

const trayGap = 0.125;
const left = leftHalf(trayGap);
const right = rightHalf(trayGap);
const trayBar = bridge(trayGap, 0.14);
const rimWidth = 0.085;
const spot = { x: 0.8, y: 0.8 };
const badge = disc(spot, 0.18);
const around = disc(spot, 0.27);

/** @type {Record<string, import('./mark.mjs').Shape>} */
const states = {
  // Running: both halves with the bar.
  running: (point) => left(point) || right(point) || trayBar(point),
  // One half only.
  starting: (point) => left(point) || rim(right, rimWidth)(point),
  // Outlines without the bar.
  stopped: (point) => rim(left, rimWidth)(point) || rim(right, rimWidth)(point),
  // With a disc on top.
  attention: (point) => badge(point) || (!around(point) && (left(point) || right(point) || trayBar(point))),
};

for (const [state, shape] of Object.entries(states)) {
  for (const [colour, level] of /** @type {const} */ ([
    ['black', 0],
    ['white', 255],
  ])) {
    /** @type {import('./image-files.mjs').Painter} */
    const paint = (x, y) => (shape({ x, y }) ? [level, level, level, 1] : clear);
    write(`tray-${state}-${colour}.png`, png(16, paint, 16));
    write(`tray-${state}-${colour}@2x.png`, png(32, paint, 16));
  }
}
