import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '#shared/__fixtures__/test-depth.ts';
import { anyMessage, cutDeltas } from '#shared/translate/__fixtures__/any-message.ts';
import { messageToEvents } from '#shared/translate/stream/accumulate-message.ts';
import { isEnd, openSocket, type SocketEvent } from '../__fixtures__/socket-client.ts';
import { useScriptedProxy } from '../__fixtures__/scripted-proxy.ts';
import { eventStream } from '../__fixtures__/scripted-upstream.ts';

const parts = useScriptedProxy(() => undefined);

async function overHttp(fields: object): Promise<SocketEvent[]> {
  const response = await fetch(`${parts.testProxy.origin}/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...fields, stream: true }),
  });
  const text = await response.text();
  // Not by a regular expression with `m`, for which U+2028 ends a line; in SSE only CR and LF do.
  const lines = text.split('\n').filter((line) => line.startsWith('data: '));
  return lines.map((line): SocketEvent => JSON.parse(line.slice('data: '.length)));
}

/** Without the time of receipt, and the lane, which is checked apart. */
function comparable(events: readonly SocketEvent[]): unknown {
  return events.map(({ stream_id: _lane, ...event }) => {
    const text = JSON.stringify(event);
    return text.replaceAll(/"created_at":\d+/g, '"created_at":0');
  });
}

const anyRequest = fc.record(
  {
    input: fc.string({ minLength: 1 }),
    instructions: fc.string(),
    max_output_tokens: fc.integer({ min: 16, max: 4_000 }),
    reasoning: fc.record({ effort: fc.constantFrom('low', 'high'), summary: fc.constant('auto') }),
    include: fc.constant(['reasoning.encrypted_content']),
    metadata: fc.dictionary(
      fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__'),
      fc.string({ maxLength: 8 }),
      {
        maxKeys: 3,
      },
    ),
    tools: fc.constant([{ type: 'function', name: 'a', parameters: { type: 'object', properties: {} } }]),
  },
  { requiredKeys: ['input'] },
);

it('any request and any response: the messages are the events of the SSE stream', async () => {
  const client = await openSocket(parts.testProxy.port);
  const lanes = fc.constantFrom(undefined, 'a', 'b.c-d_e');
  await fc.assert(
    fc.asyncProperty(anyRequest, anyMessage, lanes, fc.array(fc.nat(20)), async (fields, message, lane, cuts) => {
      const events = cutDeltas(messageToEvents(message), cuts);
      const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
      parts.upstream.script = (_request, response) => void response.writeHead(200, eventStream).end(body);
      const request = { model: 'gpt-5', store: false, ...fields };
      client.send({ type: 'response.create', ...request, stream_id: lane });
      const messages = await client.until(isEnd);
      expect(messages.every((one) => one['stream_id'] === lane)).toBe(true);
      expect(comparable(messages)).toEqual(comparable(await overHttp(request)));
    }),
    { numRuns: runs(200) },
  );
  await client.close();
});
