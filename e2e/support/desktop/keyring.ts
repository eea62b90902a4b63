/** Access to the real keyring of a journey from outside of the app, only in the temporary session of `npm run e2e`. */

import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { KEY_ACCOUNT } from '#electron/secrets/api-key.ts';
import { type BoundKey, parseKeychainItem } from '#electron/secrets/bound-key.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Every secret under a service name, as any program of the same user reads it. */
export function secretsOf(service: string): { account: string; password: string }[] {
  return secretsSchema.parse(JSON.parse(withKeytar(service, 'console.log(JSON.stringify(found))')));
}

/** The API keys among them, each with the origins it may be sent to. */
export function storedKeys(): (BoundKey | null)[] {
  return secretsOf('dragoman')
    .filter(({ account }) => account === KEY_ACCOUNT)
    .map(({ password }) => parseKeychainItem(password));
}

/** Stores a secret as another program or an older version would. */
export function storeSecret(service: string, account: string, password: string): void {
  withKeytar(service, `await keytar.setPassword(service, ${JSON.stringify(account)}, ${JSON.stringify(password)})`);
}

/** Deletes all keys, so that each journey starts without one. */
export function forgetSecrets(service: string): void {
  withKeytar(service, 'for (const one of found) await keytar.deletePassword(service, one.account)');
}

const secretsSchema = z.array(z.object({ account: z.string(), password: z.string() }));

/** In a separate process: libsecret keeps its first daemon, which unlocking may replace. */
function withKeytar(service: string, then: string): string {
  const script = `import keytar from 'keytar';
    const service = ${JSON.stringify(service)};
    const found = await keytar.findCredentials(service);
    ${then}`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
}

/** Locks the login keyring; reading from it then waits for a prompt or finds nothing. */
export function lockKeyring(): void {
  execFileSync('dbus-send', [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.secrets',
    '/org/freedesktop/secrets',
    'org.freedesktop.Secret.Service.Lock',
    'array:objpath:/org/freedesktop/secrets/collection/login',
  ]);
}

/** Unlocks it with the session's password, by a new daemon that replaces the locked one. */
export function unlockKeyring(): void {
  const password = process.env['DRAGOMAN_KEYRING_PASSWORD'];
  if (password === undefined) throw new Error('no throwaway keyring here: start the journeys with `npm run e2e`');
  // Its output is not read: the daemon keeps the pipe open until it exits.
  const result = spawnSync('gnome-keyring-daemon', ['--replace', '--unlock', '--components=secrets', '--daemonize'], {
    input: `${password}\n`,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: 60_000,
  });
  if (result.status !== 0) throw new Error(`the keyring could not be unlocked (${result.status ?? result.signal})`);
}
