/** How deep the tests go that can go deeper: whole with `npm run test:long`, small in `npm test`. */

const isLong = process.env['DRAGOMAN_TEST_LONG'] === '1';

/** @returns `whole` in the long form of the tests, `small` in the short one */
export function depth(whole: number, small: number): number {
  return isLong ? whole : small;
}

/** @returns how often to try a property: `whole` times in the long form, a fifth of that in the short one */
export function runs(whole: number): number {
  return depth(whole, Math.ceil(whole / 5));
}

/** @returns all of `list` in the long form of the tests, one of `step` in the short one */
export function sampled<Item>(list: readonly Item[], step: number): readonly Item[] {
  return list.filter((_item, index) => index % depth(1, step) === 0);
}
