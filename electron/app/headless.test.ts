import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMockServer, type MockServer } from '../demo/index.ts';

const root = resolve(import.meta.dirname, '../..');
const KEY = 'sk-ant-api03-canary-of-the-environment-9876';

const onTerminals: ReturnType<typeof spawn>[] = [];
const servers: HttpServer[] = [];
let folder: string;
let program: string;
let mockServer: MockServer;
let endpoint: string;
const running: HeadlessProcess[] = [];

/** The shell command, run on a pseudo-terminal whose output goes to stdout. */
function onTerminal(parameters: readonly string[]): ReturnType<typeof spawn> {
  const command = [process.execPath, program, ...parameters].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const child = spawn('script', ['--quiet', '--flush', '--return', '--command', command.join(' '), '/dev/null'], {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      DRAGOMAN_DATA_DIR: join(folder, 'data'),
      DRAGOMAN_SHOW_PAIR: '1',
      ANTHROPIC_API_KEY: KEY,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTerminals.push(child);
  return child;
}

/** Collects what a process prints until there is `wanted` in it. */
function untilPrinted(child: ReturnType<typeof spawn>): (wanted: RegExp) => Promise<string> {
  let text = '';
  let look = (): void => undefined;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  return (wanted) =>
    new Promise((done, failed) => {
      child.once('close', () => failed(new Error(`It ended without ${String(wanted)}: ${text}`)));
      look = () => {
        if (wanted.test(text)) done(text);
      };
      look();
    });
}

interface HeadlessProcess {
  readonly output: () => { stdout: string; stderr: string };
  /** The port of the one line on stdout, or null when it ended without one. */
  readonly listening: Promise<number | null>;
  /** Its exit code, or the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  signal(name: NodeJS.Signals): void;
  /** Closes the read end of its output (EPIPE). */
  closeTerminal(): void;
}

beforeAll(async () => {
  // Inside the repository, so that the worker of the exchange log finds libsql.
  folder = join(root, 'node_modules', `.dragoman-headless-${process.pid}`);
  for (const name of ['headless', 'exchange-worker']) await buildBundle(name);
  program = join(folder, 'headless.js');
  mockServer = createMockServer();
  ({ endpoint } = await mockServer.start());
});

afterAll(async () => {
  await mockServer.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const child of onTerminals.splice(0)) child.kill();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  for (const headless of running.splice(0)) {
    headless.signal('SIGKILL');
    await headless.ended;
  }
});

async function buildBundle(name: string): Promise<void> {
  const build = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      `build/vite.${name}.config.ts`,
      '--outDir',
      folder,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise((done) => build.once('exit', done));
  if (code !== 0) throw new Error('The bundle could not be built.');
}

function start(parameters: readonly string[], environment: Record<string, string> = {}): HeadlessProcess {
  const child = spawn(process.execPath, [program, ...parameters], {
    // No session bus: nothing of this test may touch a real keyring.
    env: { PATH: process.env['PATH'], HOME: folder, DRAGOMAN_DATA_DIR: join(folder, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const ended: HeadlessProcess['ended'] = new Promise((done) =>
    child.once('close', (code, signal) => done(code ?? signal)),
  );
  const listening = new Promise<number | null>((done) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const port = /^dragoman listening on http:\/\/127\.0\.0\.1:(\d+)\/v1\n/.exec(stdout)?.[1];
      if (port !== undefined) done(Number(port));
    });
    child.once('close', () => done(null));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const headless: HeadlessProcess = {
    output: () => ({ stdout, stderr }),
    listening,
    ended,
    signal: (name) => void child.kill(name),
    closeTerminal() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
  running.push(headless);
  return headless;
}

const seed = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

async function post(
  port: number | null,
  body: unknown = seed,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`http://127.0.0.1:${String(port)}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('headless mode', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints one line, serves, and exits with 0 on %s', async (signal) => {
    const headless = start(['--port', '0', '--endpoint', endpoint], { ANTHROPIC_API_KEY: KEY });
    const port = await headless.listening;
    const { status, text } = await post(port);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ object: 'chat.completion', model: 'gpt-4' });
    expect(mockServer.requests.at(-1)?.headers['x-api-key'] ?? '').toBe(KEY);
    headless.signal(signal);
    expect(await headless.ended).toBe(0);
    expect(headless.output().stdout).toBe(`dragoman listening on http://127.0.0.1:${String(port)}/v1\n`);
  });

  it('finishes a response before it exits', async () => {
    const paced = createMockServer({ pace: 30 });
    const { endpoint: slow } = await paced.start();
    const headless = start(['--port', '0', '--endpoint', slow], { ANTHROPIC_API_KEY: KEY });
    const port = await headless.listening;
    const response = await fetch(`http://127.0.0.1:${String(port)}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...seed, stream: true }),
    });
    headless.signal('SIGTERM');
    expect(await response.text()).toContain('data: [DONE]');
    expect(await headless.ended).toBe(0);
    await paced.close();
  });

  it('survives the end of its terminal (EPIPE)', async () => {
    const headless = start(['--demo', '--port', '0'], { DRAGOMAN_SHOW_PAIR: '1' });
    const port = await headless.listening;
    headless.closeTerminal();
    for (let count = 0; count < 3; count += 1) expect((await post(port)).status).toBe(200);
    headless.signal('SIGTERM');
    expect(await headless.ended).toBe(0);
  });

  it('--demo serves the built-in mock server and prints that', async () => {
    const headless = start(['--demo', '--port', '0'], { DRAGOMAN_TOKEN: 'sk-dragoman-canary-of-a-demo' });
    const { status, headers } = await post(await headless.listening);
    expect(status).toBe(200);
    expect(headers.get('x-dragoman-demo')).toBe('1');
    expect(headless.output().stderr).toContain('demo: a built-in mock server answers');
    expect(headless.output().stderr).toContain('DRAGOMAN_TOKEN is not asked for');
  });

  it('takes its options from the environment', async () => {
    const headless = start([], {
      DRAGOMAN_PORT: '0',
      DRAGOMAN_ENDPOINT: endpoint,
      DRAGOMAN_MODEL: 'claude-haiku-5-5',
      ANTHROPIC_API_KEY: KEY,
    });
    const { headers } = await post(await headless.listening);
    expect(headers.get('x-dragoman-model')).toBe('claude-haiku-5-5');
  });

  it('takes the configuration table from a file, for this run only', async () => {
    const config = join(folder, 'config.json');
    const table = { provider: 'anthropic', model: 'claude-opus-5-5', api_key: KEY, override: { endpoint } };
    await writeFile(config, JSON.stringify({ plugins: { 'ai-proxy': table } }));
    const headless = start(['--config', config, '--port', '0']);
    const { status, headers } = await post(await headless.listening);
    expect(status).toBe(200);
    expect(headers.get('x-dragoman-model')).toBe('claude-opus-5-5');
    expect(mockServer.requests.at(-1)?.headers['x-api-key']).toBe(KEY);
  });

  it('returns a missing key as an error in OpenAI’s shape', async () => {
    const headless = start(['--port', '0', '--endpoint', endpoint]);
    const { status, text } = await post(await headless.listening);
    expect(status).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'invalid_request_error', code: 'no_api_key' } });
    headless.signal('SIGTERM');
    await headless.ended;
    expect(headless.output().stderr).toContain('set ANTHROPIC_API_KEY');
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
      const dataFolder = join(folder, `warned-${source.replaceAll(/\W/g, '')}`);
      await mkdir(dataFolder);
      await writeFile(join(dataFolder, 'config.json'), JSON.stringify({ override: { endpoint: gateway } }));
      if (source === 'the settings file') {
        await writeFile(join(dataFolder, 'settings.json'), JSON.stringify({ endpoint: gateway }));
      }
      const options = parameters.map((one) => (one === 'config.json' ? join(dataFolder, one) : one));
      const headless = start(['--port', '0', '--data-dir', dataFolder, ...options], environment);
      expect(await headless.listening).not.toBeNull();
      expect(headless.output().stderr).toContain(
        'dragoman: warning: Your key will be sent to gateway.example, which is not Anthropic.\n',
      );
    },
  );

  it('does not warn about loopback or a demo', async () => {
    const local = start(['--port', '0', '--endpoint', endpoint], { ANTHROPIC_API_KEY: KEY });
    const demo = start(['--port', '0', '--demo', '--endpoint', gateway]);
    for (const headless of [local, demo]) {
      await headless.listening;
      headless.signal('SIGTERM');
      await headless.ended;
      expect(headless.output().stderr).not.toContain('warning');
    }
  });

  it('requires the token of DRAGOMAN_TOKEN, and never forwards it', async () => {
    const token = 'sk-dragoman-canary-of-the-environment';
    const headless = start(['--port', '0', '--endpoint', endpoint], { ANTHROPIC_API_KEY: KEY, DRAGOMAN_TOKEN: token });
    const port = await headless.listening;
    const refused = await post(port);
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.text)).toMatchObject({
      error: { code: 'invalid_api_key', type: 'invalid_request_error' },
    });
    await post(port);
    const { status } = await post(port, seed, { authorization: `Bearer ${token}` });
    expect(status).toBe(200);
    // Once, however often requests are refused.
    expect(headless.output().stderr.match(/dragoman: refused \(401\): .*token/g)).toHaveLength(1);
    expect(JSON.stringify(mockServer.requests.at(-1)?.headers)).not.toContain(token);
    expect(mockServer.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('writes the key nowhere', async () => {
    const dataFolder = join(folder, 'kept');
    const headless = start(['--port', '0', '--endpoint', endpoint, '--data-dir', dataFolder], {
      ANTHROPIC_API_KEY: KEY,
    });
    await post(await headless.listening);
    headless.signal('SIGTERM');
    await headless.ended;
    const { stdout, stderr } = headless.output();
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
    const headless = start(['--port', String(port), '--endpoint', endpoint], { ANTHROPIC_API_KEY: KEY });
    expect(await headless.ended).toBe(1);
    const { stdout, stderr } = headless.output();
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
    const headless = start(parameters);
    expect(await headless.ended).toBe(2);
    const { stdout, stderr } = headless.output();
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^dragoman: [^\n]+\n$/);
    expect(stderr).toContain(part);
  });
});

describe.runIf(process.platform === 'linux')('on a terminal', () => {
  /** Clears the screen, names the window, rings, writes a link, turns the text; C1 as one character; a carriage return over a line. */
  const hostile = '\u001b[2J\u001b]0;title\u0007\u0008\u009b31m\u202ereversed\u2066\r\u000b\u007f\u0000\u2028 end';
  /** What a terminal acts on, but for the line ends that the terminal itself makes of line breaks. */
  // oxlint-disable-next-line no-control-regex
  const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
  const cleaned = (text: string): string => text.replaceAll('\r\n', '\n');

  it('control characters of bodies, headers and errors are printed as escapes', async () => {
    const raw = createHttpServer((request, response) => {
      request.resume();
      response.setHeader('request-id', 'req_\u0085\u009b');
      if (request.url?.includes('stream') === true) response.setHeader('content-type', 'text/event-stream');
      response.writeHead(request.url?.includes('models') === true ? 404 : 529);
      response.end(`{"type":"error","error":{"type":"overloaded_error","message":"${hostile}"}} ${hostile}`);
    });
    servers.push(raw);
    await new Promise<void>((done) => raw.listen(0, '127.0.0.1', done));
    // A listening TCP server has an address object.
    const { port } = raw.address() as AddressInfo;
    const child = onTerminal(['--port', '0', '--endpoint', `http://127.0.0.1:${String(port)}/v1/messages`]);
    const printed = untilPrinted(child);
    const listening = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(await printed(/listening on \S+\s/))?.[1];
    await fetch(`http://127.0.0.1:${String(listening)}/v1/messages?stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-note': 'caf\u00e9 \u0085\u009b2J',
        'x-stainless-retry-count': '0',
      },
      body: JSON.stringify({ ...seed, user: hostile, metadata: { [hostile]: hostile } }),
    });
    const text = cleaned(await printed(/4\. What the client got[\s\S]*end[\s\S]*end/));
    expect(acting.exec(text)).toBeNull();
    expect(text).toContain(
      String.raw`\u001b[2J\u001b]0;title\u0007\u0008\u009b31m\u202ereversed\u2066\u000d\u000b\u007f\u0000\u2028 end`,
    );
  });

  it.each([
    ['an option', [`--${hostile}`]],
    ['its value', ['--port', hostile]],
    ['a file name', ['--config', `/nowhere/${hostile.replaceAll('\u0000', '')}`]],
    ['two lines', ['--port', 'x\ndragoman listening on http://127.0.0.1:1/v1']],
  ])('control characters of a bad command line are printed as escapes: %s', async (_what, parameters) => {
    const child = onTerminal(parameters.map((one) => one.replaceAll('\u0000', '')));
    const text = cleaned(await untilPrinted(child)(/dragoman: [^\n]*\n/));
    expect(acting.exec(text)).toBeNull();
    expect(text).toMatch(/^dragoman: [^\n]+\n$/);
  });
});
