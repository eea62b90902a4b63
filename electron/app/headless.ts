/**
 * Headless mode: `node out/headless.js`. One line on stdout when it accepts connections, everything else on stderr;
 * exit 0 after a signal, 1 when it cannot listen, 2 for a bad option.
 */

import { join } from 'node:path';
import { createLogWorkerStart } from '#electron/exchange-log/start-worker.ts';
import { resolveDataFolder } from '#electron/settings/data-folder.ts';
import { createNodeKeychainSpawn } from '#electron/secrets/spawn-keychain-node.ts';
import { DragomanError } from '#shared/errors.ts';
import { redactText } from '#shared/exchange/redact/redact.ts';
import { describeSource } from '#shared/exchange/refused-requests.ts';
import { hasKey } from '#shared/settings/key.ts';
import { watchEndpointWarnings } from '../cli/endpoint-warnings.ts';
import { HELP, type HeadlessOptions, readCommandLine } from '../cli/command-line.ts';
import { type RunningServices, createServices } from './create-services.ts';
import { type RunOptions, runOptions } from '../cli/run-options.ts';
import { formatExchange } from '../cli/print-exchange.ts';
import { ignoreBrokenPipe } from '../cli/ignore-broken-pipe.ts';
import { printLine, printResult, printText } from '../cli/terminal-output.ts';
import { version } from './version.ts';

ignoreBrokenPipe();

let reportFault: (() => void) | null = null;

async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  switch (commandLine.kind) {
    case 'help':
      printText(HELP);
      return 0;
    case 'version':
      printLine(`dragoman ${version}`);
      return 0;
    case 'bad':
      printLine(commandLine.line);
      return 2;
    case 'run':
      return await run(commandLine.options);
  }
}

async function run(options: HeadlessOptions): Promise<number> {
  let chosen: RunOptions;
  try {
    chosen = runOptions(options);
  } catch (error) {
    if (!(error instanceof DragomanError)) throw error;
    printLine(`dragoman: ${error.message}`);
    return 2;
  }
  const ended = untilSignal();
  const services = await createServices({
    version,
    dataFolder: resolveDataFolder(
      options.dataFolder === null ? process.env : { ...process.env, DRAGOMAN_DATA_DIR: options.dataFolder },
    ),
    spawnKeychain: createNodeKeychainSpawn(join(import.meta.dirname, 'keychain-worker.js')),
    startLogWorker: createLogWorkerStart(join(import.meta.dirname, 'exchange-worker.js')),
    demo: options.demo,
    askAboutEndpoint: null,
    overrides: chosen.overrides,
    port: chosen.port,
    environmentKey: options.environmentKey,
    configKeyProblem: chosen.keyProblem,
    environmentToken: options.environmentToken,
    onUnexpected: (error) => printText(`dragoman: unexpected: ${describe(error)}\n`),
  });
  try {
    for (const issue of chosen.issues) printLine(`dragoman: ${options.config ?? ''}: ${issue.path}: ${issue.message}`);
    if (chosen.sessionKey !== null && options.environmentKey === null) await services.key.save(chosen.sessionKey, true);
    return await serve(services, options, ended);
  } finally {
    await services.close();
  }
}

async function serve(services: RunningServices, options: HeadlessOptions, ended: Promise<void>): Promise<number> {
  if (services.folderProblem !== null) {
    printLine(`dragoman: ${services.folderProblem} Settings and exchanges of this run stay in memory.`);
  }
  if (services.settings.recoveredFrom !== null) {
    const { damage, recoveredFrom } = services.settings;
    printLine(
      `dragoman: the settings file was damaged${damage === null ? '' : ` (${damage})`}; it was put aside as ${recoveredFrom}`,
    );
  }
  services.log.onProblem(({ message, hint }) => printLine(`dragoman: ${message}${hint === null ? '' : ` ${hint}`}`));
  const warnOfKey = watchEndpointWarnings(services, (line) => printLine(`dragoman: warning: ${line}`));
  services.proxy.refused.onChange((group) => {
    // The first of each source: a page with a thousand requests is printed once.
    if (group?.count !== 1) return;
    printLine(`dragoman: refused (${String(group.status)}): ${describeSource(group)}. ${group.message} ${group.hint}`);
  });
  if (options.showPairs) printExchanges(services);
  if (options.demo) {
    printLine('dragoman: demo: a built-in mock server answers; no key is used and nothing leaves this computer');
  }
  if (options.demo && options.environmentToken !== null) {
    printLine('dragoman: a demo has nothing to protect; DRAGOMAN_TOKEN is not asked for');
  }

  const status = await services.proxy.start();
  if (status.state !== 'running' && status.state !== 'degraded') {
    // The hint for the window mentions its settings page.
    const hint =
      status.freePort === null ? status.hint : `Start with --port ${String(status.freePort)}, which is free.`;
    printLine(`dragoman: ${status.message}.${hint === null ? '' : ` ${hint}`}`);
    return 1;
  }
  reportFault = services.proxy.reportFault;
  printResult(`dragoman listening on ${status.baseUrl}`);
  // The keychain may be slow; connecting does not wait for it.
  void reportMissing(services, options.environmentKey !== null).then(warnOfKey);
  await ended;
  printLine('dragoman: stopping; requests under way have 5 s');
  return 0;
}

/** @param isGiven ANTHROPIC_API_KEY is set, whether or not it can be used */
async function reportMissing(services: RunningServices, isGiven: boolean): Promise<void> {
  const key = await services.key.refresh();
  if (!hasKey(key))
    printLine(
      `dragoman: ${key.message}${isGiven ? '' : ' Without a keychain, set ANTHROPIC_API_KEY.'} ${key.hint ?? ''}`.trimEnd(),
    );
  const token = await services.token.refresh();
  if (services.token.demand()?.digest === null) printLine(`dragoman: ${token.message} ${token.hint ?? ''}`.trimEnd());
}

/** The settings file's writer (conf) re-raises signals; an immediate repeat is not a second signal of the user. */
const ECHO_MS = 500;

/** The first signal drains; a second one exits at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let exitCode: number | null = null;
    const onSignal = (): void => {
      if (exitCode !== null && performance.now() - exitCode > ECHO_MS) process.exit(0);
      exitCode ??= performance.now();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}

function printExchanges(services: RunningServices): void {
  services.log.onChange(({ id, state }) => {
    if (state !== 'open' && state !== 'streaming') void printExchange(services, id);
  });
}

async function printExchange(services: RunningServices, id: string): Promise<void> {
  const exchange = await services.log.get(id).catch(() => null);
  if (exchange !== null) printText(`\n${formatExchange(exchange)}`);
}

function describe(error: unknown): string {
  // A parser's message quotes its input.
  return redactText(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

// Uncaught errors are logged and do not stop the proxy.
const onFault = (what: string, error: unknown): void => {
  printText(`dragoman: ${what}: ${describe(error)}\n`);
  reportFault?.();
};
process.on('uncaughtException', (error) => onFault('uncaught', error));
process.on('unhandledRejection', (error) => onFault('unhandled', error));

try {
  process.exitCode = await main();
} catch (error) {
  printLine(`dragoman: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
// Timers of libraries must not keep the process alive.
setTimeout(() => process.exit(), 1_000).unref();
