/** Compaction through the official client and the mock server: asked for in both ways, sent back, and where it cannot be had. */

import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '#electron/demo/seen-request.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';

const proxy = useMockServerProxy();
const model = 'claude-opus-5-5';
type Item = OpenAI.Responses.ResponseInputItem;

const said = (text: string): Item => ({ type: 'message', role: 'user', content: text });
const trigger: Item = { type: 'compaction_trigger' };

/** Bodies of the requests to `/v1/messages` since the last call. */
let seen = 0;
function newRequests(): readonly (Pick<SeenRequest, 'status' | 'headers'> & { readonly body: Sent })[] {
  const all = proxy.mockServer.requests.filter(({ target }) => target.startsWith('/v1/messages'));
  const fresh = all.slice(seen);
  seen = all.length;
  return fresh.map(({ status, headers, body }) => ({ status, headers, body: sent(body) }));
}

interface Sent {
  readonly messages: readonly { readonly role: string; readonly content: readonly Block[] }[];
  readonly system?: unknown;
  readonly [field: string]: unknown;
}
interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

function sent(body: unknown): Sent {
  if (typeof body !== 'object' || body === null || !('messages' in body))
    throw new Error('It is not a request for a message.');
  return body as Sent;
}

async function compact(input: Item[], more: Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming> = {}) {
  return await proxy.client.responses.create({ model, input: [...input, trigger], ...more });
}

function itemOf(output: readonly { readonly type: string }[]): OpenAI.Responses.ResponseCompactionItem {
  expect(output.map(({ type }) => type)).toEqual(['compaction']);
  return output[0] as OpenAI.Responses.ResponseCompactionItem;
}

/** Codes of the notes on the newest request that contains `text`, once it is over. */
const notesOf = async (text: string): Promise<readonly string[]> => {
  const { notes } = await proxy.testProxy.finished(({ clientRequest }) => clientRequest.body.includes(text));
  return notes.map(({ code }) => code);
};

