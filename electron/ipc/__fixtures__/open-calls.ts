/** The calls of the window before real services, for each test. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createChatRunner } from '#electron/ipc/chat.ts';
import { createDispatch, type Dispatch } from '#electron/ipc/dispatch.ts';
import { createFeed } from '#electron/ipc/feed.ts';
import { createHandlers } from '#electron/ipc/handlers.ts';
import { type CallName, calls, type EventName } from '#shared/ipc/contract.ts';
import { createTestServices, type TestServices } from './ipc-services.ts';

/** The stored API key. */
export const CANARY = 'sk-ant-api03-canary-0123456789-canary-wxyz';

/** The calls and what stands behind them. */
export interface OpenCalls {
  readonly services: TestServices;
  readonly dispatch: Dispatch;
  /** The user's choice in native dialogs. */
  readonly chosenFile: string;
  /** Internal errors. */
  readonly unexpected: unknown[];
  readonly published: { name: EventName; payload: unknown }[];
  close(): Promise<void>;
}

export interface DispatchFixture {
  /** Those of the running test. */
  readonly current: () => OpenCalls;
  /** @returns the output, which matches the contract's schema, or the error */
  readonly call: (name: CallName, input?: unknown) => Promise<unknown>;
  /** Opens them again, with a proxy that is said to listen on this port. */
  readonly reopen: (port: number) => Promise<void>;
}

/** Opens the calls before each test and closes them afterwards. */
export function useDispatch(): DispatchFixture {
  let folder = '';
  let open: OpenCalls | null = null;
  const current = (): OpenCalls => {
    if (open === null) throw new Error('No test is running.');
    return open;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dragoman-dispatch-'));
    open = openCalls(folder);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await current().close();
  });
  return {
    current,
    async call(name, input) {
      const received = await current().dispatch(name, input);
      return received.ok ? calls[name].output.parse(received.value) : received.error;
    },
    async reopen(port) {
      await current().close();
      open = openCalls(folder, port);
    },
  };
}

function openCalls(folder: string, port?: number): OpenCalls {
  const services = createTestServices(CANARY, port);
  const feed = createFeed({ services, batchMs: 1 });
  const published: OpenCalls['published'] = [];
  feed.attach({ send: (name, payload) => published.push({ name, payload }) });
  const chat = createChatRunner({
    baseUrl: () => services.proxy.status().baseUrl,
    userAgent: 'Dragoman/test',
    emit: (event) => feed.chat(event),
  });
  const chosenFile = join(folder, 'exported.jsonl');
  const unexpected: unknown[] = [];
  const handlers = createHandlers({
    services,
    chat,
    appInfo: () => ({ version: '0', platform: 'linux', demo: false, electron: '0', dataFolder: '/data' }),
    writeClipboard: () => undefined,
    dialogs: {
      chooseSaveFile: async () => chosenFile,
      chooseOpenFile: async () => chosenFile,
      openFolder: async () => undefined,
    },
  });
  return {
    services,
    dispatch: createDispatch(handlers, (error) => unexpected.push(error)),
    chosenFile,
    unexpected,
    published,
    async close() {
      chat.stopAll();
      feed.close();
      await services.close();
    },
  };
}
