/** Holds the app's asynchronous file writes, so that an export is under way for as long as a journey needs. */

import type { ElectronApplication } from '@playwright/test';

/** Every write through a `FileHandle` waits from now on. @returns lets them all go on */
export async function holdFileWrites(app: ElectronApplication): Promise<() => Promise<void>> {
  await app.evaluate(async () => {
    const { open } = process.getBuiltinModule('node:fs/promises');
    const handle = await open('/dev/null', 'w');
    const prototype: unknown = Object.getPrototypeOf(handle);
    await handle.close();
    if (typeof prototype !== 'object' || prototype === null) throw new Error('there is no FileHandle');
    const write: unknown = Reflect.get(prototype, 'write');
    if (typeof write !== 'function') throw new Error('FileHandle has no write');
    const released = new Promise<void>((resolve) => Reflect.set(globalThis, 'releaseWrites', resolve));
    Reflect.set(prototype, 'write', async function heldWrite(this: unknown, ...given: unknown[]): Promise<unknown> {
      await released;
      return await Reflect.apply(write, this, given);
    });
  });
  return async () =>
    await app.evaluate(() => {
      const release: unknown = Reflect.get(globalThis, 'releaseWrites');
      if (typeof release === 'function') release();
    });
}
