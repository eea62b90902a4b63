/** Numbers with units in a filter: `2s`, `10m`, `1.5MB`, `3k`, `$0.01`. */

export type Unit = 'count' | 'tokens' | 'duration' | 'bytes' | 'money';

type Scale = readonly (readonly [suffix: string, factor: number])[];

/** Largest first, the order in which formatting tries units. */
const scales: Readonly<Record<Unit, Scale>> = {
  count: [],
  tokens: [
    ['M', 1e6],
    ['k', 1e3],
  ],
  duration: [
    ['w', 604_800_000],
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ],
  bytes: [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
    ['B', 1],
  ],
  money: [],
};
const otherSuffixes: Readonly<Record<string, number>> = {
  min: 60_000,
  sec: 1000,
  k: 1000,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};
const examples: Readonly<Record<Unit, string>> = {
  count: '3',
  tokens: '1000 or 1k',
  duration: '250ms, 2s or 10m',
  bytes: '500kB or 2MB',
  money: '0.01',
};

export type Quantity = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

/** @returns the value in the base unit (milliseconds, bytes, USD, count), or a message with an example */
export function parseQuantity(text: string, unit: Unit): Quantity {
  const match = /^(\d+(?:\.\d+)?|\.\d+)(e[+-]?\d+)?([a-z]*)$/i.exec(unit === 'money' ? text.replace(/^\$/, '') : text);
  if (match === null) return { ok: false, message: `"${text}" is not a number. Write it like ${examples[unit]}.` };
  const [, digits = '', exponent = '', suffix = ''] = match;
  const amount = Number(digits + exponent);
  const factor = factorOf(suffix, unit, amount);
  if (factor === null && suffix === '') {
    return { ok: false, message: `"${text}" needs a unit: write it like ${examples[unit]}.` };
  }
  if (factor === null) return { ok: false, message: `"${suffix}" is no unit here. Write it like ${examples[unit]}.` };
  const value = amount * factor;
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, message: `"${text}" is too large.` };
}

function factorOf(suffix: string, unit: Unit, amount: number): number | null {
  if (suffix === '') return unit !== 'duration' || amount === 0 ? 1 : null;
  const exact = scales[unit].find(([name]) => name === suffix);
  const loose = exact ?? scales[unit].find(([name]) => name.toLowerCase() === suffix.toLowerCase());
  if (loose !== undefined) return loose[1];
  const other = otherSuffixes[suffix.toLowerCase()];
  const fits = suffix.toLowerCase() === 'min' || suffix.toLowerCase() === 'sec' ? 'duration' : 'bytes';
  return other !== undefined && fits === unit ? other : null;
}

/** The shortest text that `parseQuantity` reads as exactly `value`. */
export function formatQuantity(value: number, unit: Unit): string {
  if (value === 0) return '0';
  for (const [suffix, factor] of scales[unit]) {
    const text = `${value / factor}${suffix}`;
    if (value >= factor && !text.includes('e') && text.length <= 8) {
      const back = parseQuantity(text, unit);
      if (back.ok && back.value === value) return text;
    }
  }
  return unit === 'duration' ? `${value}ms` : String(value);
}
