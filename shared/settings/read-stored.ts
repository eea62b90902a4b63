/** Reads stored settings: each usable value is kept, each unusable one becomes its default. */

import { defaultSettings, type Settings, settingsSchema } from './schema.ts';

export interface StoredReading {
  readonly settings: Settings;
  /** Names of settings whose stored value was unusable. Unknown names (of a newer version) are no error. */
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
