import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openResponse, type OpenedResponse } from './open-response.ts';

async function open(onRequest: RequestListener, signal = new AbortController().signal): Promise<OpenedResponse> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent({ connections: 1 });
  onTestFinished(async () => {
    await agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  return await openResponse(agent, { origin: `http://127.0.0.1:${String(port)}`, path: '/', method: 'GET' }, signal);
}

async function textOf({ body }: OpenedResponse): Promise<string> {
  let text = '';
  for await (const chunk of body) text += String(chunk);
  return text;
}

describe('a response body', () => {
  it.each([
    ['nothing', []],
    ['one chunk', ['Bonjour']],
    ['many small chunks', Array.from({ length: 5_000 }, (_, index) => `${index},`)],
    ['chunks larger than its buffer', Array.from({ length: 5 }, (_, index) => String(index).repeat(500_000))],
  ])('of %s is whole', async (_what, chunks) => {
    const response = await open((_request, serverResponse) => {
      for (const chunk of chunks) serverResponse.write(chunk);
      serverResponse.end();
    });
    expect(await textOf(response)).toBe(chunks.join(''));
  });

  it('in small chunks, faster than it is read, applies backpressure', async () => {
    let written = 0;
    const { body } = await open((_request, serverResponse) => {
      const more = (): void => {
        for (let count = 0; count < 1_000 && !serverResponse.destroyed; count += 1) {
          written += 20;
          if (serverResponse.write('data: xxxxxxxxxxxxx\n')) continue;
          serverResponse.once('drain', more);
          return;
        }
        if (!serverResponse.destroyed) setImmediate(more);
      };
      more();
    });
    let received = 0;
    let pauses = 0;
    await new Promise<void>((resolve) => {
      body.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received % 200 !== 0) return;
        pauses += 1;
        body.pause();
        if (pauses === 1_000) resolve();
        else setImmediate(() => body.resume());
      });
    });
    body.destroy();
    // Bytes in transit fill the system's buffers, some megabytes; a socket without backpressure takes 64 MB.
    expect(written - received).toBeLessThan(16_000_000);
  });

  it('fails with the connection’s error', async () => {
    const response = await open((_request, serverResponse) => {
      serverResponse.write('half', () => serverResponse.destroy());
    });
    await expect(textOf(response)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });
});

describe('an aborted call', () => {
  const reason = new Error('The client has left.');

  it.each(['before it is sent', 'while it waits', 'in the middle of its body'] as const)('%s ends', async (when) => {
    const controller = new AbortController();
    const closed: Promise<void>[] = [];
    if (when === 'before it is sent') controller.abort(reason);
    const opened = open((request, serverResponse) => {
      closed.push(new Promise((resolve) => request.socket.once('close', () => resolve())));
      if (when === 'while it waits') controller.abort(reason);
      else serverResponse.write('half');
    }, controller.signal);
    const failed = opened.then(async (response) => {
      controller.abort(reason);
      return await textOf(response);
    });
    await expect(failed).rejects.toBe(reason);
    await Promise.all(closed);
  });
});
