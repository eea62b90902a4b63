// Image files without libraries: PNG from pixels, ICO and ICNS from PNGs.

import { crc32, deflateSync } from 'node:zlib';

/** @typedef {(x: number, y: number) => readonly [red: number, green: number, blue: number, alpha: number]} Painter */

/**
 * A square PNG with 8 bits per channel.
 * @param {number} size in pixels
 * @param {Painter} paint gets positions from 0 to 1; colours from 0 to 255, alpha from 0 to 1
 * @param {number} samples per pixel and axis, for smooth edges
 */
export function png(size, paint, samples) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      /** @type {[number, number, number, number]} */
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const x = (column + ((sample % samples) + 0.5) / samples) / size;
        const y = (row + (Math.floor(sample / samples) + 0.5) / samples) / size;
        const [red, green, blue, alpha] = paint(x, y);
        sum[0] += red * alpha;
        sum[1] += green * alpha;
        sum[2] += blue * alpha;
        sum[3] += alpha;
      }
      const at = row * (size * 4 + 1) + 1 + column * 4;
      const alpha = sum[3];
      for (let channel = 0; channel < 3; channel += 1) {
        rows[at + channel] = alpha === 0 ? 0 : Math.round((sum[channel] ?? 0) / alpha);
      }
      rows[at + 3] = Math.round((alpha / (samples * samples)) * 255);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** @param {readonly { size: number, data: Buffer }[]} images */
export function ico(images) {
  const header = Buffer.alloc(6 + images.length * 16);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, data }, index) => {
    const at = 6 + index * 16;
    header[at] = size % 256;
    header[at + 1] = size % 256;
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(data.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += data.length;
  });
  return Buffer.concat([header, ...images.map(({ data }) => data)]);
}

/** @param {readonly { type: string, data: Buffer }[]} images `ic10` and the like */
export function icns(images) {
  const blocks = images.map(({ type, data }) => block(type, data));
  return block('icns', Buffer.concat(blocks));
}

/** @param {string} type @param {Buffer} data */
function block(type, data) {
  const header = Buffer.alloc(8);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(data.length + 8, 4);
  return Buffer.concat([header, data]);
}
