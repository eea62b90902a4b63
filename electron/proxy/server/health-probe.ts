/** Asks ourselves through the front door, as a client would: the status shown is measured, not assumed. */

import { request } from 'node:http';

const PROBE_TIMEOUT_MS = 3_000;

/** True when `GET /health` on that port is answered by this very version. Never rejects. */
export function probeSelf(port: number, version: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        path: '/health',
        headers: { 'user-agent': `dragoman/${version}` },
        agent: false,
        timeout: PROBE_TIMEOUT_MS,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text = (text + chunk).slice(0, 1_000);
        });
        response.on('end', () => {
          resolve(response.statusCode === 200 && text === JSON.stringify({ name: 'dragoman', version, ok: true }));
        });
        response.on('error', () => resolve(false));
      },
    );
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', () => resolve(false));
    call.end();
  });
}
