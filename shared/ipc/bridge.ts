/** The bridge: the window's only access to the main process. The preload exposes it as `window.bridge`. */

import type { ErrorReport } from '../errors.ts';
import type { CallInput, CallName, CallOutput, EventName, EventPayload } from './contract.ts';

/** Results cross as data, errors included, because Electron would reduce errors to text. */
export type CallResult<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly error: ErrorReport };

export interface Bridge {
  invoke<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<CallOutput<Name>>>;
  /** Returns the function that ends the subscription. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
}
