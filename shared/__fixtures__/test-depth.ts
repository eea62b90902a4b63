/** Depth of the tests that have two: full with `npm run test:long`, small with `npm test`. */

export const isLong = process.env['DRAGOMAN_TEST_LONG'] === '1';

/** @returns `whole` in the long form of the tests, `small` in the short form */
export function depth(whole: number, small: number): number {
  return isLong ? whole : small;
}

/** @returns the number of runs of a property: `whole` in the long form, a fifth of that in the short form */
export function runs(whole: number): number {
  return depth(whole, Math.ceil(whole / 5));
}

/** @returns all of `list` in the long form of the tests, every `step`th item in the short form */
export function sampled<Item>(list: readonly Item[], step: number): readonly Item[] {
  return list.filter((_item, index) => index % depth(1, step) === 0);
}
