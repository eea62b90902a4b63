/** Starts the keychain process with Electron: a utility process, because the fuses forbid running as plain Node. */

import { utilityProcess } from 'electron';
import type { KeychainChild, SpawnKeychain } from '#electron/secrets/keychain-protocol.ts';

/** @param workerPath the built `keychain-worker.js` */
export function createUtilityKeychainSpawn(workerPath: string): SpawnKeychain {
  return (): KeychainChild => {
    const { ANTHROPIC_API_KEY: _key, DRAGOMAN_TOKEN: _token, ...env } = process.env;
    const child = utilityProcess.fork(workerPath, [], { serviceName: 'Dragoman keychain', stdio: 'ignore', env });
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      post: (request) => child.postMessage(request),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', listener),
      kill() {
        if (ended) return;
        // `child.kill()` sends SIGTERM, which a call that waits for a prompt ignores.
        if (child.pid === undefined) child.once('spawn', () => killNow(child.pid));
        else killNow(child.pid);
      },
    };
  };
}

function killNow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has already exited.
  }
}
