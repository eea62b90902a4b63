/** The export that the main process is writing, for the bar and for whoever would disturb it. */

import { create } from 'zustand';
import type { ExportProgress } from '#shared/ipc/contract.ts';
import { call, subscribe } from '../lib/window-bridge.ts';

/** Null while nothing is being written; short exports end without being shown. */
export const useExport = create<{ readonly progress: ExportProgress | null }>(() => ({ progress: null }));

export function followExport(): void {
  subscribe('export.progress', (progress) => useExport.setState({ progress }));
}

/** Resolves when no unfinished file is left. */
export async function cancelExport(): Promise<void> {
  await call('export.cancel');
}
