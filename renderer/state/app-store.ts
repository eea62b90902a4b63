/** State of the main process for every view: status, key, settings, versions. Updated by events, outside React. */

import { create } from 'zustand';
import { DragomanError, type ErrorReport } from '#shared/errors.ts';
import type { TranslationInputs } from '#shared/exchange/retranslate/translation-inputs.ts';
import type { AppInfo, ProxyStatus } from '#shared/ipc/contract.ts';
import type { KeyState } from '#shared/settings/key.ts';
import type { Settings } from '#shared/settings/schema.ts';
import { call, subscribe } from '../lib/window-bridge.ts';

export interface AppState {
  readonly info: AppInfo;
  readonly status: ProxyStatus;
  readonly settings: Settings;
  /** What stored requests are translated by again; another object only when something in it is another. */
  readonly translationInputs: TranslationInputs;
}

interface AppStore {
  /** Null until the main process has responded. */
  readonly app: AppState | null;
  readonly failure: ErrorReport | null;
}

export const useAppStore = create<AppStore>(() => ({ app: null, failure: null }));

/** The state once it is there; only for components below the loading gate in `app.tsx`. */
export function useAppState<Part>(select: (app: AppState) => Part): Part {
  return useAppStore((store) => {
    if (store.app === null) throw new DragomanError('not_loaded', 'The window has not received the status yet.');
    return select(store.app);
  });
}

function change(part: Partial<AppState>): void {
  useAppStore.setState(({ app }) => (app === null ? {} : { app: { ...app, ...part } }));
}

function setTranslationInputs(part: Partial<TranslationInputs>): void {
  useAppStore.setState(({ app }) =>
    app === null ? {} : { app: { ...app, translationInputs: { ...app.translationInputs, ...part } } },
  );
}

/** Stores the result of a call without waiting for its event. */
export function setStatus(status: ProxyStatus): void {
  change({ status });
}

export function setKeyState(key: KeyState): void {
  useAppStore.setState(({ app }) => (app === null ? {} : { app: { ...app, status: { ...app.status, key } } }));
}

export function setSettings(settings: Settings): void {
  change({ settings });
  setTranslationInputs({ settings });
}

/** Reads the proxy's live model data. On failure the previous data stays. */
export async function refreshModels(): Promise<void> {
  const models = await call('models.known').catch(() => null);
  const known = useAppStore.getState().app?.translationInputs.models;
  if (models === null || JSON.stringify(models) === JSON.stringify(known)) return;
  setTranslationInputs({ models });
}

/** Fetches everything once, then subscribes. A failure is kept in the store, for the first screen. */
export async function loadAppState(): Promise<void> {
  subscribe('status.changed', setStatus);
  subscribe('settings.changed', setSettings);
  try {
    const [info, status, settings] = await Promise.all([call('app.info'), call('status.get'), call('settings.get')]);
    useAppStore.setState({
      app: { info, status, settings, translationInputs: { settings, models: [] } },
      failure: null,
    });
    void refreshModels();
  } catch (error) {
    useAppStore.setState({ failure: reportOf(error) });
  }
}

/** Any thrown value as code, message and hint. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof DragomanError) return error.report();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, hint: null };
}
