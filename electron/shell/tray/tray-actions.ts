/** The actions of the tray's menu items, over the services. */

import type { Services } from '#electron/services.ts';
import type { TrayAction } from './tray-menu.ts';

export interface TrayActionOptions {
  readonly services: Pick<Services, 'proxy' | 'settings'>;
  readonly copy: (text: string) => void;
  readonly show: (view: 'requests' | 'chat' | 'connect' | 'settings') => void;
  readonly quit: () => void;
  readonly onError: (error: unknown) => void;
}

export function createTrayActions({
  services,
  copy,
  show,
  quit,
  onError,
}: TrayActionOptions): (action: TrayAction) => void {
  const watch = (work: Promise<unknown>): void => void work.catch(onError);
  return (action) => {
    switch (action.do) {
      case 'copy':
        copy(action.text);
        break;
      case 'start':
        watch(services.proxy.start());
        break;
      case 'stop':
        watch(services.proxy.stop());
        break;
      case 'use-port':
        watch(usePort(services, action.port));
        break;
      case 'choose-model':
        save(() => services.settings.save({ ...services.settings.get(), model: action.model }));
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

async function usePort({ proxy, settings }: TrayActionOptions['services'], port: number): Promise<void> {
  settings.save({ ...settings.get(), port });
  await proxy.start();
}
