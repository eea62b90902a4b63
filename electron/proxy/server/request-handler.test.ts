import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from './router.ts';
import { type RawResponse, type RequestFacts, requestText, sendRaw } from '../__fixtures__/raw-socket.ts';
import { message, startScriptedUpstream, json, type ScriptedUpstream } from '../__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy } from '../__fixtures__/test-proxy.ts';

let upstream: ScriptedUpstream;
let testProxy: TestProxy;

beforeAll(async () => {
  upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, { ...json, 'set-cookie': 'session=upstream', 'alt-svc': 'h3=":443"' });
    response.end(JSON.stringify(message('Bonjour')));
  });
  testProxy = await startTestProxy({
    overrides: { endpoint: upstream.endpoint, allowedOrigins: ['https://chat.example.org'] },
  });
});

afterAll(async () => {
  await testProxy.close();
  await upstream.close();
});

const send = (facts: RequestFacts): Promise<RawResponse> => sendRaw(testProxy.port, requestText(facts));
const jsonType = 'Content-Type: application/json';
const chat = JSON.stringify({ model: 'gpt-4', messages: [{ role: 'user', content: 'Hello' }] });
const post = (body: string, headers: readonly string[] = [jsonType]): RequestFacts => ({
  method: 'POST',
  path: '/v1/chat/completions',
  headers,
  body,
});

function errorOf(result: RawResponse): { code: string; param: string | null; message: string; type: string } {
  expect(result.headers['content-type']).toBe('application/json; charset=utf-8');
  const { error } = JSON.parse(result.body);
  expect(Object.keys(error)).toEqual(expect.arrayContaining(['message', 'type', 'param', 'code']));
  return error;
}

/** Sends the head, then a megabyte at a time, and reads the response only after all is sent, as simple clients do. */
function sendSlowly(head: string, megabytes: number): Promise<{ result: string; failure: Error | null }> {
  return new Promise((resolve) => {
    const socket = connect(testProxy.port, '127.0.0.1');
    let result = '';
    let failure: Error | null = null;
    socket.on('data', (chunk: Buffer) => {
      result += chunk.toString();
    });
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', () => resolve({ result, failure }));
    socket.write(head);
    const part = 'a'.repeat(1024 * 1024);
    const next = (left: number): void => {
      if (left > 0) setTimeout(() => socket.write(part, () => next(left - 1)), 5);
      else socket.end();
    };
    next(megabytes);
  });
}

