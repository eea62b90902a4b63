/** Notices what ends connections without a word: this machine was asleep, or it is in another network now. */

import { networkInterfaces } from 'node:os';

export interface Surroundings {
  /** To be called at a steady pace: true when since the last call more has changed than time. */
  changed(): boolean;
}

/** A busy machine is late by seconds; one that slept by more. */
const LATE_MS = 20_000;

/** @param paceMs how often `changed` is called */
export function createSurroundings(
  paceMs: number,
  clock: () => number = Date.now,
  addresses: () => string = ownAddresses,
): Surroundings {
  // The wall clock: others stand still while the machine sleeps.
  let lookedAt = clock();
  let before = addresses();
  return {
    changed() {
      const time = clock();
      const here = addresses();
      const slept = time - lookedAt > paceMs + LATE_MS;
      const moved = here !== before;
      lookedAt = time;
      before = here;
      return slept || moved;
    },
  };
}

function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .toSorted()
    .join(' ');
}
