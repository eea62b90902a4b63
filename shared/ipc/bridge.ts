/** The bridge: the only thing the window can reach the main process with. The preload exposes it as `window.bridge`. */

import type { ErrorReport } from '../errors.ts';
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from './contract.ts';

/** How an answer crosses: errors as data, because Electron would flatten them to text. */
export type CallResult<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly error: ErrorReport };

export interface Bridge {
  invoke<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>>;
  /** Returns the function that ends the subscription. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
}
