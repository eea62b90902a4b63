/** The status of the proxy as text for people. */

import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { needsKey } from '#shared/settings/key.ts';

/** The listening part of the status; the rest is added on read. */
export type ListenState = Pick<ProxyStatus, 'state' | 'port' | 'message' | 'hint' | 'freePort' | 'since'>;

export function stopped(port: number): ListenState {
  return {
    state: 'stopped',
    port,
    message: 'Stopped',
    hint: 'Start the proxy to use it.',
    freePort: null,
    since: null,
  };
}

export function starting(port: number): ListenState {
  return {
    state: 'starting',
    port,
    message: `Starting on 127.0.0.1:${String(port)}`,
    hint: null,
    freePort: null,
    since: null,
  };
}

export function running(port: number, since: number): ListenState {
  return { state: 'running', port, message: `Running on 127.0.0.1:${String(port)}`, hint: null, freePort: null, since };
}

export function degraded(port: number, since: number): ListenState {
  return {
    state: 'degraded',
    port,
    message: `Listening on 127.0.0.1:${String(port)}, but not answering`,
    hint: 'Stop and start the proxy. A firewall on this machine may also block it.',
    freePort: null,
    since,
  };
}

/** Degraded after an uncaught error, unless the state is worse. */
export function afterFault(state: ListenState): ListenState {
  if (state.state !== 'running') return state;
  return {
    ...state,
    state: 'degraded',
    hint: 'Something went wrong inside Dragoman; its log has the details. It looks after itself: nothing needs to be done.',
  };
}

/** The whole status. Without a key the proxy runs and reports the missing key. */
export function describeStatus(
  listening: ListenState,
  facts: Pick<ProxyStatus, 'demo' | 'activeRequests' | 'tokenNeeded' | 'key'>,
): ProxyStatus {
  const missing = listening.state === 'running' && needsKey(facts.key);
  return {
    ...listening,
    hint: missing ? (facts.key.hint ?? facts.key.message) : listening.hint,
    baseUrl: `http://127.0.0.1:${String(listening.port)}/v1`,
    ...facts,
  };
}
