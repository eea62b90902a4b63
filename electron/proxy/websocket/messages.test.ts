import { describe, expect, it } from 'vitest';
import { create, isEnd, openSocket } from '../__fixtures__/socket-client.ts';
import { useScriptedProxy } from '../__fixtures__/scripted-proxy.ts';
import { eventStream, textEvents } from '../__fixtures__/scripted-upstream.ts';

const parts = useScriptedProxy((_request, response) => {
  response.writeHead(200, eventStream);
  response.end(textEvents(['Bonjour']).join(''));
});
const open = () => openSocket(parts.testProxy.port);

describe('a message that is refused leaves the connection open', () => {
  it.each([
    ['broken JSON', '{"type": "response.create"', 'invalid_json', null],
    ['nothing', '', 'invalid_json', null],
    ['a list', [], 'invalid_event', 'type'],
    ['a text', '"response.create"', 'invalid_event', 'type'],
    ['no type', { model: 'gpt-4', input: 'x' }, 'invalid_event', 'type'],
    ['an unknown type', { type: 'response.cancel' }, 'unknown_event_type', 'type'],
    ['an empty stream_id', create({ stream_id: '' }), 'invalid_stream_id', 'stream_id'],
    ['a stream_id with a space', create({ stream_id: 'a b' }), 'invalid_stream_id', 'stream_id'],
    ['a long stream_id', create({ stream_id: 'a'.repeat(257) }), 'invalid_stream_id', 'stream_id'],
    ['a number as stream_id', create({ stream_id: 7 }), 'invalid_stream_id', 'stream_id'],
    ['generate as text', create({ generate: 'no' }), 'invalid_type', 'generate'],
    ['background', create({ background: true }), 'unsupported_parameter', 'background'],
    ['no input', create({ input: undefined }), 'missing_required_parameter', 'input'],
    ['a forbidden key', '{"type":"response.create","__proto__":{}}', 'forbidden_key', null],
    ['deep JSON', '['.repeat(20_000) + ']'.repeat(20_000), 'json_too_deep', null],
    [
      'a steered response',
      { type: 'response.steer', previous_response_id: 'resp_1', input: 'stop' },
      'steering_not_supported',
      undefined,
    ],
  ])('%s', async (_what, message, code, param) => {
    const client = await open();
    client.send(message);
    const answer = await client.next();
    expect(answer.type).toBe(code === 'steering_not_supported' ? 'response.steer.failed' : 'error');
    expect(answer['error']).toMatchObject({
      type: 'invalid_request_error',
      code,
      ...(param === undefined ? {} : { param }),
    });
    const exchange = await parts.testProxy.finished(({ summary }) => summary.errorCode === code);
    expect(exchange.summary).toMatchObject({ state: 'failed', status: 400, endpoint: 'responses' });
    client.send(create());
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    await client.close();
  });

  it('binary data', async () => {
    const client = await open();
    client.socket.send(Buffer.from(JSON.stringify(create())));
    expect(await client.next()).toMatchObject({ type: 'error', status: 400, error: { code: 'binary_message' } });
    client.send(create());
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    await client.close();
  });
});

it('response.steer gets its input back, in the lane of the response that is running', async () => {
  let finish = (): void => undefined;
  parts.upstream.script = (_request, response) => {
    const events = textEvents(['Bonjour']);
    response.writeHead(200, eventStream).write(events.slice(0, 3).join(''));
    finish = () => response.end(events.slice(3).join(''));
  };
  const client = await open();
  client.send(create({ stream_id: 'main' }));
  const [started] = await client.until(({ type }) => type === 'response.output_text.delta');
  const id: unknown = Reflect.get(Object(started?.['response']), 'id');
  const input = [{ type: 'message', role: 'user', content: 'Stop.' }];
  client.send({ type: 'response.steer', previous_response_id: id, input });
  expect(await client.next()).toMatchObject({
    type: 'response.steer.failed',
    stream_id: 'main',
    steer: { previous_response_id: id, input },
    error: { code: 'steering_not_supported' },
  });
  finish();
  expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
  await client.close();
});

it('a request in many fragments is one message', async () => {
  const client = await open();
  const text = JSON.stringify(create());
  for (let index = 0; index < text.length; index += 1)
    client.socket.send(text[index] ?? '', { fin: index === text.length - 1 });
  expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
  await client.close();
});

it('pings are answered', async () => {
  const client = await open();
  const pong = new Promise<string>((resolve) => client.socket.once('pong', (data) => resolve(data.toString())));
  client.socket.ping('hello');
  expect(await pong).toBe('hello');
  await client.close();
});

describe('a fault of the protocol closes the connection', () => {
  it('with 1009 for a message above the limit of a body', async () => {
    const client = await open();
    client.send(create({ input: 'x'.repeat(32 * 1024 * 1024) }));
    expect((await client.closed).code).toBe(1009);
  });

  it('with 1009 for fragments that add up to more', async () => {
    const client = await open();
    client.socket.on('error', () => undefined);
    const part = 'x'.repeat(8 * 1024 * 1024);
    for (let index = 0; index < 5; index += 1) client.socket.send(part, { fin: false });
    expect((await client.closed).code).toBe(1009);
  });

  it('with 1007 for text that is not UTF-8', async () => {
    const client = await open();
    client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect((await client.closed).code).toBe(1007);
  });
});
