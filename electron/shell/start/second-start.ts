/**
 * A start while the app runs: its window is brought to the front, and options that differ from what the running app goes by are
 * refused on stderr with exit code 3. Pure.
 */

import { z } from 'zod';
import type { HeadlessOptions } from '#electron/cli/command-line.ts';
import type { RunOptions } from '#electron/cli/run-options.ts';
import type { RunningOptions } from './running-options.ts';

export interface SecondStart {
  readonly options: HeadlessOptions;
  readonly run: RunOptions;
  /** Null when unknown: then every option counts as different. */
  readonly running: RunningOptions | null;
  readonly hidden: boolean;
}

const EXIT_REFUSED = 3;

const startDataSchema = z.object({ hidden: z.literal(true) });

/** @param data sent by the second start with its request for the lock */
export function isHiddenStart(data: unknown): boolean {
  return startDataSchema.safeParse(data).success;
}

/** @returns the line for stderr and the exit code of the second start */
export function describeSecondStart(start: SecondStart): { readonly line: string; readonly code: number } {
  const already = `dragoman: already running${start.running?.demo === true ? ' as the demo' : ''}`;
  const shown = start.hidden ? '' : '; its window was brought to the front';
  const refused = refusedOptions(start);
  if (refused.length === 0) return { line: already + shown, code: 0 };
  const were = refused.length === 1 ? 'was' : 'were';
  return {
    line:
      `${already}, so ${listOf(refused)} ${were} not applied${shown}. ` +
      'Quit it first, or start a second one with a --data-dir and a --port of its own.',
    code: EXIT_REFUSED,
  };
}

function refusedOptions({ options, run, running }: SecondStart): string[] {
  const refused: string[] = [];
  for (const name of ['port', 'endpoint', 'model'] as const) {
    const wanted = run.overrides[name];
    if (wanted !== undefined && wanted !== running?.[name]) refused.push(`${name} ${String(wanted)}`);
  }
  if (run.port !== null) refused.push(`port ${String(run.port)}`);
  // Neither is comparable: the running app does not publish its secrets.
  if (run.sessionKey !== null) refused.push('the API key of --config');
  if (options.environmentToken !== null) refused.push('DRAGOMAN_TOKEN');
  if (options.demo && running?.demo !== true) refused.push('--demo');
  return refused;
}

function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
