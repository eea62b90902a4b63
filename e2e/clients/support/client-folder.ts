/** Temporary home and working folders for one run of a client, and the environment that confines it to them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ClientFolder {
  readonly home: string;
  /** The working folder. */
  readonly work: string;
  /** A file in the working folder, with a unique word. */
  readonly file: string;
  readonly word: string;
  /** The proxy's URL for the client: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The folder that holds the client's node_modules. */
  readonly installed: string;
  /** Writes a file below the home folder. @returns the absolute path */
  writeHome(path: string, text: string): string;
  close(): void;
}

export function openClientFolder(origin: string, installed: string): ClientFolder {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-client-'));
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  for (const one of [home, work, join(folder, 'tmp')]) mkdirSync(one);
  const word = `magpie-${randomBytes(6).toString('hex')}`;
  const file = join(work, 'README.md');
  writeFileSync(file, `${word}\n`);
  return {
    home,
    work,
    file,
    word,
    origin,
    installed,
    writeHome(path, text) {
      const whole = join(home, path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, text);
      return whole;
    },
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** Only PATH is inherited; telemetry goes to an unreachable proxy. */
export function environmentOf(place: ClientFolder): Record<string, string> {
  const closed = 'http://127.0.0.1:9';
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: place.home,
    TMPDIR: join(place.home, '../tmp'),
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
    HTTP_PROXY: closed,
    HTTPS_PROXY: closed,
    NO_PROXY: '127.0.0.1,localhost',
    GIT_CONFIG_NOSYSTEM: '1',
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}
