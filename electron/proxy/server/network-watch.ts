/** Notices what ends connections without a word: this machine was asleep, or it is in another network now. */

import { networkInterfaces } from 'node:os';

export interface NetworkWatch {
  /** To be called at a steady pace: true when since the last call more has changed than time. */
  changed(): boolean;
}

/** A busy machine is late by seconds; one that slept by more. */
const SLEEP_THRESHOLD_MS = 20_000;

/** @param paceMs how often `changed` is called */
export function createNetworkWatch(
  paceMs: number,
  clock: () => number = Date.now,
  addresses: () => string = ownAddresses,
): NetworkWatch {
  // The wall clock: others stand still while the machine sleeps.
  let checkedAt = clock();
  let before = addresses();
  return {
    changed() {
      const time = clock();
      const here = addresses();
      const slept = time - checkedAt > paceMs + SLEEP_THRESHOLD_MS;
      const moved = here !== before;
      checkedAt = time;
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
