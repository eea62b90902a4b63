/**
 * Probes whether a Linux keyring is unlocked, without starting anything. keytar cannot tell: a locked keyring reports "no such
 * password" or waits for a prompt. Source: the Secret Service API, property `Locked` of the default collection.
 */

import { hasNameOwner, readBooleanProperty, sessionBusAddress } from '../platform/dbus-session.ts';

/**
 * `no-bus`: no session bus, so keytar must not be called (libsecret would start stray daemons). `unknown`: the service is
 * not running yet or has no default keyring; only a call tells more. `slow`: the bus or the service did not respond in time, which
 * says nothing of whether there is a keyring.
 */
export type KeyringReading = 'open' | 'locked' | 'no-bus' | 'unknown' | 'slow';
export type KeyringProbe = () => Promise<KeyringReading>;

const SECRET_SERVICE = 'org.freedesktop.secrets';

/** The probe of this platform. Outside Linux the keychain itself reports, and the reading is always `unknown`. */
export function createKeyringProbe(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): KeyringProbe {
  return async () => {
    if (platform !== 'linux') return 'unknown';
    const address = sessionBusAddress(environment);
    if (address === null) return 'no-bus';
    const running = await hasNameOwner(address, SECRET_SERVICE);
    if (running === 'timeout') return 'slow';
    if (running === null) return 'no-bus';
    if (!running) return 'unknown';
    const locked = await readBooleanProperty(address, {
      destination: SECRET_SERVICE,
      path: '/org/freedesktop/secrets/aliases/default',
      interface: 'org.freedesktop.Secret.Collection',
      property: 'Locked',
    });
    if (locked === 'timeout') return 'slow';
    if (locked === null) return 'unknown';
    return locked ? 'locked' : 'open';
  };
}
