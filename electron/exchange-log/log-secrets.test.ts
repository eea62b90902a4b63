import { describe, expect, it } from 'vitest';
import { capturedMessage, recordedExchange } from '#electron/exchange-log/__fixtures__/recorded-exchanges.ts';
import { summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { now, stored, useLogFolder } from './__fixtures__/log-folder.ts';

const disk = useLogFolder();

describe('secrets', () => {
  it('never reach the disk, from any message', async () => {
    const canary = 'canary-without-a-shape-0123456789';
    const shaped = 'sk-ant-api03-CANARYCANARYCANARY-WXYZ';
    const leak = JSON.stringify({ text: `${canary} and ${shaped}`, api_key: 'member-CANARY-0123456789' });
    const leaky = capturedMessage({
      startLine: `POST /v1/messages?api_key=${shaped}`,
      headers: {
        authorization: `Bearer ${canary}`,
        'x-api-key': shaped,
        cookie: `session=${canary}`,
        'x-note': canary,
      },
      body: leak,
    });
    const stream = capturedMessage({
      body: [`data: ${leak.slice(0, 20)}`, `${leak.slice(20)}\n\n`],
      arrivals: [1, 2],
      events: true,
      assembly: 'completion',
    });
    const log = disk.createLog();
    const all = Array.from({ length: 30 }, (_, index) => `id-${index}`);
    const kept = stored(log, ...all);
    for (const id of all) {
      log.put({
        ...recordedExchange({
          summary: summary({ id, startedAt: now, modelAsked: shaped, path: `/v1?token=${canary}`, errorCode: null }),
        }),
        // Short ones are stored as they are, long ones compressed.
        clientRequest: id.endsWith('1') ? capturedMessage({ body: leak + ' '.repeat(9000) }) : leaky,
        upstreamRequest: { ...leaky, body: Buffer.from(leak) },
        upstreamResponse: stream,
        clientResponse: stream,
        notes: [{ verb: 'dropped', code: 'c', from: 'a', to: null, reason: `was ${shaped}` }],
        error: { code: 'refused', message: `upstream said ${canary}`, hint: shaped },
        secrets: [canary],
      });
    }
    await kept;
    const everything = JSON.stringify(await Promise.all(all.map((id) => log.get(id))));
    expect(everything).toContain('…');
    expect(everything).not.toMatch(/canary/i);
    expect(disk.bytes()).toContain('id-29');
    expect(disk.bytes()).not.toMatch(/canary/i);
    await disk.open.pop()?.close();
    expect(disk.bytes()).not.toMatch(/canary/i);
  });
});
