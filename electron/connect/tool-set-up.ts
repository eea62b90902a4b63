/**
 * Sets tools up: reads a tool's configuration file, computes the new text, shows the difference, and on a second call writes exactly
 * what was shown, with a backup. Restoring takes the same two steps. A file that cannot be read safely is left alone, with the reason.
 */

import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { DragomanError } from '#shared/errors.ts';
import { type SetUpAction, type SetUpState, type SetUpTool, setUpTools } from '#shared/connect/set-up.ts';
import type { ToolSetUp } from '#electron/services.ts';
import { fileErrorText } from '#electron/platform/file-error.ts';
import type { Backup, Backups } from './backups.ts';
import {
  type ConfigFile,
  decodeConfig,
  FileRefused,
  readConfigFile,
  replaceConfigFile,
  sameBytes,
} from './config-file.ts';
import { diffLines } from './diff-lines.ts';
import { editConfig, parseConfig } from './edit/edit-config.ts';
import { EditRefused } from './edit/wanted-values.ts';
import { type ToolAddress, toolConfigs, type ToolHome } from './tool-configs.ts';

export interface ToolSetUpOptions {
  readonly home?: ToolHome;
  /** Null where the data folder cannot be written: then nothing is set up. */
  readonly backups: Backups | null;
  /** @throws DragomanError while there is no address or no readable token */
  readonly address: () => Promise<ToolAddress>;
}

/** What a step would do. */
interface Step {
  readonly file: ConfigFile;
  readonly path: string;
  readonly after: Buffer | null;
  readonly backup: Backup | null;
}

export function createToolSetUp({ home = ownHome(), backups, address }: ToolSetUpOptions): ToolSetUp {
  function stepFor(tool: SetUpTool, action: SetUpAction, to: ToolAddress): Step {
    if (backups === null)
      throw new FileRefused('no backup can be kept, because Dragoman’s data folder cannot be written to');
    const backup = backups.read(tool);
    if (action === 'restore') {
      if (backup === null) throw new FileRefused('there is no backup of it');
      const { path, original } = backup;
      return {
        file: readConfigFile(path),
        path,
        after: original === null ? null : Buffer.from(original, 'base64'),
        backup,
      };
    }
    const config = toolConfigs[tool];
    const path = config.path(home);
    const file = readConfigFile(path);
    const reason = file.bytes === null ? (config.mayNotCreate?.(path) ?? null) : null;
    if (reason !== null) throw new FileRefused(reason);
    const text = file.bytes === null ? '' : decodeConfig(file.bytes);
    const wanted = config.wanted(to, parseConfig(text, config.format));
    return { file, path, after: Buffer.from(editConfig(text, config.format, wanted)), backup };
  }

  function stateOf(tool: SetUpTool, to: ToolAddress): SetUpState {
    const path = toolConfigs[tool].path(home);
    const backup = backups?.read(tool) ?? null;
    const restorable = backup !== null;
    try {
      const { file, after } = stepFor(tool, 'set-up', to);
      const done = sameBytes(file.bytes, after);
      return { tool, path, state: done ? 'done' : restorable ? 'outdated' : 'ready', reason: null, restorable };
    } catch (error) {
      return { tool, path, state: 'refused', reason: reasonOf(error), restorable };
    }
  }

  function write(tool: SetUpTool, action: SetUpAction, { file, path, after, backup }: Step): void {
    if (action === 'restore') {
      replaceConfigFile(file, after);
      backups?.remove(tool);
      return;
    }
    backups?.write(tool, backupFor(path, file, after, backup));
    try {
      replaceConfigFile(file, after);
    } catch (error) {
      if (backup === null) backups?.remove(tool);
      else backups?.write(tool, backup);
      throw error;
    }
  }

  return {
    async states() {
      const to = await address();
      return setUpTools.map((tool) => stateOf(tool, to));
    },

    async plan(tool, action) {
      const to = await address();
      const { file, path, after, backup } = orRefusal(tool, home, () => stepFor(tool, action, to));
      const before = file.bytes;
      const { diff, masked } = orRefusal(tool, home, () => diffLines(textOf(before), textOf(after), to.token));
      return {
        tool,
        action,
        path,
        effect: sameBytes(before, after)
          ? 'unchanged'
          : before === null
            ? 'created'
            : after === null
              ? 'removed'
              : 'changed',
        diff,
        masked,
        editedSince: action === 'restore' && backup !== null && (backup.edited || backup.written !== hash(before)),
        digest: digestOf(path, action, before, after),
      };
    },

    async apply(tool, action, digest) {
      const to = await address();
      const step = orRefusal(tool, home, () => stepFor(tool, action, to));
      const { file, path, after } = step;
      if (digestOf(path, action, file.bytes, after) !== digest)
        throw new DragomanError(
          'set_up_changed',
          'The file or the settings have changed since the difference was shown.',
          'Nothing was written. Look at the difference again.',
        );
      if (action === 'restore' || !sameBytes(file.bytes, after)) orRefusal(tool, home, () => write(tool, action, step));
      return stateOf(tool, to);
    },
  };
}

/** The first backup stays until it is restored: it has none of our own values. */
function backupFor(path: string, file: ConfigFile, after: Buffer | null, earlier: Backup | null): Backup {
  const written = hash(after);
  if (earlier === null || earlier.path !== path)
    return { version: 1, path, original: file.bytes?.toString('base64') ?? null, written, edited: false };
  return { ...earlier, written, edited: earlier.edited || earlier.written !== hash(file.bytes) };
}

function ownHome(): ToolHome {
  return { home: homedir(), variables: process.env, platform: process.platform };
}

function textOf(bytes: Buffer | null): string {
  return bytes === null ? '' : decodeConfig(bytes);
}

function hash(bytes: Buffer | null): string {
  return bytes === null ? 'none' : createHash('sha256').update(bytes).digest('hex');
}

function digestOf(path: string, action: SetUpAction, before: Buffer | null, after: Buffer | null): string {
  return createHash('sha256')
    .update(JSON.stringify([path, action, hash(before), hash(after)]))
    .digest('hex');
}

function reasonOf(error: unknown): string {
  return error instanceof FileRefused || error instanceof EditRefused ? error.message : fileErrorText(error);
}

function orRefusal<Value>(tool: SetUpTool, home: ToolHome, attempt: () => Value): Value {
  try {
    return attempt();
  } catch (error) {
    throw new DragomanError(
      'set_up_refused',
      `The configuration file of this tool was left alone: ${reasonOf(error)}.`,
      `Change ${toolConfigs[tool].path(home)} by hand, with the snippet.`,
    );
  }
}
