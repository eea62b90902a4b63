/**
 * The window's side of the bridge: typed calls that throw `DragomanError`, typed subscriptions. Outside Electron, in
 * development builds only, a fake bridge with sample data replaces it (`?fake=empty|little|lots`).
 */

import { DragomanError } from '#shared/errors.ts';
import type { Bridge } from '#shared/ipc/bridge.ts';
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from '#shared/ipc/contract.ts';

declare global {
  interface Window {
    readonly bridge?: Bridge;
  }
}

let bridge: Bridge | null = null;

/** Finds the bridge. Throws `no_bridge` when the page was not opened by the app. */
export async function connectBridge(): Promise<void> {
  if (window.bridge !== undefined) {
    bridge = window.bridge;
    return;
  }
  if (import.meta.env.MODE !== 'production') {
    const { createFakeBridge, fakeAmount } = await import('../testing/fake-bridge.ts');
    bridge = createFakeBridge(fakeAmount(window.location.search));
    return;
  }
  throw new DragomanError('no_bridge', 'This page is part of the Dragoman app.', 'Open it from the tray icon.');
}

/** For tests: sets the bridge. */
export function replaceBridge(replacement: Bridge): void {
  bridge = replacement;
}

function connected(): Bridge {
  if (bridge === null) throw new DragomanError('no_bridge', 'The window is not connected yet.');
  return bridge;
}

/** Calls the main process. Rejects with the DragomanError that the handler reported. */
export async function call<Name extends CallName>(
  name: Name,
  ...input: CallInput<Name> extends undefined ? [] : [CallInput<Name>]
): Promise<CallOutput<Name>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the conditional tuple lets calls without input be written without one; TypeScript cannot see through it here.
  const result = await connected().invoke(name, input[0] as CallInput<Name>);
  if (result.ok) return result.value;
  throw new DragomanError(result.error.code, result.error.message, result.error.hint);
}

/** Listens to the main process. Returns the function that ends the subscription. */
export function subscribe<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): () => void {
  return connected().subscribe(name, listener);
}
