/** The headless program, built once for a test file and run as a process of its own before a mock server. */

import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createMockServer, type MockServer } from '#electron/demo/index.ts';

const root = resolve(import.meta.dirname, '../../..');
export const KEY = 'sk-ant-api03-canary-of-the-environment-9876';

type Child = ReturnType<typeof spawn>;

export interface HeadlessProcess {
  readonly output: () => { stdout: string; stderr: string };
  /** The port of the one line on stdout, or null when it ended without one. */
  readonly listening: Promise<number | null>;
  /** Its exit code, or the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  signal(name: NodeJS.Signals): void;
  /** Closes the read end of its output (EPIPE). */
  closeTerminal(): void;
}

export interface HeadlessProgram {
  /** Folder for files of the test; deleted at the end. */
  folder: string;
  mockServer: MockServer;
  /** Endpoint of the mock server. */
  endpoint: string;
  start(parameters: readonly string[], environment?: Record<string, string>): HeadlessProcess;
  /** The same command on a pseudo-terminal whose output goes to stdout. */
  onTerminal(parameters: readonly string[]): Child;
  /** Closed after the test. */
  readonly servers: Server[];
}

/** Builds the program before the tests; ends what they started. */
export function useHeadlessProgram(): HeadlessProgram {
  const terminals: Child[] = [];
  const running: HeadlessProcess[] = [];
  let program = '';
  const headless: HeadlessProgram = {
    folder: '',
    mockServer: createMockServer(),
    endpoint: '',
    servers: [],
    start(parameters, environment = {}) {
      const started = startProcess(program, headless.folder, parameters, environment);
      running.push(started);
      return started;
    },
    onTerminal(parameters) {
      const child = startOnTerminal(program, headless.folder, parameters);
      terminals.push(child);
      return child;
    },
  };

  beforeAll(async () => {
    // Inside the repository, so that the worker of the exchange log finds libsql.
    headless.folder = join(root, 'node_modules', `.dragoman-headless-${process.pid}-${Date.now()}`);
    for (const name of ['headless', 'exchange-worker']) await buildBundle(name, headless.folder);
    program = join(headless.folder, 'headless.js');
    ({ endpoint: headless.endpoint } = await headless.mockServer.start());
  });
  afterAll(async () => {
    await headless.mockServer.close();
    await rm(headless.folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const child of terminals.splice(0)) child.kill();
    for (const server of headless.servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
    for (const one of running.splice(0)) {
      one.signal('SIGKILL');
      await one.ended;
    }
  });
  return headless;
}

function startOnTerminal(program: string, folder: string, parameters: readonly string[]): Child {
  const command = [process.execPath, program, ...parameters].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return spawn('script', ['--quiet', '--flush', '--return', '--command', command.join(' '), '/dev/null'], {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      DRAGOMAN_DATA_DIR: join(folder, 'data'),
      DRAGOMAN_SHOW_PAIR: '1',
      ANTHROPIC_API_KEY: KEY,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** Collects what a process prints until there is `wanted` in it. */
export function untilPrinted(child: Child): (wanted: RegExp) => Promise<string> {
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

async function buildBundle(name: string, folder: string): Promise<void> {
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

function startProcess(
  program: string,
  folder: string,
  parameters: readonly string[],
  environment: Record<string, string>,
): HeadlessProcess {
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
  return {
    output: () => ({ stdout, stderr }),
    listening,
    ended,
    signal: (name) => void child.kill(name),
    closeTerminal() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

/** A small chat request. */
export const chatBody = {
  model: 'gpt-4',
  messages: [
    { role: 'system', content: 'You are a professional translator.' },
    { role: 'user', content: 'Translate the following to French: Hello, how are you?' },
  ],
  max_tokens: 500,
};

/** Sends a chat request to the proxy on this port. */
export async function post(
  port: number | null,
  body: unknown = chatBody,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`http://127.0.0.1:${String(port)}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
