// The programs of installed packages, run with our own Node and no shell.

import { readFileSync } from 'node:fs';
import { packageFile } from './paths.mjs';
import { run } from './run.mjs';

/**
 * The file behind a package's command.
 * @param {string} name package name
 * @param {string} [command] where it has several or another name than the package
 */
export function toolFile(name, command = name) {
  const { bin } = JSON.parse(readFileSync(packageFile(name, 'package.json'), 'utf8'));
  return packageFile(name, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * @param {[name: string, command: string]} tool
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 */
export function runTool([name, command], args, options) {
  // Colours follow our own terminal: some tools turn them on for CI.
  const env = process.stderr.isTTY ? options?.env : { NO_COLOR: '1', FORCE_COLOR: undefined, ...options?.env };
  return run(process.execPath, [toolFile(name, command), ...args], { ...options, env: env ?? {} });
}
