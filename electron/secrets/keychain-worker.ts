/**
 * The process that runs keytar alone: a call into a locked keyring can block its process forever.
 * Started by `utilityProcess.fork` in Electron and by `child_process.fork` in headless mode.
 */

import type * as keytarModule from 'keytar';
import { type KeychainResponse, type KeychainRequest, keychainRequestSchema } from './keychain-protocol.ts';

type Keytar = typeof keytarModule;

let loading: Promise<Keytar> | null = null;

async function loadKeytar(): Promise<Keytar> {
  // Loaded at the first call, so that a missing libsecret is an error result, not a crash at the start.
  loading ??= import('keytar').then((module: object) => {
    // CommonJS: Node provides it as the default export, which its typings omit.
    const keytar: unknown = Reflect.get(module, 'default');
    if (isKeytar(keytar)) return keytar;
    throw new Error('Failed to load keytar: it has no functions.');
  });
  return await loading;
}

function isKeytar(value: unknown): value is Keytar {
  return typeof value === 'object' && value !== null && 'getPassword' in value && 'setPassword' in value;
}

async function perform(request: KeychainRequest): Promise<string | boolean | null> {
  const keytar = await loadKeytar();
  if (request.action === 'get') return await keytar.getPassword(request.service, request.account);
  if (request.action === 'delete') return await keytar.deletePassword(request.service, request.account);
  await keytar.setPassword(request.service, request.account, request.secret);
  return null;
}

async function handle(message: unknown, respond: (handle: KeychainResponse) => void): Promise<void> {
  const parsed = keychainRequestSchema.safeParse(message);
  if (!parsed.success) return;
  try {
    respond({ ok: true, id: parsed.data.id, value: await perform(parsed.data) });
  } catch (error) {
    respond({ ok: false, id: parsed.data.id, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Electron's side of a utility process; this tsconfig has Node's types only. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

const parentPort: unknown = Reflect.get(process, 'parentPort');
if (isParentPort(parentPort)) {
  const send = parentPort.postMessage.bind(parentPort);
  parentPort.on('message', (event) => void handle(event.data, send));
} else {
  process.on('message', (message) => void handle(message, (respond) => process.send?.(respond)));
  // Exits with its parent.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
