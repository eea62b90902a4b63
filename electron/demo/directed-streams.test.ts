import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { eventTypes, jsonOf, useDirectedServer } from './__fixtures__/directed-server.ts';

const { post, stream } = useDirectedServer();

describe('a directed stream', () => {
  it('has the usual events without directives', async () => {
    const result = await stream('say="Yes."');
    expect(result.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(eventTypes(result)).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it.each([
    ['error-event=first', ['error']],
    [
      'error-event',
      ['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_delta', 'error'],
    ],
    [
      'truncate say=x',
      ['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta'],
    ],
    ['truncate=middle', ['message_start', 'ping', 'content_block_start', 'content_block_delta', 'content_block_delta']],
    ['unknown=early empty', ['weather_report', 'message_start', 'ping', 'message_delta', 'message_stop']],
    ['unknown=event empty', ['message_start', 'ping', 'weather_report', 'message_delta', 'message_stop']],
    ['duplicate-start empty', ['message_start', 'message_start', 'ping', 'message_delta', 'message_stop']],
    ['deltas=3 empty', ['message_start', 'ping', 'message_delta', 'message_delta', 'message_delta', 'message_stop']],
  ])('with %s has exactly its events', async (directive, types) => {
    expect(eventTypes(await stream(directive))).toEqual(types);
  });

  it('names the error of its error event', async () => {
    const result = await stream('error-event=first type=api_error message="Gone"');
    expect(result.text).toContain('"error":{"type":"api_error","message":"Gone"}');
  });

  it('has unknown content blocks and deltas', async () => {
    const result = await stream('unknown=all');
    for (const word of ['weather_report', '"hologram"', '"hologram_delta"']) expect(result.text).toContain(word);
    expect((await post('unknown')).text).toContain('"hologram"');
  });

  it('can be truncated within an event', async () => {
    const result = await stream('reset');
    expect(result.complete).toBe(false);
    expect(result.text).toContain('event: content_block_delta');
    expect(result.text.endsWith('\n\n')).toBe(false);
    await expect(stream('reset at=headers')).rejects.toThrow(/ECONNRESET|hang up/);
  });

  it('is equal with gzip, CRLF, a byte order mark and one-byte chunks', async () => {
    const plain = await stream('say="Grüße"');
    const bare = (text: string): string =>
      text
        .replaceAll('\r', '')
        .replaceAll('\uFEFF', '')
        .replace(/"(?:id)":"[^"]*"/g, '');
    const gzip = await stream('say="Grüße" gzip');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(bare(gunzipSync(gzip.bytes).toString()).length).toBe(bare(plain.text).length);
    const crlf = await stream('say="Grüße" crlf');
    expect(crlf.text.split('\r\n\r\n').length).toBe(plain.text.split('\n\n').length);
    const marked = await stream('say="Grüße" bom');
    expect([...marked.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const single = await stream('say="Grüße" one-byte');
    expect(bare(single.text).length).toBe(bare(plain.text).length);
    expect(single.chunks).toBeGreaterThan(plain.chunks);
  });

  it('replaces JSON, and JSON replaces a stream', async () => {
    expect(eventTypes(await post('answer=sse'))).toContain('message_stop');
    expect(jsonOf(await stream('answer=json'))).toMatchObject({ type: 'message' });
  });

  it('applies the delay directives at the start and between events', async () => {
    for (const directive of [
      'stall=30',
      'stall=30 at=start',
      'stall=30 at=headers',
      'slow=1 say="a few words more than one"',
    ]) {
      expect(eventTypes(await stream(directive)).at(-1)).toBe('message_stop');
    }
  });

  it('can be huge, streamed and whole', async () => {
    const events = await stream('size=3MB say=""');
    expect(events.bytes.length).toBeGreaterThan(3_000_000);
    const whole = jsonOf(await post('size=3MB say="-"'));
    expect(whole).toMatchObject({ content: [{ type: 'text', text: expect.stringMatching(/^-The demo/) }] });
    expect(JSON.stringify(whole).length).toBeGreaterThan(3 * 1024 * 1024);
  });
});
