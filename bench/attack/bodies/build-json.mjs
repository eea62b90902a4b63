/** Builds JSON text of a given size by repeating an element, without building the value. */

/** @typedef {import('./shape.mjs').Shape} Shape */

/**
 * @param {string} before text before the repeated element
 * @param {string} element one element of the list or object, without the comma
 * @param {string} after what follows the last element
 * @param {number} bytes about how long the whole text becomes; at least one element is written
 */
export function repeated(before, element, after, bytes) {
  const count = Math.max(1, Math.floor((bytes - before.length - after.length) / (element.length + 1)));
  return `${before}${`${element},`.repeat(count - 1)}${element}${after}`;
}

/**
 * As `repeated`, for elements that differ.
 * @param {string} before @param {(index: number) => string} elementAt @param {string} after @param {number} bytes
 */
export function numbered(before, elementAt, after, bytes) {
  // Nearly all numbers of a large body have seven digits.
  const size = elementAt(1_000_000).length + 1;
  const count = Math.max(1, Math.floor((bytes - before.length - after.length) / size));
  return `${before}${Array.from({ length: count }, (_, index) => elementAt(index)).join(',')}${after}`;
}

/**
 * As `repeated`, for one string: `element` is written unchanged, so its escapes must be complete.
 * @param {string} before @param {string} element @param {string} after @param {number} bytes
 */
export function filled(before, element, after, bytes) {
  return `${before}${element.repeat(Math.max(1, Math.floor((bytes - before.length - after.length) / element.length)))}${after}`;
}

/** A chat request with one user message whose content is what is written in between. */
export const chatContent = /** @type {const} */ (['{"model":"gpt-4","messages":[{"role":"user","content":', '}]}']);

/** What a tool needs around its parameters, in a chat request that asks something. */
export const chatTool = /** @type {const} */ ([
  '{"model":"gpt-4","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":',
  '}}]}',
]);
