/** A home folder for one test, and the set-up that works in it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ToolSetUp } from '#electron/services.ts';
import { createBackups } from '../backups.ts';
import type { ToolAddress } from '../tool-configs.ts';
import { createToolSetUp } from '../tool-set-up.ts';

export interface ScratchHome {
  readonly home: string;
  readonly setUp: ToolSetUp;
  /** Set by the test. */
  readonly variables: Record<string, string | undefined>;
  address: ToolAddress;
  /** @returns the path */
  write(file: string, content: string | Buffer, mode?: number): string;
  remove(): void;
}

export function createScratchHome(): ScratchHome {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-home-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const variables: ScratchHome['variables'] = {};
  const scratch: ScratchHome = {
    home,
    variables,
    address: { baseUrl: 'http://127.0.0.1:9080/v1', model: 'claude-sonnet-5-5', token: null },
    setUp: createToolSetUp({
      home: { home, variables, platform: 'linux' },
      backups: createBackups(join(folder, 'data', 'tool-backups')),
      address: async () => scratch.address,
    }),
    write(file, content, mode = 0o644) {
      const path = join(home, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content, { mode });
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return scratch;
}
