/** Maps the command line to the options of `createServices` for this run, in app and headless mode. */

import { readFileSync } from 'node:fs';
import { decodeText } from '#electron/platform/decode-text.ts';
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
  /** 0 for a free port, else null: a given port is a settings override. */
  readonly port: number | null;
  /** From `--config`: for this run only, never written to the keychain. */
  readonly sessionKey: string | null;
  /** Why the `api_key` of `--config` cannot be used; null where it can, or where there is none. Never the key. */
  readonly keyProblem: string | null;
  /** Unusable parts of `--config`, as warnings. */
  readonly issues: readonly ConfigIssue[];
}

/** @throws DragomanError `unreadable_config` when the file of `--config` cannot be read or has nothing usable */
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
    keyProblem: config?.issues.find(({ path }) => /(?:^|\.)api_key$/.test(path))?.message ?? null,
    issues: config?.issues ?? [],
  };
}

/** Names of the table whose invalid value must not be replaced by a stored or default one. */
const DECISIVE_PATH = /^$|(?:^|\.)(?:provider|model|override|endpoint)$/;

/**
 * Refuses a file with an invalid provider, model or endpoint: going on with the stored endpoint would send the file's key to a
 * server that the file does not name. Unknown names and unusable keys are issues only, because nothing is sent because of them.
 * @throws DragomanError `unreadable_config`
 */
function readConfig(path: string): AiProxyConfiguration {
  const config = parseAiProxyConfiguration(readText(path));
  const decisive = config.issues.find((issue) => DECISIVE_PATH.test(issue.path));
  const empty = Object.keys(config.settings).length === 0 && config.apiKey === null;
  const refused = decisive ?? (empty ? config.issues[0] : undefined);
  if (refused !== undefined) {
    throw unreadable(`${path}: ${refused.path === '' ? '' : `${refused.path}: `}${refused.message}`);
  }
  return config;
}

function readText(path: string): string {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    throw unreadable(
      `${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
    );
  }
}

function unreadable(what: string): DragomanError {
  return new DragomanError('unreadable_config', `--config: ${what}`);
}
