/** Export and import calls. Desktop only: the user chooses the file. */

import { DragomanError } from '#shared/errors.ts';
import { isImported } from '#shared/exchange/imported.ts';
import type { ExportFormat } from './exports/export-file.ts';
import { exportRunning } from './exports/export-job.ts';
import { exchangeHandlers } from './exchange-handlers.ts';
import { createImports } from '#electron/imports/imports.ts';
import type { DesktopDialogs, ExportDeps } from './handler-deps.ts';
import type { Handlers } from './call-handlers.ts';

type Calls =
  | 'export.save'
  | 'export.cancel'
  | 'import.open'
  | 'import.search'
  | 'import.close'
  | 'folder.open'
  | 'exchanges.get';

export function exportHandlers(deps: ExportDeps): Handlers<Calls> {
  const { services, exportJob } = deps;
  const imports = createImports(deps.readImport);
  const log = exchangeHandlers(deps);
  const get: Handlers<Calls>['exchanges.get'] = ({ id }) =>
    isImported(id) ? imports.get(id) : log['exchanges.get']({ id });
  return {
    'exchanges.get': get,

    async 'export.save'({ format, ids }) {
      if (exportJob.progress() !== null) throw exportRunning();
      const path = await dialogsOf(deps).chooseSaveFile(suggestedName(format, new Date()), format);
      if (path === null) return null;
      const secrets = [await services.key.readForRedaction(), await services.token.reveal()];
      const count = await exportJob.write(path, {
        format,
        ids,
        get: async (id) => await get({ id }),
        har: {
          version: deps.appInfo().version,
          origin: services.proxy.status().baseUrl.replace(/\/v1$/, ''),
          known: secrets.filter((secret) => secret !== null),
        },
      });
      return { path, count };
    },

    async 'export.cancel'() {
      await exportJob.cancel();
      return null;
    },

    async 'import.open'() {
      const path = await dialogsOf(deps).chooseOpenFile();
      if (path === null) return null;
      const { name, summaries, problem } = await imports.open(path);
      return { name, summaries: [...summaries], problem };
    },
    async 'import.search'({ text }) {
      return { ids: [...(await imports.search(text))] };
    },
    'import.close'() {
      imports.close();
      return null;
    },

    async 'folder.open'() {
      await dialogsOf(deps).openFolder(deps.appInfo().dataFolder);
      return null;
    },
  };
}

function dialogsOf({ dialogs }: ExportDeps): DesktopDialogs {
  if (dialogs === undefined) throw new DragomanError('no_desktop', 'There is no desktop to ask on.');
  return dialogs;
}

/** `dragoman-2026-11-22-1402.har`, in local time. */
function suggestedName(format: ExportFormat, now: Date): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return `dragoman-${local.slice(0, 10)}-${local.slice(11, 13)}${local.slice(14, 16)}.${format}`;
}
