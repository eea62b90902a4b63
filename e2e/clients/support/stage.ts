/** The twin, a witness in front of it, and a place for each run: one stage for all clients. */

import { afterAll, afterEach, beforeAll } from 'vitest';
import { openPlace, type Place } from './place.ts';
import type { Command } from './recipe.ts';
import { type Ran, runClient } from './run-client.ts';
import { startTwin, type Twin } from './twin.ts';
import { type Seen, startWitness, type Witness } from './witness.ts';

export interface Performance extends Ran {
  readonly place: Place;
  /** What went past the witness meanwhile. */
  readonly seen: readonly Seen[];
  /** All of it in short, for a message about what went wrong. */
  readonly told: string;
}

export interface Stage {
  /** Runs one client in a place of its own. */
  perform(installed: string, command: (place: Place) => Command): Promise<Performance>;
}

/** To be called once, at the top of the test file. */
export function openStage(): Stage {
  let twin: Twin;
  let witness: Witness;
  let place: Place | null = null;

  beforeAll(async () => {
    twin = await startTwin();
    witness = await startWitness(twin.port);
  });
  afterEach(() => {
    place?.close();
    place = null;
  });
  afterAll(async () => {
    await witness.close();
    await twin.close();
  });

  return {
    async perform(installed, command) {
      place = openPlace(witness.origin, installed);
      witness.take();
      const ran = await runClient(place, command(place));
      const seen = witness.take();
      const requests = seen.map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
      return { ...ran, place, seen, told: [ran.output, ...requests].join('\n') };
    },
  };
}
