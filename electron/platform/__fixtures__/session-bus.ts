/** A private session bus with an optional gnome-keyring, for the duration of one test. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface PrivateBus {
  readonly environment: NodeJS.ProcessEnv;
  readonly address: string;
  lock(): void;
  close(): Promise<void>;
}

function has(command: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const canRunBus = process.platform === 'linux' && has('dbus-run-session');
export const canRunKeyring = canRunBus && has('gnome-keyring-daemon') && has('dbus-send');

const KEYRING = `printf 'password\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1`;

export async function openPrivateBus(keyring: boolean): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-bus-'));
  chmodSync(folder, 0o700);
  const { DISPLAY: _display, DBUS_SESSION_BUS_ADDRESS: _bus, GNOME_KEYRING_CONTROL: _control, ...rest } = process.env;
  const base = { ...rest, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  // `cat` keeps the session open until its input ends, also when this process is killed.
  const script = `${keyring ? `${KEYRING};` : ''} printf '%s\\n' "$DBUS_SESSION_BUS_ADDRESS"; cat >/dev/null`;
  const session: ChildProcess = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env: base,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  if (session.stdout === null) throw new Error('no output to read the address from');
  const [address]: unknown[] = await once(createInterface(session.stdout), 'line');
  const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: String(address) };

  function lock(): void {
    execFileSync(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.secrets',
        '/org/freedesktop/secrets',
        'org.freedesktop.Secret.Service.Lock',
        'array:objpath:/org/freedesktop/secrets/collection/login',
      ],
      { env: environment, stdio: 'ignore' },
    );
  }

  return {
    environment,
    address: String(address),
    lock,
    async close() {
      session.stdin?.end();
      if (session.exitCode === null) await once(session, 'exit');
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
