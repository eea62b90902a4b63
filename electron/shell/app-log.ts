/**
 * The application log: internal errors, for bug reports. Holds no requests or responses (see the exchange log) and no secrets:
 * every line is redacted. The only importer of the logging library.
 */

import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'node:util';
import log from 'electron-log/node.js';
import { redactText } from '#shared/exchange/redact/redact.ts';
import { visible } from '#shared/json/visible-characters.ts';

export interface AppLog {
  info(message: string): void;
  warn(message: string): void;
  /** With the thrown value, of any type. */
  error(message: string, error: unknown): void;
}

const MAX_BYTES = 1_000_000;

/**
 * Logs to `logs/dragoman.log` in the data folder, 0600, rotated once at 1 MB.
 * @param terminal warnings and errors go to stderr too
 */
export function createAppLog(dataFolder: string, terminal = true): AppLog {
  const file = join(dataFolder, 'logs', 'dragoman.log');
  const logger = log.create({ logId: file });
  // Otherwise it searches a package.json near the working directory, and writes nothing without one.
  logger.transports.file.setAppName('Dragoman');
  logger.transports.file.resolvePathFn = () => file;
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.writeOptions = { flag: 'a', encoding: 'utf8', mode: 0o600 };
  logger.transports.file.format = '[{y}-{m}-{d} {h}:{i}:{s}.{ms}] [{level}] {text}';
  logger.transports.console.level = terminal ? 'warn' : false;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    chmodSync(dirname(file), 0o700);
  } catch {
    // Without a writable folder only the terminal remains.
  }
  return {
    info: (message) => logger.info(loggable(message)),
    warn: (message) => logger.warn(loggable(message)),
    error: (message, error) => logger.error(loggable(`${message}: ${format('%s', describe(error))}`)),
  };
}

/** Escaped like terminal output, because the file is read in a terminal. */
function loggable(text: string): string {
  return visible(redactText(text));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : format('%o', error);
}
