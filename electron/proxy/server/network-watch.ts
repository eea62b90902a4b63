/** Detects sleep and network changes, which break connections silently. */

import { networkInterfaces } from 'node:os';

export interface NetworkWatch {
  /** Call at a fixed interval. @returns true when the machine slept or its network changed since the last call */
  changed(): boolean;
}

/** A timer on a busy machine is late by seconds; after sleep by more. */
const SLEEP_THRESHOLD_MS = 20_000;

/** @param paceMs interval of the calls of `changed` */
export function createNetworkWatch(
  paceMs: number,
  clock: () => number = Date.now,
  addresses: () => string = ownAddresses,
): NetworkWatch {
  // The wall clock: monotonic clocks stop during sleep.
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
