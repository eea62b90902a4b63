/** Hashes JSON values by content: key order and ignored members make no difference. */

import { isContainer } from './exact-number.ts';

/** A member's key and path decide whether it counts. */
export type Ignore = (key: string, value: unknown) => boolean;

/** Members under these keys are the user's own data: there an `id` counts like any other value. */
export const ownData: ReadonlySet<string> = new Set([
  'input',
  'arguments',
  'parameters',
  'input_schema',
  'schema',
  'metadata',
]);

export interface ContentHasher {
  /** 53 bits; equal for values that differ only in what is ignored. Reads each container once. */
  hashOf(value: unknown, below: Ignore | null): number;
}

export function createContentHasher(): ContentHasher {
  const known = new Map<object, number>();

  function hashContainer(value: object, ignore: Ignore | null): number {
    if (Array.isArray(value)) {
      const hash = start(1);
      for (const item of value) mixNumber(hash, hashOf(item, ignore));
      return finish(hash);
    }
    // A sum, so that the order of the members does not count.
    let sum = 0;
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined || ignore?.(key, member) === true) continue;
      const hash = start(2);
      mixText(hash, key);
      mixNumber(hash, hashOf(member, ownData.has(key) ? null : ignore));
      sum = (sum + finish(hash)) % Number.MAX_SAFE_INTEGER;
    }
    const hash = start(3);
    mixNumber(hash, sum);
    return finish(hash);
  }

  function hashOf(value: unknown, ignore: Ignore | null): number {
    if (!isContainer(value)) {
      const hash = start(4);
      mixText(hash, typeof value === 'string' ? `"${value}` : String(value));
      return finish(hash);
    }
    const cached = known.get(value);
    if (cached !== undefined) return cached;
    const hash = hashContainer(value, ignore);
    known.set(value, hash);
    return hash;
  }

  return { hashOf };
}

/** Two 32-bit FNV-1a hashes of different seeds. */
interface Hash {
  one: number;
  two: number;
}

function start(seed: number): Hash {
  return { one: 0x811c9dc5 ^ seed, two: 0x9747b28c + seed };
}

function mix(hash: Hash, unit: number): void {
  hash.one = Math.imul(hash.one ^ unit, 0x01000193);
  hash.two = Math.imul(hash.two ^ unit, 0x85ebca6b) ^ (hash.two >>> 13);
}

function mixText(hash: Hash, text: string): void {
  for (let at = 0; at < text.length; at += 1) mix(hash, text.charCodeAt(at));
  mix(hash, text.length);
}

function mixNumber(hash: Hash, value: number): void {
  mix(hash, value | 0);
  mix(hash, Math.trunc(value / 2 ** 32));
}

function finish({ one, two }: Hash): number {
  return (one >>> 0) * 2 ** 21 + ((two >>> 0) & 0x1fffff);
}
