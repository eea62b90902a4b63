/** The real keyring of a journey, seen from outside of the app. Only inside the throwaway session that `npm run e2e` makes. */

import { execFileSync, spawnSync } from 'node:child_process';
import keytar from 'keytar';

/** Every secret under a service name, as any other program of the same person could read it. */
export async function secretsOf(service: string): Promise<{ account: string; password: string }[]> {
  return await keytar.findCredentials(service);
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

/** Unlocks it again with the password that the session was made with. */
export function unlockKeyring(): void {
  const password = process.env['DRAGOMAN_KEYRING_PASSWORD'];
  if (password === undefined) throw new Error('no throwaway keyring here: start the journeys with `npm run e2e`');
  const result = spawnSync('gnome-keyring-daemon', ['--unlock', '--components=secrets'], { input: `${password}\n` });
  if (result.status !== 0) throw new Error(`the keyring could not be unlocked: ${result.stderr.toString('utf8')}`);
}
