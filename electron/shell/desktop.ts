/** The app with window and tray: creates the services once Electron is ready and closes them on quit. */

import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, Menu, powerMonitor, session, shell } from 'electron';
import { bindCalls } from '#electron/ipc/bind.ts';
import { createChatRunner } from '#electron/ipc/chat.ts';
import { createDispatch } from '#electron/ipc/dispatch.ts';
import { createExportJob } from '#electron/ipc/exports/export-job.ts';
import { createFeed } from '#electron/ipc/feed.ts';
import { createHandlers } from '#electron/ipc/handlers.ts';
import type { Proxy } from '#electron/proxy/proxy.ts';
import type { Services } from '#electron/services.ts';
import { modelRules } from '#shared/models/rules.ts';
import { serveAppFiles } from './security/app-protocol.ts';
import { appMenuTemplate } from './window/app-menu.ts';
import type { AppLog } from './app-log.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { askToQuit } from './quit-dialog.ts';
import { createImportReader } from '#electron/imports/start-import.ts';
import { createMainWindow } from './window/main-window.ts';
import { notify, notifyOnce } from './notifications.ts';
import { exposeTray } from './test-hook.ts';
import { createTrayActions } from './tray/tray-actions.ts';
import { isTrayVisible } from './tray/tray-support.ts';
import { trayView, windowTitle } from './tray/tray-menu.ts';
import { createTrayIcon } from './tray/tray.ts';
import { guardSession } from './security/web-guards.ts';

export interface Desktop {
  openWindow(): void;
  currentWindow(): BrowserWindow | null;
  /** Asks while an export is being written. False: the user lets it go on. */
  mayQuit(): Promise<boolean>;
  close(): Promise<void>;
}

export interface DesktopOptions {
  readonly services: Services & { readonly proxy: Proxy };
  readonly version: string;
  readonly dataFolder: string;
  /** The folder of the built program. */
  readonly out: string;
  readonly diagnostics: AppLog;
}

type View = 'requests' | 'chat' | 'connect' | 'settings';

export function openDesktop(options: DesktopOptions): Desktop {
  const { services, version, dataFolder, out, diagnostics: appLog } = options;
  const onError = (error: unknown): void => appLog.error('not handled', error);
  const development = !app.isPackaged;

  guardSession(session.defaultSession);
  serveAppFiles(join(out, 'renderer'));

  const feed = createFeed({ services });
  const chat = createChatRunner({
    baseUrl() {
      const { state, baseUrl } = services.proxy.status();
      return state === 'running' || state === 'degraded' ? baseUrl : null;
    },
    token: () => services.token.reveal(),
    userAgent: `Dragoman/${version}`,
    emit: (event) => feed.chat(event),
  });

  const window = createMainWindow({
    title: windowTitle(services.demo),
    preload: join(out, 'preload.cjs'),
    feed,
    isTrayVisible: () => isTrayVisible(),
    development,
    onMinimised: () =>
      notifyOnce(
        dataFolder,
        'no-tray',
        'Dragoman keeps running',
        'This desktop shows no tray icons, so the window stays in the taskbar. Quit from its File menu.',
      ),
    onCrash: (reason) => appLog.error('the window', reason),
  });
  const openWindow = (): void => void window.open().catch(onError);
  const show = (view: View): void =>
    void window
      .open()
      .then(() => feed.show(view))
      .catch(onError);

  const exportJob = createExportJob();
  exportJob.onProgress((progress) => feed.exportProgress(progress));

  const handlers = createHandlers({
    services,
    chat,
    appInfo: () => ({
      version,
      platform: process.platform,
      demo: services.demo,
      electron: process.versions['electron'] ?? '',
      dataFolder,
    }),
    writeClipboard: (text) => clipboard.writeText(text),
    exportJob,
    dialogs: createFileDialogs(() => window.current()),
    readImport: createImportReader(join(out, 'import-worker.js')),
  });
  bindCalls(createDispatch(handlers, onError), () => window.current());

  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenuTemplate({ platform: process.platform, development, show })));

  const models = modelRules.filter(({ lifecycle }) => lifecycle === 'active').map(({ id }) => id);
  const tray = createTrayIcon({
    view: () => trayView({ status: services.proxy.status(), model: services.settings.get().model, models }),
    perform: createTrayActions({
      services,
      copy: (text) => clipboard.writeText(text),
      show,
      quit: () => app.quit(),
      onError,
    }),
    openWindow,
  });
  services.proxy.onStatus(() => tray.render());
  services.settings.onChange(() => tray.render());
  services.key.onChange(() => tray.render());
  if (process.env['DRAGOMAN_E2E'] === '1') exposeTray(tray);

  powerMonitor.on('resume', () => void services.proxy.recheck().catch(onError));

  services.log.onProblem(({ code, message, hint }) => {
    appLog.warn(`${code}: ${message}`);
    notify('The request log', hint === null ? message : `${message} ${hint}`);
  });
  if (services.settings.recoveredFrom !== null) {
    const { damage, recoveredFrom } = services.settings;
    const where = damage === null ? '' : ` (${damage})`;
    appLog.warn(`the settings file was damaged${where} and renamed to ${recoveredFrom}`);
    notify(
      'Settings were damaged',
      `Readable settings are in use${where}. The damaged file was kept in the data folder.`,
    );
  }

  return {
    openWindow,
    currentWindow: () => window.current(),
    async mayQuit() {
      const progress = exportJob.progress();
      return progress === null || (await askToQuit(progress, window.current()));
    },
    async close() {
      window.beginQuitting();
      await exportJob.cancel();
      chat.stopAll();
      feed.close();
      window.current()?.destroy();
      await services.close();
      tray.destroy();
    },
  };
}

/** Opens an allow-listed URL in the user's browser. */
export function openInBrowser(address: string): void {
  void shell.openExternal(address);
}
