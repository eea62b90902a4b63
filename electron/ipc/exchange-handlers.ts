/** Exchange calls: pages of the log, single records, pins, labels, deletion. */

import { DragomanError } from '#shared/errors.ts';
import { parseFilter } from '#shared/exchange/filter/index.ts';
import { exportRunning } from './exports/export-job.ts';
import type { ExportDeps } from './handler-deps.ts';
import type { Handlers } from './call-handlers.ts';

type ExchangeCall = 'list' | 'page' | 'get' | 'clear' | 'pin' | 'label' | 'usage';

export function exchangeHandlers(deps: ExportDeps): Handlers<`exchanges.${ExchangeCall}`> {
  const { log, proxy } = deps.services;
  return {
    'exchanges.list': async () => [...(await log.list())],

    async 'exchanges.page'({ filter, cursor, limit, count }) {
      const { terms, problems } = parseFilter(filter);
      const [problem] = problems;
      if (problem !== undefined) throw new DragomanError('invalid_filter', problem.message, problem.hint);
      const page = await log.page({ terms, cursor, limit, count });
      return { ...page, summaries: [...page.summaries] };
    },

    'exchanges.get': ({ id }) => log.get(id),
    'exchanges.usage': () => log.usage(),

    async 'exchanges.clear'() {
      if (deps.exportJob.progress() !== null) throw exportRunning();
      await log.clear();
      proxy.refused.clear();
      return null;
    },
    async 'exchanges.pin'({ ids, pinned }) {
      await log.pin(ids, pinned);
      return null;
    },
    async 'exchanges.label'({ ids, label }) {
      await log.label(ids, label);
      return null;
    },
  };
}
