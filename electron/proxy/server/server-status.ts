/** The status of the proxy as text for people. */

import type { ProxyStatus } from '#shared/ipc/contract.ts';
import { needsKey } from '#shared/settings/key.ts';
import { listen } from './listen.ts';
import { findPortOwner } from './port-conflict.ts';

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

/** Limit of consecutive ports tried. */
const PORTS_TRIED = 50;

/** Explains a failed listen. A port in use names its owner and a free port where known; neither is acted on. */
export async function explainListenError(failure: unknown, port: number): Promise<ListenState> {
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown';
  if (code === 'EADDRINUSE') {
    const owner = await findPortOwner(port);
    const freePort = await suggestPort(port);
    return {
      state: 'port-conflict',
      port,
      message: `Port ${String(port)} is in use${owner === null ? '' : ` by ${owner}`}`,
      hint:
        freePort === null
          ? 'Quit the other program, or choose another port in Settings.'
          : `Quit the other program, or choose another port in Settings: ${String(freePort)} is free.`,
      freePort,
      since: null,
    };
  }
  const hint =
    code === 'EACCES'
      ? 'Ports below 1024 need special rights: choose a higher one.'
      : 'Choose another port in Settings.';
  return {
    state: 'error',
    port,
    message: `Port ${String(port)} could not be opened (${code})`,
    hint,
    freePort: await suggestPort(Math.max(port, 9080)),
    since: null,
  };
}

/** The next port that is free on both loopback addresses. */
async function suggestPort(port: number): Promise<number | null> {
  for (let next = port + 1; next <= Math.min(port + PORTS_TRIED, 65_535); next += 1) {
    try {
      const listener = await listen(next, (_request, response) => response.destroy());
      await listener.close();
      return next;
    } catch {
      // Taken too.
    }
  }
  return null;
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
