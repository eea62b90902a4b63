// Where windows can be shown: the person's own display, or a virtual one with a throwaway keyring for tests.

import { join } from 'node:path';
import { root } from './paths.mjs';

/** True where a window can be opened for the person at this machine. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * Wraps a command so that it runs on a display and a keyring of its own. Other systems than Linux have neither to offer, so
 * there it runs as it is.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function withDisplayAndKeyring(command, args) {
  if (process.platform !== 'linux') return [command, [...args]];
  const screen = ['-a', '-s', '-screen 0 1440x900x24 -nolisten tcp'];
  return ['xvfb-run', [...screen, join(root, 'build/scripts/with-keyring.sh'), command, ...args]];
}
