/** Migrations of settings files from older versions: one entry per version that changed the format; none did so far. */

/** Returns the file's content in the format of that version. Must not throw on invalid content. */
export type SettingsMigration = (stored: Record<string, unknown>) => Record<string, unknown>;

/** The version of the file format, not of the product. */
export const SETTINGS_VERSION = '1.0.0';

export const settingsMigrations: Readonly<Record<string, SettingsMigration>> = {};
