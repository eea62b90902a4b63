/** The real keyring of a journey, seen from outside of the app. Only inside the throwaway session that `npm run e2e` makes. */

import { execFileSync, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { KEY_ACCOUNT } from '#electron/secrets/api-key.ts';
import { type BoundKey, parseKeychainItem } from '#electron/secrets/bound-key.ts';

const root = resolve(import.meta.dirname, '../..');

/** Every secret under a service name, as any other program of the same person could read it. */
export function secretsOf(service: string): { account: string; password: string }[] {
  return secretsSchema.parse(JSON.parse(withKeytar(service, 'console.log(JSON.stringify(found))')));
}

/** The API keys among them, each with the origins it may be sent to. */
export function storedKeys(): (BoundKey | null)[] {
  return secretsOf('dragoman')
    .filter(({ account }) => account === KEY_ACCOUNT)
    .map(({ password }) => parseKeychainItem(password));
}

/** Puts a secret there as another program, or an older version of this one, would. */
export function storeSecret(service: string, account: string, password: string): void {
  withKeytar(service, `await keytar.setPassword(service, ${JSON.stringify(account)}, ${JSON.stringify(password)})`);
}

/** Each journey starts as a new user would: without a key from the one before. */
export function forgetSecrets(service: string): void {
  withKeytar(service, 'for (const one of found) await keytar.deletePassword(service, one.account)');
}

const secretsSchema = z.array(z.object({ account: z.string(), password: z.string() }));

/** In a process of its own: libsecret holds on to the daemon it first met, and unlocking may put another in its place. */
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

/** Unlocks it again with the password that the session was made with, by a new daemon in the place of the one that locked. */
export function unlockKeyring(): void {
  const password = process.env['DRAGOMAN_KEYRING_PASSWORD'];
  if (password === undefined) throw new Error('no throwaway keyring here: start the journeys with `npm run e2e`');
  // Its output is not read: the daemon would keep the pipe open for as long as it lives.
  const result = spawnSync('gnome-keyring-daemon', ['--replace', '--unlock', '--components=secrets', '--daemonize'], {
    input: `${password}\n`,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: 60_000,
  });
  if (result.status !== 0) throw new Error(`the keyring could not be unlocked (${result.status ?? result.signal})`);
}
