/** Compaction through the official client and the mock server: asked for in both ways, and sent back. */

import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { type Item, itemOf, model, said, trigger, useCompactionProxy } from './__fixtures__/compaction-clients.ts';

const { proxy, newRequests, compact, notesOf } = useCompactionProxy();

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
