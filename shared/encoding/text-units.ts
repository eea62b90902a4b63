/** Text out of UTF-16 code units, in pieces of as many as a function takes as arguments. */

const PIECE = 8_192;

/** Units, letters or bytes that are read between two steps, which takes some milliseconds. Divisible by 12. */
export const UNITS_A_STEP = 12 * 64 * 1024;

export function textOfUnits(units: Uint16Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < units.length; start += PIECE) {
    // Spread, a typed array would be read through its iterator, which takes ten times as long.
    pieces.push(Reflect.apply(String.fromCharCode, null, units.subarray(start, start + PIECE)));
  }
  return pieces.join('');
}

/** @returns the end of a slice of about `length` units from `start`, which is in the text, that cuts no surrogate pair */
export function endOfSlice(text: string, start: number, length: number): number {
  const end = Math.min(text.length, start + length);
  const cutsPair = isHighSurrogate(text.charCodeAt(end - 1)) && isLowSurrogate(text.charCodeAt(end));
  return cutsPair ? end + 1 : end;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** NaN, after the end of the text, is none. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** In UTF-16 units: what is read, written or sent at once of a text of megabytes. */
const SLICE_LENGTH = 256 * 1024;

/** @returns pieces of about 256 k units that join to the text and cut no surrogate pair; one empty piece for an empty text */
export function* textSlices(text: string): Generator<string, void, undefined> {
  let at = 0;
  do {
    const end = endOfSlice(text, at, SLICE_LENGTH);
    yield text.slice(at, end);
    at = end;
  } while (at < text.length);
}
