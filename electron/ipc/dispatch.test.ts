import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DragomanError } from '#shared/errors.ts';
import { calls, events } from '#shared/ipc/contract.ts';
import { callNames, eventNames } from '#shared/ipc/names.ts';
import { useDispatch } from './__fixtures__/open-calls.ts';

const opened = useDispatch();
const { call } = opened;

describe('every call', () => {
  test('and every event is in the preload', () => {
    expect(callNames).toEqual(Object.keys(calls));
    expect(eventNames).toEqual(Object.keys(events));
  });

  test.each(callNames)('%s refuses input with an extra member', async (name) => {
    for (const input of [null, 7, [], { __extra: 1 }, { toString: 1 }]) {
      expect(await opened.current().dispatch(name, input)).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^invalid_/) },
      });
    }
  });

  test('with any name and input returns a result without an internal error', async () => {
    const names = fc.oneof(fc.constantFrom(...callNames.filter((name) => name !== 'chat.send')), fc.string());
    await fc.assert(
      fc.asyncProperty(names, fc.anything(), async (name, input) => {
        expect(await opened.current().dispatch(name, input)).toHaveProperty('ok');
        expect(opened.current().unexpected).toEqual([]);
      }),
    );
  });

  test.each(['nothing', 'constructor', '__proto__', 'toString', undefined, 7])(
    'named %s does not exist',
    async (name) => {
      expect(await opened.current().dispatch(name, undefined)).toMatchObject({
        ok: false,
        error: { code: 'unknown_call' },
      });
    },
  );

  test('refuses texts above the length limit', async () => {
    expect(await call('settings.import', { json: 'x'.repeat(100_001) })).toMatchObject({ code: 'invalid_input' });
    expect(await call('key.save', { key: 'x'.repeat(501), session: true })).toMatchObject({ code: 'invalid_input' });
  });
});

describe('errors', () => {
  test('internal errors cross without stack, path or message, and are logged in full', async () => {
    const error = new Error('ENOENT: no such file, open /home/someone/secret.txt');
    opened.current().services.onTestKey = () => {
      throw error;
    };
    const received = await call('key.test');
    expect(received).toMatchObject({ code: 'internal_error' });
    expect(JSON.stringify(received)).not.toMatch(/someone|ENOENT|dispatch/);
    expect(opened.current().unexpected).toEqual([error]);
  });

  test.each([
    ['could not read /home/me/.config/Dragoman/settings.json (EACCES)', 'could not read … (EACCES)'],
    ['at C:\\Users\\me\\AppData\\file.js, sorry', 'at …, sorry'],
    ['see file:///home/me/a.js', 'see …'],
    ['POST https://api.anthropic.com/v1/messages failed', 'POST https://api.anthropic.com/v1/messages failed'],
  ])('%s', async (message, shown) => {
    opened.current().services.onTestKey = () => {
      throw new DragomanError('some_code', message);
    };
    expect(await call('key.test')).toMatchObject({ code: 'some_code', message: shown });
  });
});

test('chat.send calls the port of the status, and its events reach the window', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-dragoman-exchange': 'ex-1' });
    response.end(
      'data: {"choices":[{"delta":{"content":"Bon"}}]}\n\ndata: {"choices":[{"delta":{"content":"jour"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await opened.reopen((server.address() as AddressInfo).port);
  expect(
    await call('chat.send', {
      run: 'r1',
      model: 'gpt-4',
      system: 's',
      messages: [{ role: 'user', content: 'Hello' }],
      maxTokens: 5,
    }),
  ).toBeNull();
  await expect
    .poll(() => opened.current().published.map((event) => event.payload))
    .toEqual(
      expect.arrayContaining([
        { kind: 'started', run: 'r1', exchangeId: 'ex-1' },
        { kind: 'finished', run: 'r1', finishReason: 'stop', usage: null },
      ]),
    );
  for (const { name, payload } of opened.current().published) events[name].parse(payload);
  await new Promise((resolve) => server.close(resolve));
});
