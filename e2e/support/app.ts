/** Starts the real app for a journey with its own data folder and a free port, and leaves no process behind. */

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import { familyEnded } from './desktop/process-family.ts';

const root = resolve(import.meta.dirname, '../..');

/** Timeout for an app that hangs; a busy machine needs far less. */
export const LAUNCH_GUARD_MS = 60_000;

export interface AppOptions {
  /** The same one again shows what survives a restart; by default a new one. */
  readonly dataFolder?: string;
  /** By default one that is free now. */
  readonly port?: number;
  /** The endpoint instead of the default one. */
  readonly endpoint?: string;
  readonly model?: string;
  /** With the built-in mock server, as `npm run demo` does. */
  readonly demo?: boolean;
  readonly args?: readonly string[];
  /** Added to the environment; undefined removes a name. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The packaged program, instead of the runtime with the built folder. */
  readonly program?: string;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly dataFolder: string;
  readonly port: number;
  /** `http://127.0.0.1:PORT/v1`, as clients enter it. */
  readonly baseUrl: string;
  /** Everything the app wrote to stdout and stderr so far. */
  output(): string;
  /** Quits the app. Resolves when all its processes have exited; at once when they already have. */
  end(): Promise<void>;
  /** Kills the app, as a crash or a power failure would end it. */
  kill(): Promise<void>;
}

/** Starts the app and waits for its first window to have loaded. */
export async function startApp(options: AppOptions & { readonly dataFolder: string }): Promise<RunningApp> {
  const port = options.port ?? (await freePort());
  const { dataFolder } = options;
  const app = await _electron.launch({
    ...(options.program === undefined ? {} : { executablePath: options.program }),
    args: [
      ...(options.program === undefined ? [root] : []),
      ...(options.demo === true ? ['--demo'] : []),
      ...(options.args ?? []),
    ],
    cwd: root,
    timeout: LAUNCH_GUARD_MS,
    env: environmentFor(options, port, dataFolder),
  });

  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  const main = app.process();
  main.stdout?.on('data', keep);
  main.stderr?.on('data', keep);

  const end = async (): Promise<void> => {
    await app.close();
    await familyEnded(main);
  };
  try {
    const window = await app.firstWindow({ timeout: LAUNCH_GUARD_MS });
    await window.waitForLoadState('domcontentloaded');
    return {
      app,
      window,
      dataFolder,
      port,
      baseUrl: `http://127.0.0.1:${port}/v1`,
      output: () => output,
      end,
      async kill() {
        main.kill('SIGKILL');
        await familyEnded(main);
      },
    };
  } catch (error) {
    await end();
    throw new Error(`the app showed no window; it said:\n${output}`, { cause: error });
  }
}

function environmentFor(options: AppOptions, port: number, dataFolder: string): Record<string, string> {
  const chosen: Record<string, string | undefined> = {
    ...process.env,
    // Removes the developer's own key from the environment.
    ANTHROPIC_API_KEY: undefined,
    DRAGOMAN_E2E: '1',
    DRAGOMAN_DATA_DIR: dataFolder,
    DRAGOMAN_PORT: String(port),
    DRAGOMAN_ENDPOINT: options.endpoint,
    DRAGOMAN_MODEL: options.model,
    ...options.environment,
  };
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * A free loopback port for a server that listens later. Below the ranges that operating systems take ports from by themselves
 * (Linux from 32768, macOS and Windows from 49152): any other program that asks for a free port could get one of those first.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}
