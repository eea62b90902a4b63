import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateJsonSize } from './json-size.ts';

it('comes near the length of the text, for values without escapes', () => {
  const word = fc.stringMatching(/^[a-z]{0,20}$/);
  const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: true }).filter((one) => !/\\/.test(JSON.stringify(one)));
  fc.assert(
    fc.property(fc.oneof(value, fc.array(word), fc.dictionary(word, word)), (one) => {
      const length = JSON.stringify(one).length;
      expect(estimateJsonSize(one)).toBeGreaterThan(length / 6);
      expect(estimateJsonSize(one)).toBeLessThan(length * 4 + 10);
    }),
  );
});

it('stops at what is enough to know', () => {
  let reads = 0;
  const list = Array.from({ length: 1_000 }, () => ({
    get text() {
      reads += 1;
      return 'x'.repeat(100);
    },
  }));
  expect(estimateJsonSize(list, 1_000)).toBeGreaterThan(1_000);
  expect(reads).toBeLessThan(20);
});
