// The mark: two halves of one circle, each a speech shape with its tail on the far side, and a bar between them that lets
// them understand each other. All coordinates run from 0 to 1.

const centre = 0.5;
const radius = 0.44;

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {(point: Point) => boolean} Shape */

/** @type {readonly Point[]} */
const leftTail = [
  { x: 0.1, y: 0.68 },
  { x: 0.34, y: 0.86 },
  { x: 0.06, y: 0.97 },
];

/** @param {Point} point @param {readonly Point[]} corners */
function insideTriangle({ x, y }, corners) {
  let inside = false;
  for (let at = 0, before = corners.length - 1; at < corners.length; before = at, at += 1) {
    const a = corners[at];
    const b = corners[before];
    if (a === undefined || b === undefined) continue;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** The other half is this one turned round. @param {Point} point @returns {Point} */
const turned = ({ x, y }) => ({ x: 1 - x, y: 1 - y });

/** @param {number} gap width of the space between the halves @returns {Shape} */
export const leftHalf = (gap) => (point) =>
  (point.x < centre - gap / 2 && Math.hypot(point.x - centre, point.y - centre) < radius) ||
  insideTriangle(point, leftTail);

/** @param {number} gap @returns {Shape} */
export const rightHalf = (gap) => (point) => leftHalf(gap)(turned(point));

/** @param {number} gap @param {number} thickness @returns {Shape} */
export const bridge =
  (gap, thickness) =>
  ({ x, y }) =>
    Math.abs(x - centre) <= gap / 2 + 0.01 && Math.abs(y - centre) < thickness / 2;

/** Only the rim of a half. @param {Shape} half @param {number} width @returns {Shape} */
export const rim = (half, width) => (point) => {
  if (!half(point)) return false;
  for (let step = 0; step < 16; step += 1) {
    const angle = (step / 16) * 2 * Math.PI;
    if (!half({ x: point.x + Math.cos(angle) * width, y: point.y + Math.sin(angle) * width })) return true;
  }
  return false;
};

/** A disc. @param {Point} middle @param {number} size @returns {Shape} */
export const disc = (middle, size) => (point) => Math.hypot(point.x - middle.x, point.y - middle.y) < size;

/** A rounded square over the whole area. @param {number} margin @param {number} corner @returns {Shape} */
export const tile = (margin, corner) => (point) => {
  const x = Math.abs(point.x - centre) - (centre - margin - corner);
  const y = Math.abs(point.y - centre) - (centre - margin - corner);
  return Math.hypot(Math.max(x, 0), Math.max(y, 0)) < corner && Math.max(x, y) < corner;
};
