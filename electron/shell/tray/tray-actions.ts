/** What the tray's menu items do, given the parts of the house. */

import type { House } from '#electron/services.ts';
import type { TrayAction } from './tray-menu.ts';

export interface TrayActionParts {
  readonly house: Pick<House, 'proxy' | 'settings'>;
  readonly copy: (text: string) => void;
  readonly show: (view: 'requests' | 'chat' | 'connect' | 'settings') => void;
  readonly quit: () => void;
  readonly onError: (error: unknown) => void;
}

export function createTrayActions({ house, copy, show, quit, onError }: TrayActionParts): (action: TrayAction) => void {
  const watch = (work: Promise<unknown>): void => void work.catch(onError);
  return (action) => {
    switch (action.do) {
      case 'copy':
        copy(action.text);
        break;
      case 'start':
        watch(house.proxy.start());
        break;
      case 'stop':
        watch(house.proxy.stop());
        break;
      case 'use-port':
        watch(usePort(house, action.port));
        break;
      case 'choose-model':
        save(() => house.settings.save({ ...house.settings.get(), model: action.model }));
        break;
      case 'show':
        show(action.view);
        break;
      case 'quit':
        quit();
        break;
    }
  };

  function save(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  }
}

async function usePort({ proxy, settings }: TrayActionParts['house'], port: number): Promise<void> {
  settings.save({ ...settings.get(), port });
  await proxy.start();
}
