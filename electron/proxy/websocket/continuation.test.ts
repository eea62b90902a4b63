import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { create, isEnd, openSocket, type SocketClient, type SocketEvent } from '../__fixtures__/socket-client.ts';
import { useScriptedProxy } from '../__fixtures__/scripted-proxy.ts';
import { eventStream, json, type Script, textEvents } from '../__fixtures__/scripted-upstream.ts';

/** Each response has an id of its own and says its number. */
const numbered: Script = (_request, response, count) => {
  response.writeHead(200, eventStream);
  response.end(
    textEvents([`answer ${String(count)}`])
      .join('')
      .replaceAll('msg_01', `msg_${String(count)}`),
  );
};
const failing: Script = (_request, response) => {
  response.writeHead(400, json);
  response.end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'no' } }));
};
const breaking: Script = (_request, response) => {
  response.writeHead(200, eventStream);
  response.end(textEvents(['half']).slice(0, 3).join(''));
};
const parts = useScriptedProxy(numbered);
const open = () => openSocket(parts.testProxy.port);

async function turn(client: SocketClient, fields: object = {}): Promise<SocketEvent> {
  client.send(create(fields));
  const last = (await client.until(isEnd)).at(-1);
  if (last === undefined) throw new Error('A turn has a last event.');
  return last;
}

const finished = z.looseObject({ response: z.looseObject({ id: z.string() }) });
const idOf = (event: SocketEvent): string => finished.parse(event).response.id;
const codeOf = (event: SocketEvent): unknown => Reflect.get(Object(event['error']), 'code');
/** The texts of the messages that the upstream got last. */
const sent = (): string[] => {
  const { messages } = z
    .looseObject({ messages: z.array(z.looseObject({ content: z.unknown() })) })
    .parse(JSON.parse(parts.upstream.received.at(-1)?.body ?? ''));
  return messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
};

describe('previous_response_id with store: false', () => {
  it('continues the newest response of the connection', async () => {
    const client = await open();
    const first = idOf(await turn(client, { input: 'one' }));
    const second = idOf(await turn(client, { input: 'two', previous_response_id: first }));
    await turn(client, { input: 'three', previous_response_id: second });
    expect(sent().map((text) => /one|two|three|answer/.exec(text)?.[0])).toEqual([
      'one',
      'answer',
      'two',
      'answer',
      'three',
    ]);
    await client.close();
  });

  it('finds a response of another lane, which goes on by itself', async () => {
    const client = await open();
    const parent = idOf(await turn(client, { input: 'plan', stream_id: 'planner' }));
    const fork = await turn(client, { input: 'criticise', stream_id: 'critic', previous_response_id: parent });
    expect(fork).toMatchObject({ type: 'response.completed', stream_id: 'critic' });
    expect(sent()).toHaveLength(3);
    const onward = await turn(client, { input: 'go on', stream_id: 'planner', previous_response_id: parent });
    expect(onward.type).toBe('response.completed');
    expect(sent().join(' ')).not.toContain('criticise');
    await client.close();
  });

  it.each([
    ['an unknown id', () => Promise.resolve('resp_unknown')],
    [
      'an older response of the lane',
      async (client: SocketClient) => {
        const older = idOf(await turn(client));
        await turn(client, { previous_response_id: older });
        return older;
      },
    ],
    [
      'a response of another connection',
      async () => {
        const other = await open();
        return idOf(await turn(other));
      },
    ],
    [
      'a response of a connection that is closed',
      async () => {
        const other = await open();
        const id = idOf(await turn(other));
        await other.close();
        return id;
      },
    ],
  ])('does not find %s', async (_what, find) => {
    const client = await open();
    const last = await turn(client, { previous_response_id: await find(client) });
    expect([last.type, last['status'], codeOf(last)]).toEqual(['error', 400, 'previous_response_not_found']);
    expect((await turn(client)).type).toBe('response.completed');
    await client.close();
  });

  it.each([
    ['an error of the upstream', failing, {}],
    ['a stream that breaks off', breaking, {}],
    ['a refusal by the proxy', numbered, { background: true }],
  ])('does not find a response that a turn of its lane continued in vain: %s', async (_what, script, fields) => {
    const client = await open();
    const id = idOf(await turn(client));
    parts.upstream.script = script;
    await turn(client, { previous_response_id: id, ...fields });
    parts.upstream.script = numbered;
    expect(codeOf(await turn(client, { previous_response_id: id }))).toBe('previous_response_not_found');
    await client.close();
  });

  it('finds a response after a fork of it has failed', async () => {
    const client = await open();
    const id = idOf(await turn(client));
    parts.upstream.script = failing;
    expect((await turn(client, { stream_id: 'fork', previous_response_id: id })).type).toBe('error');
    parts.upstream.script = numbered;
    expect((await turn(client, { previous_response_id: id })).type).toBe('response.completed');
    await client.close();
  });
});

it('a stored response is found on another connection, and over HTTP', async () => {
  const client = await open();
  const id = idOf(await turn(client, { store: true }));
  await client.close();
  const other = await open();
  expect((await turn(other, { previous_response_id: id })).type).toBe('response.completed');
  await other.close();
  expect((await fetch(`${parts.testProxy.origin}/v1/responses/${id}`)).status).toBe(200);
});

describe('generate: false', () => {
  it('sends nothing upstream, and its input is that of the response that continues it', async () => {
    const client = await open();
    const before = parts.upstream.received.length;
    client.send(create({ generate: false, input: 'prepared', stream_id: 'a' }));
    const events = await client.until(isEnd);
    expect(events.map(({ type }) => type)).toEqual(['response.created', 'response.in_progress', 'response.completed']);
    expect(events.every(({ stream_id: lane }) => lane === 'a')).toBe(true);
    expect(events.at(-1)).toMatchObject({ response: { status: 'completed', output: [], usage: { total_tokens: 0 } } });
    expect(parts.upstream.received).toHaveLength(before);
    const id = idOf(events.at(-1) ?? { type: '' });
    expect((await turn(client, { input: 'question', stream_id: 'a', previous_response_id: id })).type).toBe(
      'response.completed',
    );
    expect(sent().join(' ')).toMatch(/prepared.*question/);
    await client.close();
  });

  it('needs no input', async () => {
    const client = await open();
    const last = await turn(client, { generate: false, input: [] });
    expect(last.type).toBe('response.completed');
    expect((await turn(client, { previous_response_id: idOf(last) })).type).toBe('response.completed');
    await client.close();
  });
});
