/** The shell that copied commands are written for: that of the platform, until another one is chosen. Kept by the window. */

import { create } from 'zustand';
import { defaultShell, shells, type Shell } from '#shared/shell/shell.ts';
import { useAppState, useAppStore } from './app-store.ts';

const STORAGE_KEY = 'shell';

const useChoice = create<{ readonly chosen: Shell | null }>(() => ({ chosen: stored() }));

function stored(): Shell | null {
  const text = globalThis.localStorage?.getItem(STORAGE_KEY) ?? '';
  return shells.find((shell) => shell === text) ?? null;
}

export function chooseShell(shell: Shell): void {
  useChoice.setState({ chosen: shell });
  globalThis.localStorage?.setItem(STORAGE_KEY, shell);
}

export function useShell(): Shell {
  const platform = useAppState((app) => app.info.platform);
  return useChoice((store) => store.chosen) ?? defaultShell(platform);
}

/** The same outside of components. */
export function currentShell(): Shell {
  return useChoice.getState().chosen ?? defaultShell(useAppStore.getState().app?.info.platform ?? '');
}
