/** Asks ourselves through the front door, as a client would: the status shown is measured, not assumed. */

import { request } from 'node:http';
import { readBeginning } from '#electron/platform/read-limited.ts';

const PROBE_TIMEOUT_MS = 3_000;
/** Bytes. The answer has some fifty. */
const MAX_ANSWER = 1_000;

/** True when `GET /health` on that port is answered by this very version. Never rejects. */
export async function probeSelf(port: number, version: string): Promise<boolean> {
  const text = await askHealth(port, { headers: { 'user-agent': `dragoman/${version}` }, timeoutMs: PROBE_TIMEOUT_MS });
  return text === JSON.stringify({ name: 'dragoman', version, ok: true });
}

/**
 * Asks whoever listens on a port for `GET /health`. It may be another program: neither an answer that never ends nor one that
 * comes byte by byte keeps this waiting.
 *
 * @param options.timeoutMs milliseconds for everything together
 * @returns the beginning of the body of a 200, null for any other outcome; never rejects
 */
export async function askHealth(
  port: number,
  { headers = {}, timeoutMs }: { readonly headers?: Record<string, string>; readonly timeoutMs: number },
): Promise<string | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  const call = request({ host: '127.0.0.1', port, path: '/health', headers, agent: false, signal });
  try {
    return await new Promise<string | null>((resolve, reject) => {
      call.once('error', reject);
      call.once('response', (response) => {
        if (response.statusCode === 200) readBeginning(response, MAX_ANSWER).then(resolve, reject);
        else resolve(null);
      });
      call.end();
    });
  } catch {
    return null;
  } finally {
    call.on('error', () => undefined).destroy();
  }
}
