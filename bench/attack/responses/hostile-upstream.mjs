/** An upstream that sends the hostile response chosen last. */

import { once } from 'node:events';
import { createServer } from 'node:http';

/** @typedef {import('./hostile-responses.mjs').HostileResponse} HostileResponse */

export async function startHostileUpstream() {
  /** @type {HostileResponse | null} */
  let chosen = null;
  const server = createServer((request, response) => {
    request.resume();
    // Expected: the proxy closes the connection mid-response.
    response.on('error', () => {});
    request.once('end', () => {
      if (chosen === null) response.writeHead(404).end();
      else void chosen.send(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address !== 'object') throw new Error('The hostile upstream has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** @param {HostileResponse} response */
    choose(response) {
      chosen = response;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
