/** Health check over HTTP on our own port, as a client would do it. */

import { request } from 'node:http';
import { readBeginning } from '#electron/platform/read-limited.ts';

const PROBE_TIMEOUT_MS = 3_000;
/** Bytes; the response has about fifty. */
const MAX_ANSWER = 1_000;

/** @returns whether this version responds to `GET /health` on the port; never rejects */
export async function probeSelf(port: number, version: string): Promise<boolean> {
  const text = await askHealth(port, { headers: { 'user-agent': `dragoman/${version}` }, timeoutMs: PROBE_TIMEOUT_MS });
  return text === JSON.stringify({ name: 'dragoman', version, ok: true });
}

/**
 * Sends `GET /health` to a port. Another program may listen there, so size and total time are bounded.
 *
 * @param options.timeoutMs milliseconds in total
 * @returns the beginning of the body of a 200, else null; never rejects
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
