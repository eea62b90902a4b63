/** What the window makes of the record of a compaction. */

import { describe, expect, it } from 'vitest';
import { linkPanes } from '#shared/exchange/panes/link-panes.ts';
import { itemOf, model, said, small, trigger, useCompactionProxy } from './__fixtures__/compaction-clients.ts';

const { proxy, compact } = useCompactionProxy();

describe('the record of a compaction', () => {
  it.each([
    ['by a trigger', '/v1/responses', { input: [said('Linked trigger.'), trigger] }, ['compaction.type']],
    ['by its own endpoint', '/v1/responses/compact', { input: [said('Linked compact.')] }, []],
    ['streamed', '/v1/responses', { input: [said('Linked stream.'), trigger], stream: true }, ['compaction.type']],
    ['in words', '/v1/responses', { model: small, input: [said('Linked words.'), trigger] }, [null]],
  ])('%s is marked, and its summary linked both ways', async (_name, path, body, asked) => {
    const response = await fetch(`${proxy.testProxy.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, ...body }),
    });
    await response.text();
    const id = response.headers.get('x-dragoman-exchange') ?? '';
    const record = await proxy.testProxy.finished(({ summary }) => summary.id === id);
    expect(record.summary.compaction).toBe(true);
    const { settings, proxy: running } = proxy.testProxy;
    const links = linkPanes(record, { settings: settings.get(), models: running.knownModels() });
    expect(links.caveat).toBeNull();
    const summary = record.summary.modelUsed === model ? 'content' : 'text';
    const [target] = links.find('upstreamResponse', `content[0].${summary}`);
    expect(target?.path).toMatch(/^output\[\d\]\.encrypted_content$/);
    const sources = links.find('clientResponse', target?.path ?? '').map(({ path: from }) => from);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(source).toMatch(/^content/);
    expect(links.find('clientRequest', 'input[1].type').map(({ path: to }) => to)).toEqual(asked);
  });

  it('that goes back links the item to the block', async () => {
    const item = itemOf((await compact([said('Go.')])).output);
    await proxy.client.responses.create({ model, input: [said('Go.'), item, said('Linked back.')] });
    const record = await proxy.testProxy.finished(({ clientRequest }) => clientRequest.body.includes('Linked back.'));
    const { settings, proxy: running } = proxy.testProxy;
    const links = linkPanes(record, { settings: settings.get(), models: running.knownModels() });
    expect(links.caveat).toBeNull();
    expect(links.find('clientRequest', 'input[1].encrypted_content')[0]?.path).toMatch(/^messages\[0\]\.content\[0\]/);
    const [source] = links.find('upstreamRequest', 'messages[0].content[0].content');
    expect(source).toMatchObject({ path: expect.stringMatching(/^input\[1\]/) });
    expect(links.find('clientRequest', 'input[0].content')[0]).toMatchObject({
      verb: 'dropped',
      reason: expect.stringContaining('summary'),
    });
  });
});
