/** One function per call of the contract, over the services: no Electron, so tests call them directly. */

import { connectHandlers } from './connect-handlers.ts';
import { exchangeHandlers } from './exchange-handlers.ts';
import { createExportJob } from './exports/export-job.ts';
import { exportHandlers } from './export-handlers.ts';
import { keyHandlers } from './key-handlers.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { replayHandlers } from './replay-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';
import { tokenHandlers } from './token-handlers.ts';
import type { Handlers } from './call-handlers.ts';

export function createHandlers(given: HandlerDeps): Handlers {
  const { services, chat } = given;
  const deps = { ...given, exportJob: given.exportJob ?? createExportJob() };
  return {
    ...settingsHandlers(deps),
    ...keyHandlers(deps),
    ...tokenHandlers(deps),
    ...connectHandlers(deps),
    ...replayHandlers(deps),
    ...exchangeHandlers(deps),
    // After the log's handlers: these also cover exchanges of opened files.
    ...exportHandlers(deps),

    'app.info': () => ({ ...deps.appInfo(), folderProblem: services.folderProblem }),
    'status.get': () => services.proxy.status(),
    'proxy.start': () => services.proxy.start(),
    'proxy.stop': () => services.proxy.stop(),
    'models.known': () => [...services.proxy.knownModels()],
    'refused.list': () => services.proxy.refused.current(),
    'refused.clear'() {
      services.proxy.refused.clear();
      return null;
    },
    'models.forget'() {
      services.proxy.forgetLearnedRules();
      return null;
    },

    'chat.send'(input) {
      chat.send(input);
      return null;
    },
    'chat.stop'({ run }) {
      chat.stop(run);
      return null;
    },

    'clipboard.write'({ text }) {
      deps.writeClipboard(text);
      return null;
    },
  };
}
