/** From the command line to the house's options: what holds for this run only. */

import { readFileSync } from 'node:fs';
import type { HeadlessOptions } from '#electron/command-line.ts';
import { DragomanError } from '#shared/errors.ts';
import { type ConfigIssue, parseSeedConfig } from '#shared/settings/seed-config.ts';
import type { Settings } from '#shared/settings/schema.ts';

export interface RunOptions {
  readonly overrides: Partial<Settings>;
  /** 0 when a free one is to be taken, else null: a given port is an override like the others. */
  readonly port: number | null;
  /** From `--config`: kept for this run, never written to the keychain unasked. */
  readonly sessionKey: string | null;
  readonly issues: readonly ConfigIssue[];
}

/** @throws DragomanError `unreadable_config` when the file of `--config` cannot be read */
export function runOptions(options: HeadlessOptions): RunOptions {
  const config = options.config === null ? null : parseSeedConfig(readText(options.config));
  const overrides: Partial<Settings> = { ...config?.settings };
  if (options.endpoint !== null) overrides.endpoint = options.endpoint;
  if (options.model !== null) overrides.model = options.model;
  if (options.port !== null && options.port !== 0) overrides.port = options.port;
  return {
    overrides,
    port: options.port === 0 ? 0 : null,
    sessionKey: options.demo ? null : (config?.apiKey ?? null),
    issues: config?.issues ?? [],
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new DragomanError('unreadable_config', `--config: ${path} cannot be read (${code})`);
  }
}
