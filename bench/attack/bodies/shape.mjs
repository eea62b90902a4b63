/** The type of a shape of request body: generator and expected result. */

export const MEGABYTE = 1024 * 1024;

/**
 * @typedef {object} Shape
 * @property {string} name
 * @property {string} path of the endpoint, from `/v1` on
 * @property {(bytes: number) => string} make JSON text of about so many bytes
 * @property {number} bytes the size at which it was found to block, or the largest body there is
 * @property {boolean} [passes] a legitimate body: the response must be 200 at `bytes`
 */

/**
 * @param {string} path @param {number} megabytes
 * @returns {(name: string, make: (bytes: number) => string, sizeInMegabytes?: number) => Shape}
 */
export function shapesOf(path, megabytes) {
  return (name, make, sizeInMegabytes = megabytes) => ({
    name,
    path,
    make,
    bytes: Math.floor(sizeInMegabytes * MEGABYTE),
  });
}
