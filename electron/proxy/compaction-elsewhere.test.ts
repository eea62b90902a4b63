/** Compaction on models that have none, and through the other endpoints. */

import { describe, expect, it } from 'vitest';
import { itemOf, model, said, small, trigger, useCompactionProxy } from './__fixtures__/compaction-clients.ts';
import { create, isEnd, openSocket } from './__fixtures__/socket-client.ts';

const { proxy, newRequests, compact, notesOf } = useCompactionProxy();

describe('where the API does not compact', () => {
  it('a summary is requested in words, carried in the item, and remembered for the model', async () => {
    newRequests();
    const input = [said('Please. [[mock: say="In words."]]')];
    const item = itemOf((await compact(input, { model: small })).output);
    expect(item.encrypted_content).toContain('In words.');
    expect(newRequests().map(({ body, status }) => [status, 'compaction' in body])).toEqual([
      [400, true],
      [200, false],
    ]);
    expect(await notesOf('In words.')).toEqual(
      expect.arrayContaining(['healed-no-compaction', 'compaction-as-summary']),
    );
    await compact(input, { model: small });
    expect(newRequests()).toHaveLength(1);
    await proxy.client.responses.create({ model: small, input: [...input, item, said('On.')] });
    expect(newRequests()[0]?.body.messages).toMatchObject([
      { role: 'user', content: [{ text: expect.stringContaining('In words.') }, { text: 'On.' }] },
    ]);
  });

  it('streams the same item', async () => {
    const stream = proxy.client.responses.stream({
      model: small,
      input: [said('Go. [[mock: say="A long summary in words."]]'), trigger],
    });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    const response = await stream.finalResponse();
    expect(itemOf(response.output).encrypted_content).toContain('A long summary in words.');
    expect(types.filter((type) => type === 'response.compaction.compacting').length).toBeGreaterThan(1);
    expect(types.filter((type) => type === 'response.output_item.done')).toHaveLength(1);
  });

  it('the signed block of another model goes as text', async () => {
    const item = itemOf((await compact([said('Go. [[mock: summary="Signed."]]')])).output);
    const response = await proxy.client.responses.create({ model: small, input: [item, said('On.')] });
    expect(response.status).toBe('completed');
    expect(newRequests().at(-1)?.body.messages[0]?.content[0]).toMatchObject({
      type: 'text',
      text: expect.stringContaining('Signed.'),
    });
  });

  it('tools stay declared for the cache and cannot be called', async () => {
    newRequests();
    await compact([said('Go. [[mock: say="Fine."]]')], {
      model: small,
      tools: [{ type: 'function', name: 'look', parameters: { type: 'object', properties: {} }, strict: false }],
    });
    expect(newRequests()[0]?.body).toMatchObject({ tools: [{ name: 'look' }], tool_choice: { type: 'none' } });
  });
});

describe('other endpoints', () => {
  it('chat completions carry the block in anthropic_blocks, there and back', async () => {
    newRequests();
    const asked = { role: 'user' as const, content: 'Go. [[mock: summary="By chat."]]' };
    const extra = { compaction: { type: 'summarize' } };
    const completion = await proxy.client.chat.completions.create({ model, messages: [asked], ...extra });
    const message = completion.choices[0]?.message;
    expect(message).toMatchObject({ anthropic_blocks: [{ type: 'compaction', content: 'By chat.' }] });
    expect(await notesOf('By chat.')).toContain('compaction-carried');
    if (message === undefined) throw new Error('There is no choice.');
    await proxy.client.chat.completions.create({ model, messages: [asked, message, { role: 'user', content: 'On.' }] });
    expect(newRequests().at(-1)?.body.messages).toMatchObject([
      { role: 'assistant', content: [{ type: 'compaction', content: 'By chat.' }] },
      { role: 'user', content: [{ type: 'text', text: 'On.' }] },
    ]);
  });

  it('the Messages API passes the field, its beta and the block through', async () => {
    newRequests();
    const headers = {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'compact-2026-09-04',
    };
    const body = {
      model,
      max_tokens: 4096,
      messages: [{ role: 'user', content: 'Go.' }],
      compaction: { type: 'summarize' },
    };
    const response = await fetch(`${proxy.testProxy.origin}/v1/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(await response.json()).toMatchObject({ content: [{ type: 'compaction' }], stop_reason: 'compaction' });
    expect(newRequests()[0]?.headers['anthropic-beta']).toBe('compact-2026-09-04');
  });

  it('a WebSocket gives the same item, and continues from it with store: false', async () => {
    const client = await openSocket(proxy.testProxy.port);
    client.send(create({ model, store: false, input: [said('Go. [[mock: summary="By socket."]]'), trigger] }));
    const events = await client.until(isEnd);
    expect(events.map(({ type }) => type)).toContain('response.compaction.compacting');
    const done = events.at(-1)?.['response'];
    expect(done).toMatchObject({ output: [{ type: 'compaction' }] });
    newRequests();
    const id = typeof done === 'object' && done !== null && 'id' in done ? done.id : null;
    client.send(create({ model, store: false, previous_response_id: id, input: [said('On.')] }));
    expect((await client.until(isEnd)).at(-1)?.type).toBe('response.completed');
    expect(newRequests()[0]?.body.messages).toMatchObject([
      { role: 'assistant', content: [{ type: 'compaction', content: 'By socket.' }] },
      { role: 'user', content: [{ type: 'text', text: 'On.' }] },
    ]);
    await client.close();
  });
});
