/**
 * The app's command line: the options of headless mode, and `--hidden`. Chromium, Electron and test drivers add their own
 * switches, so unknown ones are ignored.
 */

import { type CommandLine, readCommandLine } from '#electron/cli/command-line.ts';

export interface AppCommandLine {
  readonly commandLine: CommandLine;
  /** Start without showing the window. */
  readonly hidden: boolean;
}

const WITH_VALUE = new Set(['--port', '--endpoint', '--model', '--config', '--data-dir']);
const ALONE = new Set(['--demo', '--help', '--version']);

/** @param parameters everything after the executable; may hold the app's folder and foreign switches */
export function readAppCommandLine(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AppCommandLine {
  const ours: string[] = [];
  for (let at = 0; at < parameters.length; at += 1) {
    const parameter = parameters[at] ?? '';
    const [name = ''] = parameter.split('=', 1);
    if (ALONE.has(parameter)) ours.push(parameter);
    else if (WITH_VALUE.has(name)) {
      ours.push(parameter);
      const value = parameters[at + 1];
      if (name === parameter && value !== undefined && !value.startsWith('--')) {
        ours.push(value);
        at += 1;
      }
    }
  }
  return { commandLine: readCommandLine(ours, environment), hidden: parameters.includes('--hidden') };
}
