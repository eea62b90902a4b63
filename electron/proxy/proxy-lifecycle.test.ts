import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { requestText, sendRaw } from './__fixtures__/raw-socket.ts';
import { eventStream, startScriptedUpstream, textEvents } from './__fixtures__/scripted-upstream.ts';
import { startTestProxy, type TestProxy, type TestProxyOptions } from './__fixtures__/test-proxy.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options: TestProxyOptions = {}): Promise<TestProxy> {
  const testProxy = await startTestProxy(options);
  open.push(testProxy);
  return testProxy;
}

const health = requestText({ path: '/health' });
const chat = (text = 'Hello'): string =>
  requestText({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: ['Content-Type: application/json'],
    body: JSON.stringify({ model: 'gpt-4', stream: true, messages: [{ role: 'user', content: text }] }),
  });

describe('the proxy', () => {
  it('starts, serves, stops and starts again', async () => {
    const testProxy = await start();
    const states: string[] = [];
    testProxy.proxy.onStatus(({ state }) => {
      if (states.at(-1) !== state) states.push(state);
    });
    expect(testProxy.proxy.status()).toMatchObject({
      state: 'running',
      baseUrl: `${testProxy.origin}/v1`,
      freePort: null,
    });
    expect((await sendRaw(testProxy.port, health)).status).toBe(200);
    expect(await testProxy.proxy.stop(0)).toMatchObject({ state: 'stopped', since: null });
    await expect(sendRaw(testProxy.port, health)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const again = await testProxy.proxy.start();
    expect(again.state).toBe('running');
    expect((await sendRaw(again.port, health)).status).toBe(200);
    expect(states).toEqual(['stopped', 'starting', 'running']);
  });

  it('started twice is one proxy', async () => {
    const testProxy = await start();
    expect((await testProxy.proxy.start()).port).toBe(testProxy.port);
  });

  it('suggests no port in use at ::1', async () => {
    const taken = await start({ port: 0 });
    const next = createServer();
    // The next port on ::1, where another program is `localhost` for clients that prefer IPv6.
    await new Promise<void>((resolve) => next.listen(taken.port + 1, '::1', resolve));
    const status = (await start({ port: taken.port })).proxy.status();
    expect(status.state).toBe('port-conflict');
    expect(status.freePort).toBeGreaterThan(taken.port + 1);
    await new Promise((resolve) => next.close(resolve));
  });

  it('EADDRINUSE names the port owner and a free port, and changes nothing', async () => {
    const other = createServer((_request, response) => response.end('mine'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    // A listening TCP server has an address object.
    const { port } = other.address() as AddressInfo;
    const testProxy = await start({ port });
    const status = testProxy.proxy.status();
    expect(status).toMatchObject({ state: 'port-conflict', port });
    expect(status.freePort).toBeGreaterThan(port);
    expect(status.hint).toContain(String(status.freePort));
    expect(status.message).toContain(process.platform === 'linux' ? `process ${String(process.pid)}` : String(port));
    expect((await sendRaw(port, health)).body).toContain('mine');

    await new Promise((resolve) => other.close(resolve));
    expect((await testProxy.proxy.start()).state).toBe('running');
  });

  it('recognises another Dragoman on its port', async () => {
    const first = await start({ version: 'other' });
    const second = await start({ port: first.port });
    expect(second.proxy.status()).toMatchObject({ state: 'port-conflict' });
    // The other one has another version, so it is recognised by its name.
    expect(second.proxy.status().message).toContain('another Dragoman');
  });

  it('counts `localhost` as in use when another process listens there', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '::1', resolve));
    const { port } = other.address() as AddressInfo;
    const testProxy = await start({ port });
    expect(testProxy.proxy.status().state).toBe('port-conflict');
    await new Promise((resolve) => other.close(resolve));
  });

  it('listens on another port when the setting changes', async () => {
    const testProxy = await start();
    const free = await start();
    const { port } = free;
    await free.proxy.stop(0);
    const moved = new Promise<void>((resolve) => {
      testProxy.proxy.onStatus((status) => {
        if (status.state === 'running' && status.port === port) resolve();
      });
    });
    testProxy.settings.save({ ...testProxy.settings.get(), port });
    await moved;
    expect((await sendRaw(port, health)).status).toBe(200);
    await expect(sendRaw(testProxy.port, health)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('runs without a key, and its hint says so once the keychain has been read', async () => {
    const testProxy = await start({ apiKey: null });
    expect(testProxy.proxy.status()).toMatchObject({ state: 'running', hint: null, key: { state: 'reading' } });
    await testProxy.key.refresh();
    expect(testProxy.proxy.status()).toMatchObject({ state: 'running', hint: expect.stringContaining('key') });
  });

  it('runs a health check after the machine slept', async () => {
    const testProxy = await start();
    expect(await testProxy.proxy.recheck()).toMatchObject({ state: 'running', port: testProxy.port });
  });
});

describe('uncaught errors', () => {
  it('are shown, and cleared by a passed health check', async () => {
    const testProxy = await start();
    const states: string[] = [];
    testProxy.proxy.onStatus(({ state }) => states.push(state));
    testProxy.proxy.reportFault();
    testProxy.proxy.reportFault();
    expect(testProxy.proxy.status()).toMatchObject({ state: 'degraded', hint: expect.stringContaining('its log') });
    expect((await sendRaw(testProxy.port, health)).status).toBe(200);
    await expect.poll(() => testProxy.proxy.status().state).toBe('running');
    expect([...new Set(states)]).toEqual(['degraded', 'running']);
  });

  it('change nothing while the proxy is stopped', async () => {
    const testProxy = await start({ start: false });
    testProxy.proxy.reportFault();
    expect(testProxy.proxy.status().state).toBe('stopped');
  });

  it('in the request handler fail that request, and the server restarts on the same port beside running streams', async () => {
    const chunks = textEvents(['Bon', 'jour']);
    let finish = (): void => undefined;
    const upstream = await startScriptedUpstream((_request, response) => {
      response.writeHead(200, eventStream);
      response.write(chunks.slice(0, 3).join(''));
      finish = () => response.end(chunks.slice(3).join(''));
    });
    open.push(upstream);
    const unexpected: unknown[] = [];
    const testProxy = await start({
      overrides: { endpoint: upstream.endpoint },
      onUnexpected: (error) => unexpected.push(error),
    });
    const streaming = new Promise<void>((resolve) => {
      testProxy.log.onChange(({ state }) => void (state === 'streaming' && resolve()));
    });
    const first = sendRaw(testProxy.port, chat());
    await streaming;

    const breakOnce = (): unknown =>
      vi.spyOn(testProxy.proxy.parts.recorder, 'open').mockImplementationOnce(() => {
        throw new Error('broken for a test');
      });
    breakOnce();
    const refused = await sendRaw(testProxy.port, health);
    expect(refused.status).toBe(500);
    expect(refused.body).toContain('"code":"internal_error"');
    expect(refused.body).not.toContain('broken for a test');
    expect(unexpected).toHaveLength(1);

    const since = testProxy.proxy.status().since ?? 0;
    await expect.poll(() => Date.now()).toBeGreaterThan(since);
    // The health check fails; the restarted server works.
    breakOnce();
    expect(await testProxy.proxy.recheck()).toMatchObject({ state: 'running', port: testProxy.port });
    expect(unexpected).toHaveLength(2);
    expect(testProxy.proxy.status().since).toBeGreaterThan(since);
    expect((await sendRaw(testProxy.port, health)).status).toBe(200);
    finish();
    expect((await first).body).toContain('[DONE]');
  });
});

describe('requests in flight', () => {
  it('finish with their settings while new requests use the new ones', async () => {
    const chunks = textEvents(['Bon', 'jour']);
    let finish = (): void => undefined;
    const slow = await startScriptedUpstream((_request, response) => {
      response.writeHead(200, eventStream);
      response.write(chunks.slice(0, 3).join(''));
      finish = () => response.end(chunks.slice(3).join(''));
    });
    const quick = await startScriptedUpstream((_request, response) => {
      response.writeHead(200, eventStream);
      response.end(textEvents(['Salut']).join(''));
    });
    open.push(slow, quick);
    const testProxy = await start({ overrides: { endpoint: slow.endpoint } });
    const first = sendRaw(testProxy.port, chat());
    const streaming = new Promise<void>((resolve) => {
      testProxy.log.onChange(({ state }) => {
        if (state === 'streaming') resolve();
      });
    });
    await streaming;
    testProxy.settings.save({ ...testProxy.settings.get(), endpoint: quick.endpoint, model: 'claude-haiku-5-5' });
    const second = await sendRaw(testProxy.port, chat());
    expect(second.body).toContain('Salut');
    expect(second.headers['x-dragoman-model']).toBe('claude-haiku-5-5');
    const stopped = testProxy.proxy.stop(60_000);
    finish();
    const result = await first;
    expect(result.body).toContain('jour');
    expect(result.body).toContain('[DONE]');
    expect(result.headers['x-dragoman-model']).toBe('claude-sonnet-5-5');
    expect((await stopped).state).toBe('stopped');
  });

  it('end with an error after the shutdown timeout, their upstream calls too', async () => {
    const upstream = await startScriptedUpstream((_request, response) => {
      response.writeHead(200, eventStream);
      response.write(textEvents(['Bonjour']).slice(0, 3).join(''));
    });
    open.push(upstream);
    const testProxy = await start({ overrides: { endpoint: upstream.endpoint } });
    const result = sendRaw(testProxy.port, chat());
    await new Promise<void>((resolve) => {
      testProxy.log.onChange(({ state }) => {
        if (state === 'streaming') resolve();
      });
    });
    await testProxy.proxy.stop(0);
    await upstream.disconnected();
    const { body } = await result;
    expect(body).toContain('Bonjour');
    expect(body).not.toContain('[DONE]');
    expect(body).toMatch(/data: \{"error":\{.*"code":"shutting_down"/);
    const [exchange] = await testProxy.log.list();
    expect(exchange).toMatchObject({ state: 'failed' });
  });
});
