/**
 * The settings file: read once, written atomically with mode 0600. Overrides of the command line and environment hold for
 * this run and are never written. What an editor or another program adds (a byte order mark, UTF-16, comments, trailing commas) is
 * read, and comments stay when settings are saved. A damaged file is renamed, not overwritten.
 */

import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { SettingsStore } from '#electron/services.ts';
import { decodeText } from '#electron/platform/decode-text.ts';
import { DragomanError } from '#shared/errors.ts';
import { describeJsonFault, readTolerantJson, type TolerantJson } from '#shared/json/jsonc/tolerant-json.ts';
import { isObject } from '#shared/json/unknown-json.ts';
import { SETTINGS_VERSION, settingsMigrations } from '#shared/settings/migrations.ts';
import { readStoredSettings } from '#shared/settings/read-stored.ts';
import { type Settings, wholeSettingsSchema } from '#shared/settings/schema.ts';
import { createEmitter } from '../platform/emitter.ts';
import { prepareDataFolder } from './data-folder.ts';
import { writeInto } from './write-into.ts';

export interface SettingsStoreOptions {
  readonly dataFolder: string;
  /** Overrides of this run, until the user changes the same setting. */
  readonly overrides?: Partial<Settings>;
  /** Where nothing can be written, saved settings hold for this run; else `save` throws. */
  readonly memoryOnly?: boolean;
}

type StoredSettings = Record<string, unknown>;

/** Opens the store. With a read-only folder only `save` fails. */
export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { dataFolder, overrides = {}, memoryOnly = false } = options;
  const path = join(dataFolder, 'settings.json');
  const changed = createEmitter<Settings>();
  let overriding: Partial<Settings> = { ...overrides };

  try {
    prepareDataFolder(dataFolder);
  } catch {
    // `save` reports the error.
  }
  const putAside = putAsideWhenUnreadable(path);
  let recoveredFrom = putAside?.path ?? null;
  const file = openFile(dataFolder);
  const { settings: stored, damaged } = readStoredSettings(file?.store ?? {});
  let saved = stored;
  let effective: Settings = { ...saved, ...overriding };
  if (damaged.length > 0) {
    recoveredFrom = keepCopy(path);
    // Rewritten, so that the same damage is not reported at every start.
    if (recoveredFrom !== null) write(saved);
  }

  return {
    get: () => effective,
    onChange: changed.subscribe,
    get recoveredFrom() {
      return recoveredFrom;
    },
    damage: putAside?.reason ?? (damaged.length > 0 ? `not usable: ${damaged.join(', ')}` : null),
    save(candidate) {
      const parsed = wholeSettingsSchema.safeParse(candidate);
      if (!parsed.success) throw invalidSettings(parsed.error.issues);
      const wanted = parsed.data;
      const remaining = stillOverridden(wanted, overriding);
      const toWrite = keepStored(wanted, saved, remaining);
      write(toWrite);
      saved = toWrite;
      overriding = remaining;
      effective = { ...saved, ...overriding };
      changed.emit(effective);
      return effective;
    },
  };

  function write(settings: Settings): void {
    try {
      const target = file ?? openFile(dataFolder, true);
      if (target === null) return;
      // A copy, because conf adds its own keys to the object.
      target.store = { ...settings };
      chmodSync(path, 0o600);
    } catch (error) {
      if (memoryOnly) return;
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new DragomanError(
        'settings_not_saved',
        `The settings could not be written (${code}).`,
        'Check that the data folder is writable and that the disk is not full.',
      );
    }
  }
}

function openFile(dataFolder: string, mustWork = false): Conf<StoredSettings> | null {
  const path = join(dataFolder, 'settings.json');
  try {
    return new Conf<StoredSettings>({
      cwd: dataFolder,
      configName: 'settings',
      configFileMode: 0o600,
      // Alias keys are model names, which contain dots.
      accessPropertiesByDotNotation: false,
      projectVersion: SETTINGS_VERSION,
      migrations: Object.fromEntries(
        Object.entries(settingsMigrations).map(([version, migrate]) => [
          version,
          (store: Conf<StoredSettings>) => {
            store.store = migrate(store.store);
          },
        ]),
      ),
      // conf reads as UTF-8 only.
      deserialize: () => toStored(readTolerantJson(decodeText(readFileSync(path)))),
      serialize: (value) => writeInto(currentText(path), value),
    });
  } catch (error) {
    if (mustWork) throw error;
    return null;
  }
}

function toStored(read: TolerantJson): StoredSettings {
  return read.ok && isObject(read.value) ? { ...read.value } : {};
}

function currentText(path: string): string | null {
  try {
    return decodeText(readFileSync(path));
  } catch {
    return null;
  }
}

/** Renames a file that is not a JSON object; returns its new path, and what is wrong in it. */
function putAsideWhenUnreadable(path: string): { readonly path: string; readonly reason: string } | null {
  const text = currentText(path);
  const read = text === null ? null : readTolerantJson(text);
  if (read === null || (read.ok && isObject(read.value))) return null;
  const aside = freeNameBeside(path);
  try {
    renameSync(path, aside);
    return { path: aside, reason: read.ok ? 'it is not a JSON object' : describeJsonFault(read) };
  } catch {
    return null;
  }
}

/** Some values are invalid: the file stays in use and a copy of the original is kept. */
function keepCopy(path: string): string | null {
  const aside = freeNameBeside(path);
  try {
    copyFileSync(path, aside);
    chmodSync(aside, 0o600);
    return aside;
  } catch {
    return null;
  }
}

function freeNameBeside(path: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = path.replace(/\.json$/, `.damaged-${number}.json`);
    if (!existsSync(candidate)) return candidate;
  }
}

/** The overrides that the user did not change. */
function stillOverridden(wanted: Settings, overriding: Partial<Settings>): Partial<Settings> {
  const same = Object.entries(overriding).filter(
    ([name, value]) => JSON.stringify(Reflect.get(wanted, name)) === JSON.stringify(value),
  );
  return Object.fromEntries(same);
}

/** The settings to write: the new ones, with the stored value where only an override differed. */
function keepStored(wanted: Settings, saved: Settings, overriding: Partial<Settings>): Settings {
  const kept = Object.entries(saved).filter(([name]) => name in overriding);
  return { ...wanted, ...Object.fromEntries(kept) };
}

function invalidSettings(issues: readonly { path: readonly PropertyKey[]; message: string }[]): DragomanError {
  const first = issues[0];
  const where = first === undefined || first.path.length === 0 ? '' : `${first.path.map(String).join('.')}: `;
  return new DragomanError('invalid_settings', `${where}${first?.message ?? 'The settings are not valid.'}`);
}
