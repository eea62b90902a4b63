import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatMoment,
  formatUptime,
  plural,
  withoutHint,
} from './format-values.ts';

describe('numbers are written with their unit', () => {
  test.each([
    [0, '0.0 ms'],
    [0.42, '0.4 ms'],
    [1, '1 ms'],
    [640, '640 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [9999, '10.0 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [null, '–'],
  ])('a duration of %s ms reads %s', (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  test.each([
    [0, '0'],
    [412, '412'],
    [18_044, '18\u2009044'],
    [1_234_567, '1\u2009234\u2009567'],
    [null, '–'],
  ])('a count of %s reads %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  test.each([
    [812, '812 B'],
    [4200, '4.2 kB'],
    [999_960, '1.0 MB'],
    [212_000_000, '212.0 MB'],
  ])('%s bytes read %s', (value, text) => {
    expect(formatBytes(value)).toBe(text);
  });

  test.each([
    [0, '$0.000'],
    [0.0002, '<$0.001'],
    [0.0124, '$0.012'],
    [1.2036, '$1.204'],
    [null, '–'],
  ])('a cost of %s reads %s', (value, text) => {
    expect(formatCost(value)).toBe(text);
  });

  test('1 is singular', () => {
    expect([plural(1, 'exchange'), plural(0, 'exchange'), plural(1204, 'exchange')]).toEqual([
      '1 exchange',
      '0 exchanges',
      '1\u2009204 exchanges',
    ]);
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 22, 14, 2, 11, 45).getTime();

  test.each([
    [0, 'now'],
    [12_000, '12 s'],
    [200_000, '3 min'],
    [7_300_000, '2 h'],
  ])('%s ms ago reads %s', (age, text) => {
    expect(formatAgo(now - age, now)).toBe(text);
  });

  test('older than a day is a date', () => {
    expect(formatAgo(now - 3 * 86_400_000, now)).toMatch(/19/);
  });

  test('a clock set back never gives a negative age', () => {
    expect(formatAgo(now + 5000, now)).toBe('now');
  });

  test('the absolute time has milliseconds', () => {
    expect(formatMoment(now)).toBe('2026-11-22 14:02:11.045');
  });

  test.each([
    [20_000, 'less than a minute'],
    [720_000, '12 min'],
    [11_520_000, '3 h 12 min'],
    [187_200_000, '2 d 4 h'],
  ])('an up time of %s ms reads %s', (value, text) => {
    expect(formatUptime(value)).toBe(text);
  });
});

test.each([
  ['Too long. Shorten it.', 'Shorten it.', 'Too long.'],
  ['Too long.', 'Shorten it.', 'Too long.'],
  ['Shorten it.', 'Shorten it.', 'Shorten it.'],
  ['Too long.', null, 'Too long.'],
])('%j with the hint %j says %j', (message, hint, said) => expect(withoutHint(message, hint)).toBe(said));
