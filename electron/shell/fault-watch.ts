/**
 * Makes faults of our own visible: after an uncaught error the proxy goes on, but its status says degraded until it is
 * started again. Never silent, never a reason to stop serving.
 */

import type { House } from '#electron/house.ts';
import { createChannel } from '#electron/store/channel.ts';
import type { ProxyStatus } from '#shared/ipc/contract.ts';

export interface WatchedHouse<Watched extends House> {
  readonly house: Watched;
  /** An error that nobody caught. */
  readonly reportFault: () => void;
}

export function watchFaults<Watched extends House>(house: Watched): WatchedHouse<Watched> {
  const { proxy } = house;
  const statuses = createChannel<ProxyStatus>();
  let faulty = false;

  const marked = (status: ProxyStatus): ProxyStatus =>
    faulty && status.state === 'running'
      ? {
          ...status,
          state: 'degraded',
          hint: 'Something went wrong inside Dragoman; the application log in the data folder has the details.',
        }
      : status;

  proxy.onStatus((status) => statuses.emit(marked(status)));

  return {
    house: {
      ...house,
      proxy: {
        ...proxy,
        status: () => marked(proxy.status()),
        onStatus: statuses.subscribe,
        async start() {
          faulty = false;
          return marked(await proxy.start());
        },
        stop: async (drainMs) => marked(await proxy.stop(drainMs)),
      },
    },
    reportFault() {
      if (faulty) return;
      faulty = true;
      statuses.emit(marked(proxy.status()));
    },
  };
}
