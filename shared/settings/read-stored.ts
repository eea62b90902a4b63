/** Reads settings as a file has them: what is usable is kept, each for itself, and what is not becomes its default. */

import { defaultSettings, type Settings, settingsSchema } from './schema.ts';

export interface StoredReading {
  readonly settings: Settings;
  /** Names of settings whose stored value was not usable. Names we do not know (a newer version's) are not damage. */
  readonly damaged: readonly string[];
}

/** @param stored the parsed content of the settings file, any shape */
export function readStoredSettings(stored: Readonly<Record<string, unknown>>): StoredReading {
  const usable: Record<string, unknown> = {};
  const damaged: string[] = [];
  for (const name of Object.keys(defaultSettings)) {
    if (!Object.hasOwn(stored, name)) continue;
    if (settingsSchema.safeParse({ [name]: stored[name] }).success) usable[name] = stored[name];
    else damaged.push(name);
  }
  return { settings: settingsSchema.parse(usable), damaged };
}