describe('a compaction_trigger', () => {
  it('is answered with one compaction item, and its usage counts', async () => {
    newRequests();
    const response = await compact([said('Count the files. [[mock: summary="They were counted."]]')]);
    const item = itemOf(response.output);
    expect(item.encrypted_content).toContain('They were counted.');
    expect(response).toMatchObject({ status: 'completed', error: null, output_text: '' });
    expect(response.usage?.input_tokens).toBeGreaterThan(5);
    expect(response.usage?.output_tokens).toBeGreaterThan(2);
    const [request] = newRequests();
    expect(request?.body).toMatchObject({ compaction: { type: 'summarize' } });
    expect(request?.headers['anthropic-beta']).toContain('compact-2026-09-04');
  });

  it('streams the item with its own event', async () => {
    const stream = await proxy.client.responses.create({ model, input: [said('Go.'), trigger], stream: true });
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.compaction.compacting',
      'response.output_item.done',
      'response.completed',
    ]);
    const last = events.at(-1);
    if (last?.type !== 'response.completed') throw new Error('It ended otherwise.');
    const done = events.find((event) => event.type === 'response.output_item.done');
    expect(done?.item).toEqual(itemOf(last.response.output));
    expect(last.response.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('is refused anywhere but at the end, and without a conversation', async () => {
    const misplaced = proxy.client.responses.create({ model, input: [trigger, said('Go.')] });
    await expect(misplaced).rejects.toMatchObject({ status: 400, param: 'input[0]', code: 'invalid_value' });
    const empty = proxy.client.responses.create({ model, input: [trigger] });
    await expect(empty).rejects.toMatchObject({ status: 400, param: 'input[0]', code: 'empty_value' });
  });

  it('leaves out what the API refuses beside it', async () => {
    newRequests();
    await compact([said('Go with fields.')], {
      tools: [{ type: 'function', name: 'look', parameters: { type: 'object', properties: {} }, strict: false }],
      tool_choice: 'required',
      text: {
        format: {
          type: 'json_schema',
          name: 'a',
          schema: { type: 'object', properties: {}, additionalProperties: false },
        },
      },
      context_management: [{ type: 'compaction', compact_threshold: 60_000 }],
    });
    const [request] = newRequests();
    expect(Object.keys(request?.body ?? {})).not.toEqual(expect.arrayContaining(['tool_choice', 'context_management']));
    expect(request?.body['tools']).toHaveLength(1);
    expect(await notesOf('Go with fields.')).toContain('context-management-left-out');
  });
});

describe('POST /v1/responses/compact', () => {
  it('gives back the messages of the user and the compaction', async () => {
    const response = await proxy.client.responses.compact({
      model,
      instructions: 'Be brief.',
      input: [said('One.'), { type: 'message', role: 'assistant', content: 'Yes.' }, said('Two.')],
    });
    expect(response).toMatchObject({ object: 'response.compaction', id: expect.stringMatching(/^resp_/) });
    expect(response.created_at).toBeGreaterThan(1_700_000_000);
    expect(response.usage.total_tokens).toBeGreaterThan(0);
    expect(response.output).toMatchObject([
      { type: 'message', role: 'user', status: 'completed', content: [{ type: 'input_text', text: 'One.' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Two.' }] },
      { type: 'compaction', encrypted_content: expect.any(String) },
    ]);
    newRequests();
    // As the documentation says: the whole output is the next input.
    const input = [...(response.output as Item[]), said('Three.')];
    const next = await proxy.client.responses.create({ model, input });
    expect(next.output_text).toContain('Three.');
    const [request] = newRequests();
    expect(request?.body.messages.map(({ role, content }) => [role, content.map(({ type }) => type)])).toEqual([
      ['assistant', ['compaction']],
      ['user', ['text']],
    ]);
  });

  it('takes a text and an earlier response as input, and refuses an empty conversation', async () => {
    const whole = await proxy.client.responses.compact({ model, input: 'Only this.' });
    expect(whole.output).toHaveLength(2);
    const first = await proxy.client.responses.create({ model, input: 'First.' });
    const continued = await proxy.client.responses.compact({ model, previous_response_id: first.id });
    expect(continued.output.map(({ type }) => type)).toEqual(['message', 'compaction']);
    await expect(proxy.client.responses.compact({ model })).rejects.toMatchObject({ status: 400, code: 'empty_value' });
  });
});

describe('a compaction item in the input', () => {
  it('is the first block of the messages, unchanged, with instructions before it kept and all else left out', async () => {
    const item = itemOf((await compact([said('Old words. [[mock: tool-changes]]')])).output);
    newRequests();
    await proxy.client.responses.create({
      model,
      input: [
        said('Old words.'),
        { type: 'message', role: 'developer', content: 'Work in /tmp.' },
        { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'seen' },
        item,
        said('New words.'),
      ],
    });
    const [request] = newRequests();
    const [first, second] = request?.body.messages ?? [];
    const block = first?.content[0];
    expect(first?.content).toHaveLength(1);
    // The mock server accepted its signature, which covers the content and the tool changes.
    expect(Object.keys(block ?? {})).toEqual(['type', 'content', 'encrypted_content', 'tool_changes', 'signature']);
    expect(second).toMatchObject({ role: 'user', content: [{ type: 'text', text: 'New words.' }] });
    expect(JSON.stringify(request?.body.system)).toContain('Work in /tmp.');
    expect(JSON.stringify(request?.body)).not.toContain('call_1');
    expect(request?.headers['anthropic-beta']).toContain('compact-2026-09-04');
    expect(await notesOf('New words.')).toEqual(
      expect.arrayContaining(['compacted-history-left-out', 'instruction-before-summary-kept']),
    );
  });

  it('is followed by a request to continue when nothing follows it', async () => {
    const item = itemOf((await compact([said('Go.')])).output);
    newRequests();
    await proxy.client.responses.create({ model, input: [said('Go.'), item] });
    expect(newRequests()[0]?.body.messages.at(-1)).toMatchObject({
      role: 'user',
      content: [{ text: 'Continue from the summary above.' }],
    });
  });

  it('can be compacted again and again, each time from the newest summary', async () => {
    let history: Item[] = [said('Turn 0.')];
    for (let round = 1; round <= 3; round += 1) {
      const item = itemOf((await compact(history)).output);
      history = [...history.filter((one) => 'role' in one), item, said(`Turn ${round}.`)];
      const answer = await proxy.client.responses.create({ model, input: history });
      expect(answer.output_text).toContain(`Turn ${round}.`);
      history = [...history, ...(answer.output as Item[])];
    }
    const blocks =
      newRequests()
        .at(-1)
        ?.body.messages.flatMap(({ content }) => content) ?? [];
    expect(blocks.filter(({ type }) => type === 'compaction')).toHaveLength(1);
    expect(String(blocks[0]?.['content'])).toContain('It began with');
  });

  it('that another provider made is left out with a note', async () => {
    const foreign: Item = { type: 'compaction', id: 'cmp_1', encrypted_content: 'gAAAAABforeign' };
    const response = await proxy.client.responses.create({ model, input: [said('Before.'), foreign, said('After.')] });
    expect(response.output_text).toContain('After.');
    expect(await notesOf('After.')).toContain('compaction-item-unreadable');
  });

  it('whose signature the API refuses goes as text', async () => {
    const item = itemOf((await compact([said('Go. [[mock: summary="A summary."]]')])).output);
    const altered = { ...item, encrypted_content: item.encrypted_content.replace('A summary.', 'Another one.') };
    newRequests();
    await proxy.client.responses.create({ model, input: [altered, said('Altered.')] });
    const [refused, repaired] = newRequests();
    expect(refused?.body.messages[0]?.content[0]?.type).toBe('compaction');
    expect(repaired?.body.messages[0]?.content[0]).toMatchObject({
      type: 'text',
      text: expect.stringContaining('Another one.'),
    });
    expect(await notesOf('Altered.')).toEqual(
      expect.arrayContaining(['healed-compaction-block-refused', 'compaction-sent-as-text']),
    );
  });

  it('is continued by previous_response_id', async () => {
    const compacted = await compact([said('Go.')]);
    newRequests();
    await proxy.client.responses.create({ model, previous_response_id: compacted.id, input: 'On.' });
    expect(newRequests()[0]?.body.messages).toMatchObject([
      { role: 'assistant', content: [{ type: 'compaction' }] },
      { role: 'user', content: [{ type: 'text', text: 'On.' }] },
    ]);
  });
});

describe('where the API does not compact', () => {
  const small = 'claude-haiku-4-5';

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

describe('a summary that fails', () => {
  it.each([
    ['', 502, 'compaction_failed'],
    ['=tool_use', 502, 'compaction_failed'],
    ['=refusal', 400, 'compaction_incomplete'],
    ['=max_tokens', 400, 'compaction_incomplete'],
    ['=model_context_window_exceeded', 400, 'compaction_incomplete'],
  ])('with no-summary%s is an error %i of code %s', async (directive, status, code) => {
    await expect(compact([said(`Go. [[mock: no-summary${directive}]]`)])).rejects.toMatchObject({ status, code });
    const isIt = ({ clientRequest }: { clientRequest: { body: string } }) =>
      clientRequest.body.includes(`no-summary${directive}]]`);
    expect(await proxy.testProxy.finished(isIt)).toMatchObject({ summary: { state: 'failed', errorCode: code } });
  });

  it('ends a stream with response.failed and no item', async () => {
    const stream = await proxy.client.responses.create({
      model,
      input: [said('Go. [[mock: no-summary=max_tokens]]'), trigger],
      stream: true,
    });
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    const last = events.at(-1);
    expect(last).toMatchObject({ type: 'response.failed', response: { status: 'failed', output: [] } });
    expect(JSON.stringify(last)).toContain('cut off');
  });
});

describe('context_management', () => {
  const management = [{ type: 'compaction', compact_threshold: 80_000 }];

  it('becomes the edit of the Messages API, and its block an item that goes back first', async () => {
    newRequests();
    const ask = { model, context_management: management, include: ['reasoning.encrypted_content' as const] };
    const response = await proxy.client.responses.create({ ...ask, input: 'Go. [[mock: compact summary="Auto."]]' });
    const types = response.output.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['compaction', 'message']));
    expect(types[0]).toBe('compaction');
    expect(newRequests()[0]?.body).toMatchObject({
      context_management: { edits: [{ type: 'compact_20260112', trigger: { type: 'input_tokens', value: 80_000 } }] },
    });
    await proxy.client.responses.create({
      ...ask,
      input: [said('Go.'), ...(response.output as Item[]), said('On.')],
    });
    const [next] = newRequests();
    expect(next?.status).toBe(200);
    expect(next?.body.messages[0]?.content[0]).toMatchObject({ type: 'compaction', content: 'Auto.' });
    expect(next?.headers['anthropic-beta']).toContain('compact-2026-01-12');
  });

  it('streams the item before the text', async () => {
    const stream = await proxy.client.responses.create({
      model,
      context_management: management,
      input: 'Go. [[mock: compact summary="Auto."]]',
      stream: true,
    });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types).toContain('response.compaction.compacting');
    expect(types.indexOf('response.compaction.compacting')).toBeLessThan(types.indexOf('response.output_text.delta'));
  });

  it('has a note for a threshold below the minimum, a failed summary, and a signed block', async () => {
    const low = [{ type: 'compaction', compact_threshold: 1_000 }, { type: 'other' }];
    await proxy.client.responses.create({ model, input: 'Too low.', context_management: low });
    expect(await notesOf('Too low.')).toEqual(
      expect.arrayContaining(['compact-threshold-raised', 'context-management-dropped']),
    );
    const failed = await proxy.client.responses.create({
      model,
      input: 'Go. [[mock: compact no-summary]]',
      context_management: management,
    });
    expect(failed.output.map(({ type }) => type)).not.toContain('compaction');
    expect(await notesOf('compact no-summary')).toContain('automatic-compaction-failed');
    const item = itemOf((await compact([said('Go.')])).output);
    await proxy.client.responses.create({
      model,
      input: [item, said('Signed before.')],
      context_management: management,
    });
    expect(await notesOf('Signed before.')).toContain('threshold-compaction-dropped');
  });

  it('is dropped, and remembered, where the model does not take it', async () => {
    newRequests();
    const ask = { model: 'claude-haiku-4-5', input: 'Small.', context_management: management };
    await proxy.client.responses.create(ask);
    expect(newRequests().map(({ status }) => status)).toEqual([400, 200]);
    await proxy.client.responses.create(ask);
    expect(newRequests()).toHaveLength(1);
    expect(await notesOf('Small.')).toContain('refused-field-dropped');
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
});
