/** The app's main process: reads the command line, takes the single-instance lock, creates services, window and tray. */

import { join } from 'node:path';
import { app, session } from 'electron';
import { DragomanError } from '#shared/errors.ts';
import { HELP } from '../cli/command-line.ts';
import { createServices } from './create-services.ts';
import { runOptions } from '../cli/run-options.ts';
import { watchEndpointWarnings } from '../cli/endpoint-warnings.ts';
import { toErrorReport } from '../ipc/error-report.ts';
import type { Services } from '../services.ts';
import { createEndpointDialog } from '../shell/endpoint-dialog.ts';
import { notify } from '../shell/notifications.ts';
import { readAppCommandLine } from '../shell/app-command-line.ts';
import { declareAppScheme } from '../shell/security/app-protocol.ts';
import { cutOffSession, refuseNameLookups } from '../shell/security/page-network.ts';
import { type Desktop, openDesktop, openInBrowser } from '../shell/desktop.ts';
import { createAppLog, type AppLog } from '../shell/app-log.ts';
import { sendFirstExchange } from '../shell/demo-request.ts';
import { openProfileFolder } from '../shell/start/profile-folder.ts';
import { publishRunningOptions, readRunningOptions } from '../shell/start/running-options.ts';
import { describeSecondStart, isHiddenStart } from '../shell/start/second-start.ts';
import { createUtilityKeychainSpawn } from '../shell/spawn-keychain-utility.ts';
import { createGracefulQuit } from '../shell/graceful-quit.ts';
import { isTrayVisible } from '../shell/tray/tray-support.ts';
import { installWebGuards } from '../shell/security/web-guards.ts';
import { startsHidden } from '../shell/window/close-behaviour.ts';
import { createLogWorkerStart } from '#electron/exchange-log/start-worker.ts';
import { resolveDataFolder } from '#electron/settings/data-folder.ts';
import { ignoreBrokenPipe } from '../cli/ignore-broken-pipe.ts';
import { printLine } from '../cli/terminal-output.ts';
import { version } from './version.ts';

ignoreBrokenPipe();
declareAppScheme();
refuseNameLookups(app);
app.setName('Dragoman');
app.setAppUserModelId('io.github.dragoman.Dragoman');

const { commandLine, hidden } = readAppCommandLine(process.argv.slice(1), process.env);
// Not awaited: Electron becomes ready only after this module has run.
if (commandLine.kind === 'run') start(commandLine.options).catch(exitWithError);
else if (commandLine.kind === 'bad') quit(commandLine.line, 2);
else quit(commandLine.kind === 'help' ? HELP.trimEnd() : `dragoman ${version}`, 0);

function exitWithError(error: unknown): void {
  quit(`dragoman: ${error instanceof DragomanError ? error.message : String(error)}`, 1);
}

function quit(line: string, code: number): void {
  printLine(line);
  app.exit(code);
}

/** The settings file may have been edited since the key was entered: asks at start, before the first request. */
async function checkKey(services: Services, warn: () => Promise<void>, appLog: AppLog): Promise<void> {
  await services.key.refresh();
  await warn();
  try {
    await services.endpointConfirmation.beforeUse();
  } catch (error) {
    const { message, hint } = toErrorReport(error);
    appLog.warn(message);
    notify('The API key is held back', [message, hint].filter(Boolean).join(' '));
  }
}

async function start(options: Extract<typeof commandLine, { kind: 'run' }>['options']): Promise<void> {
  const dataFolder = resolveDataFolder(
    options.dataFolder === null ? process.env : { ...process.env, DRAGOMAN_DATA_DIR: options.dataFolder },
  );
  // Chromium's files too, so that each data folder is a separate app with its own single-instance lock and window state.
  const profile = openProfileFolder(dataFolder);
  app.setPath('userData', profile.path);
  const run = runOptions(options);
  if (!app.requestSingleInstanceLock({ hidden })) {
    const { line, code } = describeSecondStart({ options, run, running: readRunningOptions(profile.path), hidden });
    quit(line, code);
    return;
  }

  const appLog = createAppLog(profile.path);
  let desktop: Desktop | null = null;
  let reportFault: (() => void) | null = null;
  const onFault = (what: string, error: unknown): void => {
    appLog.error(what, error);
    reportFault?.();
  };
  process.on('uncaughtException', (error) => onFault('uncaught', error));
  process.on('unhandledRejection', (error) => onFault('unhandled', error));

  // Whoever sends a signal, or ends the session, answers no question.
  let signalled = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signalled = true;
      app.quit();
    });
  }

  installWebGuards(app, { openExternal: openInBrowser });
  app.on('second-instance', (_event, _parameters, _folder, data) => {
    if (!isHiddenStart(data)) desktop?.openWindow();
  });
  app.on('activate', () => desktop?.openWindow());
  // The proxy keeps running without a window.
  app.on('window-all-closed', () => undefined);
  app.on(
    'before-quit',
    createGracefulQuit({
      mayQuit: async () => signalled || desktop === null || (await desktop.mayQuit()),
      close: async () => await desktop?.close(),
      exit() {
        profile.remove();
        app.exit(0);
      },
      onError: (error) => appLog.error('while quitting', error),
    }),
  );

  for (const { path, message } of run.issues) appLog.warn(`--config: ${path}: ${message}`);
  const [trayVisible] = await Promise.all([isTrayVisible(), app.whenReady()]);
  await cutOffSession(session.defaultSession);
  const out = import.meta.dirname;
  const services = await createServices({
    version,
    dataFolder,
    spawnKeychain: createUtilityKeychainSpawn(join(out, 'keychain-worker.js')),
    startLogWorker: createLogWorkerStart(join(out, 'exchange-worker.js')),
    demo: options.demo,
    askAboutEndpoint: createEndpointDialog(() => desktop?.currentWindow() ?? null),
    overrides: run.overrides,
    port: run.port,
    configKeyProblem: run.keyProblem,
    environmentToken: options.environmentToken,
    onUnexpected: (error) => appLog.error('unexpected', error),
  });
  reportFault = services.proxy.reportFault;
  publishRunningOptions(profile.path, services);
  if (run.sessionKey !== null) await services.key.save(run.sessionKey, true);
  desktop = openDesktop({ services, version, dataFolder, out, diagnostics: appLog });
  const warnOfKey = watchEndpointWarnings(services, (line) => appLog.warn(line));
  void checkKey(services, warnOfKey, appLog);
  void services.token.refresh();
  if (!startsHidden({ hidden, trayVisible })) desktop.openWindow();
  if (!services.settings.get().startProxyOnLaunch && !services.demo) return;
  const { state, baseUrl } = await services.proxy.start();
  if (state === 'running' && services.demo && process.env['DRAGOMAN_DEMO_FIRST'] === '1')
    await sendFirstExchange(baseUrl);
}
