/** A home and a working folder that exist for one run of one client, and the environment that keeps it inside them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ClientFolder {
  readonly home: string;
  /** The working folder. */
  readonly work: string;
  /** A file in the working folder, and a word that stands in it and nowhere else. */
  readonly file: string;
  readonly word: string;
  /** Where the proxy is, as seen from the client: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The folder that holds the client's node_modules. */
  readonly installed: string;
  /** Writes a file with a path below the home, and gives the whole path. */
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

/** Nothing of ours but the path of programs; whoever would call home meets a closed door instead. */
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
