/** What every view needs to know of the main process: status, key, settings, versions. Fed by events, outside React. */

import { create } from 'zustand';
import { DragomanError, type ErrorReport } from '#shared/errors.ts';
import type { Today } from '#shared/exchange/retranslate/translation-inputs.ts';
import type { AppInfo, ProxyStatus } from '#shared/ipc/contract.ts';
import type { KeyState } from '#shared/settings/key.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { call, subscribe } from '../lib/window-bridge.ts';

export interface HouseState {
  readonly info: AppInfo;
  readonly status: ProxyStatus;
  readonly settings: Settings;
  /** What stored requests are translated by again; another object only when something in it is another. */
  readonly today: Today;
}

interface HouseStore {
  /** Null until the main process has answered. */
  readonly house: HouseState | null;
  readonly failure: ErrorReport | null;
}

export const useHouseStore = create<HouseStore>(() => ({ house: null, failure: null }));

/** The state once it is there; only for components below the loading gate in `app.tsx`. */
export function useHouse<Part>(select: (house: HouseState) => Part): Part {
  return useHouseStore((store) => {
    if (store.house === null) throw new DragomanError('not_loaded', 'The window has not heard from the app yet.');
    return select(store.house);
  });
}

function change(part: Partial<HouseState>): void {
  useHouseStore.setState(({ house }) => (house === null ? {} : { house: { ...house, ...part } }));
}

function knowToday(part: Partial<Today>): void {
  useHouseStore.setState(({ house }) =>
    house === null ? {} : { house: { ...house, today: { ...house.today, ...part } } },
  );
}

/** Puts in place what a call answered, without waiting for the event that follows. */
export function knowStatus(status: ProxyStatus): void {
  change({ status });
}

export function knowKey(key: KeyState): void {
  useHouseStore.setState(({ house }) =>
    house === null ? {} : { house: { ...house, status: { ...house.status, key } } },
  );
}

export function knowSettings(settings: Settings): void {
  change({ settings });
  knowToday({ settings });
}

/** Asks what the proxy has learned of models. Where it cannot tell, what was known goes on to hold. */
export async function refreshModels(): Promise<void> {
  const models = await call('models.known').catch(() => null);
  const known = useHouseStore.getState().house?.today.models;
  if (models === null || JSON.stringify(models) === JSON.stringify(known)) return;
  knowToday({ models });
}

/** Asks for everything once and listens from then on. A failure is kept in the store, for the first screen. */
export async function loadHouse(): Promise<void> {
  subscribe('status.changed', knowStatus);
  subscribe('settings.changed', knowSettings);
  try {
    const [info, status, settings] = await Promise.all([call('app.info'), call('status.get'), call('settings.get')]);
    useHouseStore.setState({ house: { info, status, settings, today: { settings, models: [] } }, failure: null });
    void refreshModels();
  } catch (error) {
    useHouseStore.setState({ failure: reportOf(error) });
  }
}

/** Any thrown value as code, message and hint. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof DragomanError) return error.report();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, hint: null };
}
