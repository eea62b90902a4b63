import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMockServer } from '../demo/index.ts';
import { chatBody, KEY, post, useHeadlessProgram } from './__fixtures__/headless-program.ts';

const headless = useHeadlessProgram();

describe('headless mode', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints one line, serves, and exits with 0 on %s', async (signal) => {
    const proxy = headless.start(['--port', '0', '--endpoint', headless.endpoint], { ANTHROPIC_API_KEY: KEY });
    const port = await proxy.listening;
    const { status, text } = await post(port);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ object: 'chat.completion', model: 'gpt-4' });
    expect(headless.mockServer.requests.at(-1)?.headers['x-api-key'] ?? '').toBe(KEY);
    proxy.signal(signal);
    expect(await proxy.ended).toBe(0);
    expect(proxy.output().stdout).toBe(`dragoman listening on http://127.0.0.1:${String(port)}/v1\n`);
  });

  it('finishes a response before it exits', async () => {
    const paced = createMockServer({ pace: 30 });
    const { endpoint: slow } = await paced.start();
    const proxy = headless.start(['--port', '0', '--endpoint', slow], { ANTHROPIC_API_KEY: KEY });
    const port = await proxy.listening;
    const response = await fetch(`http://127.0.0.1:${String(port)}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...chatBody, stream: true }),
    });
    proxy.signal('SIGTERM');
    expect(await response.text()).toContain('data: [DONE]');
    expect(await proxy.ended).toBe(0);
    await paced.close();
  });

  it('survives the end of its terminal (EPIPE)', async () => {
    const proxy = headless.start(['--demo', '--port', '0'], { DRAGOMAN_SHOW_PAIR: '1' });
    const port = await proxy.listening;
    proxy.closeTerminal();
    for (let count = 0; count < 3; count += 1) expect((await post(port)).status).toBe(200);
    proxy.signal('SIGTERM');
    expect(await proxy.ended).toBe(0);
  });

  it('--demo serves the built-in mock server and prints that', async () => {
    const proxy = headless.start(['--demo', '--port', '0'], { DRAGOMAN_TOKEN: 'sk-dragoman-canary-of-a-demo' });
    const { status, headers } = await post(await proxy.listening);
    expect(status).toBe(200);
    expect(headers.get('x-dragoman-demo')).toBe('1');
    expect(proxy.output().stderr).toContain('demo: a built-in mock server answers');
    expect(proxy.output().stderr).toContain('DRAGOMAN_TOKEN is not asked for');
  });

  it('takes its options from the environment', async () => {
    const proxy = headless.start([], {
      DRAGOMAN_PORT: '0',
      DRAGOMAN_ENDPOINT: headless.endpoint,
      DRAGOMAN_MODEL: 'claude-haiku-5-5',
      ANTHROPIC_API_KEY: KEY,
    });
    const { headers } = await post(await proxy.listening);
    expect(headers.get('x-dragoman-model')).toBe('claude-haiku-5-5');
  });

  it('takes the configuration table from a file, for this run only', async () => {
    const config = join(headless.folder, 'config.json');
    const table = {
      provider: 'anthropic',
      model: 'claude-opus-5-5',
      api_key: KEY,
      override: { endpoint: headless.endpoint },
    };
    await writeFile(config, JSON.stringify({ plugins: { 'ai-proxy': table } }));
    const proxy = headless.start(['--config', config, '--port', '0']);
    const { status, headers } = await post(await proxy.listening);
    expect(status).toBe(200);
    expect(headers.get('x-dragoman-model')).toBe('claude-opus-5-5');
    expect(headless.mockServer.requests.at(-1)?.headers['x-api-key']).toBe(KEY);
  });

  it('returns a missing key as an error in OpenAI’s shape', async () => {
    const proxy = headless.start(['--port', '0', '--endpoint', headless.endpoint]);
    const { status, text } = await post(await proxy.listening);
    expect(status).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'invalid_request_error', code: 'no_api_key' } });
    proxy.signal('SIGTERM');
    await proxy.ended;
    expect(proxy.output().stderr).toContain('set ANTHROPIC_API_KEY');
  });

  const gateway = 'https://gateway.example/v1/messages';
  it.each([
    ['--endpoint', ['--endpoint', gateway], {}],
    ['DRAGOMAN_ENDPOINT', [], { DRAGOMAN_ENDPOINT: gateway }],
    ['--config', ['--config', 'config.json'], {}],
    ['the settings file', [], {}],
  ])(
    'warns on stderr of the key’s destination when %s names another server',
    async (source, parameters, environment) => {
      const dataFolder = join(headless.folder, `warned-${source.replaceAll(/\W/g, '')}`);
      await mkdir(dataFolder);
      await writeFile(join(dataFolder, 'config.json'), JSON.stringify({ override: { endpoint: gateway } }));
      if (source === 'the settings file') {
        await writeFile(join(dataFolder, 'settings.json'), JSON.stringify({ endpoint: gateway }));
      }
      const options = parameters.map((one) => (one === 'config.json' ? join(dataFolder, one) : one));
      const proxy = headless.start(['--port', '0', '--data-dir', dataFolder, ...options], environment);
      expect(await proxy.listening).not.toBeNull();
      expect(proxy.output().stderr).toContain(
        'dragoman: warning: Your key will be sent to gateway.example, which is not Anthropic.\n',
      );
    },
  );

  it('does not warn about loopback or a demo', async () => {
    const local = headless.start(['--port', '0', '--endpoint', headless.endpoint], { ANTHROPIC_API_KEY: KEY });
    const demo = headless.start(['--port', '0', '--demo', '--endpoint', gateway]);
    for (const proxy of [local, demo]) {
      await proxy.listening;
      proxy.signal('SIGTERM');
      await proxy.ended;
      expect(proxy.output().stderr).not.toContain('warning');
    }
  });

  it('requires the token of DRAGOMAN_TOKEN, and never forwards it', async () => {
    const token = 'sk-dragoman-canary-of-the-environment';
    const proxy = headless.start(['--port', '0', '--endpoint', headless.endpoint], {
      ANTHROPIC_API_KEY: KEY,
      DRAGOMAN_TOKEN: token,
    });
    const port = await proxy.listening;
    const refused = await post(port);
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.text)).toMatchObject({
      error: { code: 'invalid_api_key', type: 'invalid_request_error' },
    });
    await post(port);
    const { status } = await post(port, chatBody, { authorization: `Bearer ${token}` });
    expect(status).toBe(200);
    // Once, however often requests are refused.
    expect(proxy.output().stderr.match(/dragoman: refused \(401\): .*token/g)).toHaveLength(1);
    expect(JSON.stringify(headless.mockServer.requests.at(-1)?.headers)).not.toContain(token);
    expect(headless.mockServer.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('writes the key nowhere', async () => {
    const dataFolder = join(headless.folder, 'kept');
    const proxy = headless.start(['--port', '0', '--endpoint', headless.endpoint, '--data-dir', dataFolder], {
      ANTHROPIC_API_KEY: KEY,
    });
    await post(await proxy.listening);
    proxy.signal('SIGTERM');
    await proxy.ended;
    const { stdout, stderr } = proxy.output();
    const names = await readdir(dataFolder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const texts = await Promise.all(files.map((path) => readFile(path, 'latin1')));
    expect([stdout, stderr, ...texts].join('\n')).not.toContain(KEY);
  });

  it('exits with 1 and one line when its port is in use', async () => {
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
    // A listening TCP server has an address object.
    const { port } = holder.address() as AddressInfo;
    const proxy = headless.start(['--port', String(port), '--endpoint', headless.endpoint], { ANTHROPIC_API_KEY: KEY });
    expect(await proxy.ended).toBe(1);
    const { stdout, stderr } = proxy.output();
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      new RegExp(`^dragoman: Port ${String(port)} is in use[^\\n]*--port \\d+, which is free\\.\\n$`),
    );
    holder.close();
  });

  it.each([
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--port', '70000'], '--port must be'],
    [['--endpoint', 'http://example.org/'], 'Only https'],
    [['--config', '/nowhere/config.json'], 'cannot be read (ENOENT)'],
  ])('exits with 2 and one line for %o', async (parameters, part) => {
    const proxy = headless.start(parameters);
    expect(await proxy.ended).toBe(2);
    const { stdout, stderr } = proxy.output();
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^dragoman: [^\n]+\n$/);
    expect(stderr).toContain(part);
  });
});
