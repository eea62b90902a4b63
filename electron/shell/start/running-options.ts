/** What the running app goes by, in a file of its profile folder, for a second start to compare its own options with. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Services } from '#electron/services.ts';

const runningOptionsSchema = z.object({
  port: z.int(),
  endpoint: z.string(),
  model: z.string(),
  demo: z.boolean(),
});

export type RunningOptions = z.infer<typeof runningOptionsSchema>;

const FILE = 'running.json';

/** Writes the effective values now, and at each change of the settings. */
export function publishRunningOptions(folder: string, { settings, demo }: Pick<Services, 'settings' | 'demo'>): void {
  const publish = (): void => {
    const { port, endpoint, model } = settings.get();
    const running: RunningOptions = { port, endpoint, model, demo };
    try {
      writeFileSync(join(folder, FILE), JSON.stringify(running), { mode: 0o600 });
    } catch {
      // A second start then refuses its options.
    }
  };
  publish();
  settings.onChange(publish);
}

/** @returns null when the running app has not written them */
export function readRunningOptions(folder: string): RunningOptions | null {
  try {
    return runningOptionsSchema.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return null;
  }
}
