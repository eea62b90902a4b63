/** From the command line to the house's options: what holds for this run only. The window and the terminal read it alike. */

import { readFileSync } from 'node:fs';
import { DragomanError } from '#shared/errors.ts';
import {
  type ConfigIssue,
  parseAiProxyConfiguration,
  type AiProxyConfiguration,
} from '#shared/settings/ai-proxy-config.ts';
import type { Settings } from '#shared/settings/schema.ts';
import type { HeadlessOptions } from './command-line.ts';

export interface RunOptions {
  readonly overrides: Partial<Settings>;
  /** 0 when a free one is to be taken, else null: a given port is an override like the others. */
  readonly port: number | null;
  /** From `--config`: kept for this run, never written to the keychain unasked. */
  readonly sessionKey: string | null;
  /** What of `--config` could not be used; told, not fatal. */
  readonly issues: readonly ConfigIssue[];
}

/** @throws DragomanError `unreadable_config` when the file of `--config` cannot be read or says nothing that can be used */
export function runOptions(options: HeadlessOptions): RunOptions {
  const config = options.config === null ? null : readConfig(options.config);
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

function readConfig(path: string): AiProxyConfiguration {
  const config = parseAiProxyConfiguration(readText(path));
  const [first] = config.issues;
  // What it says is wrong and it says nothing else: starting without it would surprise.
  if (first !== undefined && Object.keys(config.settings).length === 0 && config.apiKey === null) {
    throw unreadable(`${path}: ${first.path === '' ? '' : `${first.path}: `}${first.message}`);
  }
  return config;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(
      `${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
    );
  }
}

function unreadable(what: string): DragomanError {
  return new DragomanError('unreadable_config', `--config: ${what}`);
}
