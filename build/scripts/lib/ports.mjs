// Port checks.

import { createServer } from 'node:net';

/**
 * @param {number} port
 * @returns {Promise<boolean>} true when the port is in use
 */
export function isPortBusy(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(true));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(false)));
  });
}

/**
 * The port of the arguments or the environment, or the default.
 * @param {readonly string[]} args
 */
export function wantedPort(args) {
  const inline = args.find((argument) => argument.startsWith('--port='))?.slice('--port='.length);
  const at = args.indexOf('--port');
  return Number(inline ?? (at === -1 ? process.env['DRAGOMAN_PORT'] : args[at + 1]) ?? 9080);
}
