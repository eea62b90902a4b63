/** Starts the keychain's process with plain Node, for the headless twin. The window's way is in the shell. */

import { fork } from 'node:child_process';
import type { KeychainChild, SpawnKeychain } from './keychain-protocol.ts';

/**
 * @param workerPath the built `keychain-worker.js`
 * @param environment what the process inherits: it needs the session bus, not the secrets that may be in ours
 */
export function createNodeKeychainSpawn(
  workerPath: string,
  environment: NodeJS.ProcessEnv = process.env,
): SpawnKeychain {
  return (): KeychainChild => {
    // Without the parent's `execArgv`: an inspector or a loader has no business beside the key.
    const { ANTHROPIC_API_KEY: _key, DRAGOMAN_TOKEN: _token, ...env } = environment;
    const child = fork(workerPath, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    // The twin ends when its server does; a keychain that waits must not keep it.
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
