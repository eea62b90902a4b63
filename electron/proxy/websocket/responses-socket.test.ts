import { describe, expect, it } from 'vitest';
import { create, isEnd, openSocket, type SocketEvent } from '../__fixtures__/socket-client.ts';
import { useScriptedProxy } from '../__fixtures__/scripted-proxy.ts';
import { eventStream, json, type Script, textEvents } from '../__fixtures__/scripted-upstream.ts';

const answering: Script = (_request, response) => {
  response.writeHead(200, eventStream);
  response.end(textEvents(['Bon', 'jour']).join(''));
};
const parts = useScriptedProxy(answering);
const open = (...args: Parameters<typeof openSocket> extends [number, ...infer Rest] ? Rest : never) =>
  openSocket(parts.testProxy.port, ...args);

/** The events that the same request has over SSE. */
async function overHttp(fields: object): Promise<SocketEvent[]> {
  const response = await fetch(`${parts.testProxy.origin}/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...fields, stream: true }),
  });
  const text = await response.text();
  return text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => JSON.parse(block.slice(block.indexOf('data: ') + 6)));
}

/** Without the times, which differ between two runs. */
const timeless = (events: readonly SocketEvent[]): unknown =>
  JSON.parse(JSON.stringify(events), (key, value: unknown) => (key === 'created_at' ? 0 : value));

describe('response.create', () => {
  it('gets the events of the SSE stream, one message each', async () => {
    const client = await open();
    client.send(create());
    const events = await client.until(isEnd);
    const { type: _type, ...fields } = create() as SocketEvent;
    expect(timeless(events)).toEqual(timeless(await overHttp(fields)));
    expect(events.at(-1)?.type).toBe('response.completed');
    await client.close();
  });

  it('is refused with an error frame, and the connection serves the next one', async () => {
    const client = await open();
    client.send(create({ background: true, stream_id: 'a' }));
    expect(await client.next()).toMatchObject({
      type: 'error',
      status: 400,
      error: { type: 'invalid_request_error', code: 'unsupported_parameter', param: 'background' },
      stream_id: 'a',
    });
    client.send(create());
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    await client.close();
  });

  it('passes on an error of the upstream, with the time to try again', async () => {
    parts.upstream.script = (_request, response) => {
      response.writeHead(429, { ...json, 'retry-after': '7', 'x-should-retry': 'false' });
      response.end(JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } }));
    };
    const client = await open({ headers: { 'x-stainless-retry-count': '0' } });
    client.send(create());
    expect(await client.next()).toMatchObject({
      type: 'error',
      status: 429,
      error: { code: 'rate_limit_exceeded', headers: { 'retry-after': '7' } },
    });
    await client.close();
  });
});
