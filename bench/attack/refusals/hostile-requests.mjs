/** Requests that a web page or a rebound DNS name can send to the proxy without a CORS preflight. */

/**
 * @typedef {object} HostileRequest
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} headers beside `host`, which is the proxy's own unless named
 * @property {string | undefined} body
 */

const body = JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Spend my money.' }] });
const json = { 'content-type': 'application/json' };
const paths = ['/v1/chat/completions', '/v1/responses', '/v1/completions', '/v1/messages', '/v1/models', '/health'];

/** @param {string} origin `http://127.0.0.1:PORT` @returns {Record<string, string>[]} */
function hostileHeaders(origin) {
  const { port, host } = new URL(origin);
  const hosts = [
    'evil.example',
    `evil.example:${port}`,
    `${host}.evil.example`,
    `localhost.evil.example:${port}`,
    `127.0.0.1.:${port}0`,
  ];
  const origins = [
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    `http://127.0.0.1:${Number(port) + 1}`,
    'http://localhost',
    'file://',
    'chrome-extension://abcdefghijklmnop',
  ];
  return [
    ...hosts.map((name) => Object.assign({ host: name }, json)),
    ...origins.map((name) => Object.assign({ origin: name }, json)),
    ...['cross-site', 'same-site'].map((site) => Object.assign({ 'sec-fetch-site': site }, json)),
  ];
}

/** All must be refused, with any method: none may reach the upstream. @param {string} origin @returns {HostileRequest[]} */
export function hostileRequests(origin) {
  const fromPages = hostileHeaders(origin).flatMap((headers) =>
    paths.flatMap((path) =>
      ['POST', 'GET', 'OPTIONS', 'PUT'].map((method) => ({
        method,
        path,
        headers,
        body: method === 'POST' ? body : undefined,
      })),
    ),
  );
  const forms = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].flatMap((type) =>
    paths.slice(0, 4).map((path) => ({ method: 'POST', path, headers: { 'content-type': type }, body })),
  );
  return [...fromPages, ...forms];
}
