/** The state of the proxy when its port cannot be opened: the port's owner, and a free port to choose. */

import { listen } from './listen.ts';
import { findPortOwner } from './port-owner.ts';
import type { ListenState } from './server-status.ts';

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
