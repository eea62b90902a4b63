/** How settings files of older versions become today's. One entry per version that changed the shape; none did so far. */

/** Gets the file's content as it was and returns it in the shape of that version. Must not throw on odd content. */
export type SettingsMigration = (stored: Record<string, unknown>) => Record<string, unknown>;

/** The version of the file's shape, not of the product. */
export const SETTINGS_VERSION = '1.0.0';

export const settingsMigrations: Readonly<Record<string, SettingsMigration>> = {};
