/**
 * The house without a window: `node out/headless.js`. One line on stdout when it accepts connections, everything else on stderr;
 * exit 0 after a signal, 1 when it cannot listen, 2 for a bad option.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveDataFolder } from '#electron/store/index.ts';
import { createNodeKeychainSpawn } from '#electron/store/spawn-keychain.ts';
import { hasKey } from '#shared/settings/key.ts';
import { parseSeedConfig, type SeedConfig } from '#shared/settings/seed-config.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { HELP, type HeadlessOptions, readCommandLine } from './command-line.ts';
import { type OpenHouse, openHouse } from './open-house.ts';
import { formatPair } from './show-pair.ts';
import { version } from './version.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  switch (commandLine.kind) {
    case 'help':
      process.stderr.write(HELP);
      return 0;
    case 'version':
      say(`dragoman ${version}`);
      return 0;
    case 'bad':
      say(commandLine.line);
      return 2;
    case 'run':
      return await run(commandLine.options);
  }
}

async function run(options: HeadlessOptions): Promise<number> {
  const config = options.config === null ? null : await readConfig(options.config);
  if (typeof config === 'string') {
    say(config);
    return 2;
  }
  const ended = untilSignal();
  const house = await openHouse({
    version,
    dataFolder: resolveDataFolder(
      options.dataFolder === null ? process.env : { ...process.env, DRAGOMAN_DATA_DIR: options.dataFolder },
    ),
    spawnKeychain: createNodeKeychainSpawn(join(import.meta.dirname, 'keychain-worker.js')),
    demo: options.demo,
    overrides: overridesFrom(options, config),
    port: options.port === 0 ? 0 : null,
    environmentKey: options.environmentKey,
    onUnexpected: (error) => say(`dragoman: unexpected: ${describe(error)}`),
  });
  try {
    return await serve(house, options, config, ended);
  } finally {
    await house.close();
  }
}

async function serve(
  house: OpenHouse,
  options: HeadlessOptions,
  config: SeedConfig | null,
  ended: Promise<void>,
): Promise<number> {
  for (const issue of config?.issues ?? []) say(`dragoman: ${options.config ?? ''}: ${issue.path}: ${issue.message}`);
  if (house.settings.recoveredFrom !== null) {
    say(`dragoman: the settings file was damaged; it was put aside as ${house.settings.recoveredFrom}`);
  }
  if (config?.apiKey !== null && config?.apiKey !== undefined && options.environmentKey === null && !options.demo) {
    await house.key.save(config.apiKey, true);
  }
  if (options.showPairs) showPairs(house);

  const status = await house.proxy.start();
  if (status.state !== 'running' && status.state !== 'degraded') {
    say(`dragoman: ${status.message}.${status.hint === null ? '' : ` ${status.hint}`}`);
    return 1;
  }
  process.stdout.write(`dragoman listening on ${status.baseUrl}\n`);
  // The keychain may take its time; nobody needs to wait for it to connect.
  void tellMissingKey(house);
  await ended;
  say('dragoman: stopping; requests under way have 5 s');
  return 0;
}

async function tellMissingKey(house: OpenHouse): Promise<void> {
  const key = await house.key.refresh();
  if (!hasKey(key)) say(`dragoman: ${key.message} ${key.hint ?? ''}`.trimEnd());
}

/** The settings file's writer raises a signal that it has seen once more: that is an echo, not an impatient user. */
const ECHO_MS = 500;

/** The first signal drains; a second one ends at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | null = null;
    const onSignal = (): void => {
      if (asked !== null && performance.now() - asked > ECHO_MS) process.exit(0);
      asked ??= performance.now();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

function overridesFrom(options: HeadlessOptions, config: SeedConfig | null): Partial<Settings> {
  const overrides: Partial<Settings> = { ...config?.settings };
  if (options.endpoint !== null) overrides.endpoint = options.endpoint;
  if (options.model !== null) overrides.model = options.model;
  if (options.port !== null && options.port !== 0) overrides.port = options.port;
  return overrides;
}

/** The configuration, or the one line that says why there is none. */
async function readConfig(path: string): Promise<SeedConfig | string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `dragoman: --config: ${path} cannot be read (${code})`;
  }
  const config = parseSeedConfig(text);
  const { settings, apiKey, issues } = config;
  const [first] = issues;
  // What it says is wrong and it says nothing else: starting without it would surprise.
  if (first !== undefined && Object.keys(settings).length === 0 && apiKey === null) {
    return `dragoman: --config: ${path}: ${first.path === '' ? '' : `${first.path}: `}${first.message}`;
  }
  return config;
}

function showPairs(house: OpenHouse): void {
  house.log.onChange(({ id, state }) => {
    if (state === 'open' || state === 'streaming') return;
    const exchange = house.log.get(id);
    if (exchange !== null) process.stderr.write(`\n${formatPair(exchange)}`);
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Nothing may end the process silently, and nothing short of the end of the process may stop the proxy.
process.on('uncaughtException', (error) => say(`dragoman: uncaught: ${describe(error)}`));
process.on('unhandledRejection', (error) => say(`dragoman: unhandled: ${describe(error)}`));

try {
  process.exitCode = await main();
} catch (error) {
  say(`dragoman: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// Timers of libraries must not keep a finished program.
setTimeout(() => process.exit(), 1_000).unref();