describe('refused requests', () => {
  it.each<[what: string, facts: RequestFacts, status: number, code: string]>([
    ['a foreign host', { host: 'evil.example' }, 403, 'host_not_allowed'],
    ['a rebound host with our port', { host: 'rebind.test:9080', path: '/health' }, 403, 'host_not_allowed'],
    ['a foreign host asking OPTIONS', { method: 'OPTIONS', host: 'evil.example' }, 403, 'host_not_allowed'],
    ['no host', { host: null }, 403, 'host_not_allowed'],
    ['two hosts', { headers: ['Host: evil.example'] }, 403, 'host_not_allowed'],
    ['an absolute target', { path: 'http://localhost/v1/models' }, 400, 'invalid_request_target'],
    ['a page', { headers: ['Origin: https://evil.example'] }, 403, 'origin_not_allowed'],
    ['a page without an origin of its own', { headers: ['Origin: null'] }, 403, 'origin_not_allowed'],
    ['an image tag', { headers: ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'] }, 403, 'origin_not_allowed'],
    ['a form', post(chat, ['Content-Type: application/x-www-form-urlencoded']), 415, 'unsupported_media_type'],
    ['a beacon', post(chat, ['Content-Type: text/plain;charset=UTF-8']), 415, 'unsupported_media_type'],
    ['a body without a type', post(chat, []), 415, 'unsupported_media_type'],
    [
      'a WebSocket of a page',
      { headers: ['Origin: https://evil.example', 'Connection: Upgrade', 'Upgrade: websocket'] },
      403,
      'origin_not_allowed',
    ],
    ['malformed JSON', post('{"model": '), 400, 'invalid_json'],
    ['an empty body', post(''), 400, 'invalid_json'],
    ['a poisoned prototype', post('{"model":"gpt-4","__proto__":{"a":1},"messages":[]}'), 400, 'forbidden_key'],
    ['endless nesting', post('['.repeat(100_000)), 400, 'json_too_deep'],
    ['deep nesting', post('['.repeat(5_000) + ']'.repeat(5_000)), 400, 'json_too_deep'],
    [
      'an unknown path',
      { path: '/v1/images/generations', method: 'POST', headers: [jsonType], body: '{}' },
      404,
      'not_found',
    ],
    ['a path that is not decodable', { path: '/v1/%E0%A4%A' }, 400, 'malformed_request'],
    [
      'a path without /v1',
      { path: '/chat/completions', method: 'POST', headers: [jsonType], body: chat },
      404,
      'not_found',
    ],
    ['a wrong method', { path: '/v1/chat/completions' }, 405, 'method_not_allowed'],
    ['an unsupported method', { path: '/v1/models', method: 'QUERY' }, 501, 'method_not_implemented'],
    [
      'an upload for transcription',
      { ...post('--x--', ['Content-Type: multipart/form-data; boundary=x']), path: '/v1/audio/transcriptions' },
      404,
      'not_found',
    ],
    ['another wrong method', { path: '/v1/models', method: 'DELETE' }, 405, 'method_not_allowed'],
    [
      'embeddings',
      { path: '/v1/embeddings', method: 'POST', headers: [jsonType], body: '{}' },
      400,
      'unsupported_endpoint',
    ],
  ])('%s', async (_what, facts, status, code) => {
    const before = upstream.received.length;
    const result = await send(facts);
    expect(result.status).toBe(status);
    expect(errorOf(result).code).toBe(code);
    expect(result.headers['x-content-type-options']).toBe('nosniff');
    expect(result.headers).not.toHaveProperty('access-control-allow-origin');
    expect(upstream.received).toHaveLength(before);
  });

  it('has the missing field as param', async () => {
    const error = errorOf(await send(post('{"model":"gpt-4"}')));
    expect(error).toMatchObject({ type: 'invalid_request_error', param: 'messages' });
  });

  it('the allow header lists the methods', async () => {
    expect((await send({ path: '/v1/chat/completions' })).headers['allow']).toBe('POST');
    expect((await send({ path: '/v1/models', method: 'DELETE' })).headers['allow']).toBe('GET, HEAD');
  });

  it('hints at the base URL when /v1 is missing', async () => {
    const result = await send({ path: '/chat/completions', method: 'POST', headers: [jsonType], body: chat });
    expect(errorOf(result).message).toContain('/v1/chat/completions');
  });

  it.each([
    ['/v1/audio/transcriptions', 'speech'],
    ['/v1/images/generations', 'another provider for images'],
    ['/v1/moderations', 'Turn moderation off'],
    ['/v1/files', 'inside the message'],
    ['/v1/batches', 'one by one'],
    ['/v1/assistants', 'previous_response_id'],
    ['/v1/threads/thread_1/runs', 'previous_response_id'],
    ['/v1/responses/resp_1/cancel', 'close its connection'],
    ['/v1/realtime/sessions', 'stream'],
    ['/v1/fine_tuning/jobs', 'as it is'],
    ['/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21', 'instead of Azure'],
    ['/v1/openai/deployments/gpt-4o/chat/completions', 'instead of Azure'],
    ['/openai/v1/chat/completions', 'without /openai'],
    ['/api/chat', 'instead of Ollama'],
    ['/v1/api/generate', 'instead of Ollama'],
    ['/api/v1/chat/completions', 'no /api in it'],
    ['/v1beta/models/gemini-3-pro:generateContent', 'instead of Gemini'],
    ['/v1/models/gemini-3-pro:streamGenerateContent', 'instead of Gemini'],
    ['/v1/projects/p/locations/l/publishers/anthropic/models/m:rawPredict', '“Anthropic” with the base URL'],
    ['/model/anthropic.claude/converse-stream', '“Anthropic” with the base URL'],
    ['/v1/chat/completions/chatcmpl-1', 'store: true has no effect here'],
    ['/v1/decisions', 'json_schema'],
    ['/v1/evals', 'Turn that feature off'],
    ['/v1/engines/davinci/completions', 'the engine as the model'],
    ['/v1/rerank', 'reranking'],
    ['/v1/nowhere', 'Dragoman serves /v1/chat/completions'],
  ])('at %s names the supported endpoint', async (path, hint) => {
    const result = await send({ ...post('{}'), path });
    expect(result.status).toBe(404);
    expect(errorOf(result)).toMatchObject({ code: 'not_found', message: expect.stringContaining(hint) });
  });

  it.each<[method: string, path: string]>([
    ['GET', '/api/tags'],
    ['GET', '/v1beta/models'],
    ['GET', '/openai/models'],
    ['GET', '/v1/chat/completions/chatcmpl-1'],
    ['DELETE', '/v1/chat/completions/chatcmpl-1'],
    ['GET', '/v1/chat/completions/chatcmpl-1/messages'],
  ])('%s %s is a 404 whose message says what it is', async (method, path) => {
    const result = await send({ method, path });
    expect(result.status).toBe(404);
    expect(errorOf(result).message).toMatch(/ here: (?:This is|It is) /);
  });

  it('names the address that the client itself uses as the base URL', async () => {
    const host = `localhost:${String(testProxy.port)}`;
    expect(errorOf(await send({ path: '/api/tags', host })).message).toContain(`http://${host}/v1`);
  });

  it.each<[method: string, path: string, allowed: string]>([
    ['GET', '/v1/responses/input_tokens', 'POST'],
    ['DELETE', '/v1/responses/input_tokens', 'POST'],
    ['GET', '/v1/responses/compact', 'POST'],
    ['GET', '/v1/responses', 'POST'],
    ['GET', '/v1/chat/completions', 'POST'],
    ['POST', '/v1/models/claude-opus-5-5', 'GET, HEAD'],
  ])('%s %s is a 405 with the methods in the allow header, no unknown id', async (method, path, allowed) => {
    const facts = method === 'POST' ? { ...post('{}'), path } : { method, path };
    const result = await send(facts);
    expect([result.status, result.headers['allow']]).toEqual([405, allowed]);
  });

  it('hints at what a list of stored chat completions would have been for', async () => {
    expect(errorOf(await send({ path: '/v1/chat/completions' })).message).toContain('stores no chat completions');
  });

  it.each([
    ['headers beyond 16 kB', requestText({ headers: [`X-Long: ${'a'.repeat(20_000)}`] }), 431],
    [
      'both lengths, as smugglers send',
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n${jsonType}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'two different lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : localhost\r\n\r\n', 400],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex'), 400],
    ['noise', 'HELLO\r\n\r\n', 400],
  ])('%s, with the strict parser', async (_what, bytes, status) => {
    const result = await sendRaw(testProxy.port, bytes);
    expect(result.status).toBe(status);
    expect(errorOf(result).type).toBe('invalid_request_error');
    expect(result.headers['connection']).toBe('close');
  });

  it('a body that grows beyond 32 MB', async () => {
    const chunk = 'a'.repeat(1024 * 1024);
    const body = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(33);
    const head = `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n${jsonType}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const result = await sendRaw(testProxy.port, head + body);
    expect(result.status).toBe(413);
    expect(errorOf(result).code).toBe('request_too_large');
  });
});

describe('x-dragoman-notes of a learned refusal', () => {
  it.each([
    ['declared too large', [jsonType, 'Content-Length: 50331648'], 413],
    ['of the wrong type', ['Content-Type: text/plain', 'Content-Length: 33554432'], 415],
  ])('is received by a client that is still sending a body %s', async (_what, headers, status) => {
    const { result, failure } = await sendSlowly(
      requestText({ method: 'POST', path: '/v1/chat/completions', headers }),
      32,
    );
    expect(result).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
    expect(failure).toBeNull();
  });

  it('is counted in the refused log, not as an exchange', async () => {
    testProxy.proxy.refused.clear();
    await send({ host: 'evil.example', path: '/v1/models?who=rebinder' });
    await send({ host: 'evil.example', path: '/v1/models?who=rebinder&key=aB3dE6gH9kL2mN5pQ8' });
    // A later request is in the log, so an earlier one would be.
    const id = (await send({ path: '/v1/nothing' })).headers['x-dragoman-exchange'];
    await testProxy.finished(({ summary }) => summary.id === id);
    expect((await testProxy.log.list()).filter(({ path }) => path.includes('rebinder'))).toEqual([]);
    expect(testProxy.proxy.refused.current()).toMatchObject({
      total: 2,
      groups: [{ code: 'host_not_allowed', status: 403, source: 'evil.example', count: 2 }],
    });
    expect(testProxy.proxy.refused.current().groups[0]?.hint).toContain('/v1');
    expect(testProxy.proxy.refused.current().groups[0]?.lastRequest).toBe('GET /v1/models?who=rebinder&key=…5pQ8');
  });
});

describe('accepted requests', () => {
  it.each([
    ['/v1/chat/completions'],
    ['/v1/chat/completions/'],
    ['/v1/v1/chat/completions'],
    ['//v1//chat/completions//'],
    ['/v1/chat/completions?api-version=2024'],
  ])('%s', async (path) => {
    const result = await send({ ...post(chat), path });
    expect(result.status).toBe(200);
    expect(JSON.parse(result.body).choices[0].message.content).toBe('Bonjour');
  });

  it.each(['127.0.0.1', 'LOCALHOST', '[::1]'])('Host %s', async (host) => {
    expect((await send({ host, path: '/health' })).status).toBe(200);
    expect((await send({ host: `${host}:${String(testProxy.port)}`, path: '/health' })).status).toBe(200);
  });

  it('::1 as well as 127.0.0.1', async () => {
    const result = await sendRaw(testProxy.port, requestText({ path: '/health', host: '[::1]' }), '::1');
    expect(result.status).toBe(200);
  });

  it('an allowed page gets CORS headers for its origin', async () => {
    const origin = 'Origin: https://chat.example.org';
    const preflight = await send({
      method: 'OPTIONS',
      path: '/v1/chat/completions',
      headers: [origin, 'Access-Control-Request-Method: POST', 'Access-Control-Request-Headers: content-type'],
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': 'https://chat.example.org',
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    });
    const result = await send(post(chat, [jsonType, origin]));
    expect(result.status).toBe(200);
    expect(result.headers['access-control-allow-origin']).toBe('https://chat.example.org');
  });
});

describe('every response', () => {
  it('forwards neither set-cookie nor alt-svc of the upstream', async () => {
    const { headers } = await send(post(chat));
    expect(headers).not.toHaveProperty('set-cookie');
    expect(headers).not.toHaveProperty('alt-svc');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('of /health is name, version and ok', async () => {
    const result = await send({ path: '/health' });
    expect(JSON.parse(result.body)).toEqual({ name: 'dragoman', version: '0.0.0-test', ok: true });
  });

  it('to HEAD has no body', async () => {
    const result = await sendRaw(testProxy.port, 'HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(result).toMatchObject({ status: 200, body: '' });
    const missing = await sendRaw(
      testProxy.port,
      'HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    expect(missing).toMatchObject({ status: 404, body: '' });
  });
});

it('serves only these endpoints, none for management', () => {
  expect(ROUTES.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /v1/chat/completions',
    'POST /v1/completions',
    'POST /v1/responses',
    'POST /v1/responses/compact',
    'POST /v1/responses/input_tokens',
    'GET /v1/responses/:id',
    'DELETE /v1/responses/:id',
    'GET /v1/responses/:id/input_items',
    'POST /v1/messages',
    'POST /v1/messages/count_tokens',
    'GET /v1/models',
    'GET /v1/models/*',
    'POST /v1/embeddings',
    'GET /health',
    'GET /',
  ]);
});
