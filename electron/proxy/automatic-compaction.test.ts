/** `context_management` of Responses requests: automatic compaction. */

import { describe, expect, it } from 'vitest';
import { type Item, itemOf, model, said, small, useCompactionProxy } from './__fixtures__/compaction-clients.ts';

const { proxy, newRequests, compact, notesOf } = useCompactionProxy();

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
    const ask = { model: small, input: 'Small.', context_management: management };
    await proxy.client.responses.create(ask);
    expect(newRequests().map(({ status }) => status)).toEqual([400, 200]);
    await proxy.client.responses.create(ask);
    expect(newRequests()).toHaveLength(1);
    expect(await notesOf('Small.')).toContain('refused-field-dropped');
  });
});
