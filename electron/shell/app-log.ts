/**
 * The application's own log: what went wrong inside, for bug reports. Never requests or answers (those are the exchange log)
 * and never a secret: every line goes through redaction first. The one place that knows the logging library.
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
  /** With what was thrown, whatever it is. */
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
  // Otherwise it looks for a package.json around the working directory, and writes nothing when there is none.
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
    // Without a folder to write to there is still the terminal.
  }
  return {
    info: (message) => logger.info(loggable(message)),
    warn: (message) => logger.warn(loggable(message)),
    error: (message, error) => logger.error(loggable(`${message}: ${format('%s', describe(error))}`)),
  };
}

/** For a terminal too: the file is read in one. */
function loggable(text: string): string {
  return visible(redactText(text));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : format('%o', error);
}
