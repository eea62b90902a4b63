/** Starts the keychain process with plain Node, for headless mode; `electron/shell` has the variant for Electron. */

import { fork } from 'node:child_process';
import type { KeychainChild, SpawnKeychain } from './keychain-protocol.ts';

/**
 * @param workerPath the built `keychain-worker.js`
 * @param environment inherited by the process: it needs the session bus, not our secrets
 */
export function createNodeKeychainSpawn(
  workerPath: string,
  environment: NodeJS.ProcessEnv = process.env,
): SpawnKeychain {
  return (): KeychainChild => {
    // Without the parent's `execArgv`: no inspector or loader beside the key.
    const { ANTHROPIC_API_KEY: _key, DRAGOMAN_TOKEN: _token, ...env } = environment;
    const child = fork(workerPath, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    // A waiting keychain must not keep the process alive after the server has closed.
    child.unref();
    child.channel?.unref();
    return {
      post: (request) => void child.send(request),
      onMessage: (listener) => void child.on('message', listener),
      onExit(listener) {
        child.once('exit', listener);
        child.once('error', listener);
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
