import { ResponsesWS } from 'openai/resources/responses/ws';
import type { ResponsesClientEvent, ResponsesServerEvent } from 'openai/resources/responses/responses';
import { expect, it } from 'vitest';
import { useMockServerProxy } from '../__fixtures__/mock-server-proxy.ts';

const proxied = useMockServerProxy();

type Create = Omit<ResponsesClientEvent.ResponseCreate, 'type'>;
type Completed = Extract<ResponsesServerEvent, { type: 'response.completed' }>;

/** The official client, and what it has received. */
function connect() {
  const ws = new ResponsesWS(proxied.client);
  const events = ws.stream();
  return {
    ws,
    async turn(fields: Create): Promise<{ completed: Completed; types: string[] }> {
      ws.send({ type: 'response.create', model: 'gpt-5', store: false, ...fields });
      const types: string[] = [];
      for (;;) {
        const { value: event, done } = await events.next();
        if (done) throw new Error('The connection closed in the middle of a response.');
        if (event.type === 'error') throw event.error;
        if (event.type !== 'message') continue;
        types.push(event.message.type);
        if (event.message.type === 'response.completed') return { completed: event.message, types };
      }
    },
    close: () => ws.close(),
  };
}

it('ResponsesWS streams, continues and calls tools', async () => {
  const client = connect();
  const first = await client.turn({ input: 'Bonjour!', stream_id: 'main' });
  expect(first.types[0]).toBe('response.created');
  expect(first.types).toContain('response.output_text.delta');
  expect(first.completed.stream_id).toBe('main');
  const tools = [
    { type: 'function' as const, name: 'get_time', strict: false, parameters: { type: 'object', properties: {} } },
  ];
  const asked = await client.turn({
    input: 'What time is it?',
    stream_id: 'main',
    previous_response_id: first.completed.response.id,
    tools,
  });
  const call = asked.completed.response.output.find((item) => item.type === 'function_call');
  expect(call?.name).toBe('get_time');
  const last = await client.turn({
    input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: '12:00' }],
    stream_id: 'main',
    previous_response_id: asked.completed.response.id,
    tools,
  });
  expect(last.completed.response.output.some((item) => item.type === 'message')).toBe(true);
  client.close();
});

it('ResponsesWS reports a refused request as an error, and goes on', async () => {
  const client = connect();
  await expect(client.turn({ input: 'x', previous_response_id: 'resp_unknown' })).rejects.toMatchObject({
    error: { error: { code: 'previous_response_not_found' } },
  });
  expect((await client.turn({ input: 'Bonjour!' })).completed.response.status).toBe('completed');
  client.close();
});
