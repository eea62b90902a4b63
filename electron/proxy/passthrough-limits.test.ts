import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { send, smallLimits, tooLarge, useLimitedProxy } from './__fixtures__/oversized-responses.ts';
import { eventStream, json, message, textEvents } from './__fixtures__/scripted-upstream.ts';

const limited = useLimitedProxy();
const { post } = limited;
const ask = { model: 'claude-sonnet-5-5', max_tokens: 100, messages: [{ role: 'user', content: 'Bonjour?' }] };

describe('the passed-through Messages API', () => {
  const paths = ['/v1/messages', '/v1/messages/count_tokens'] as const;

  it.each(paths)('%s: a content-length above the limit is refused before anything is sent', async (path) => {
    limited.upstream.script = (_request, response) => {
      response.writeHead(200, { ...json, 'content-length': String(smallLimits.response + 1) });
      response.write('{');
    };
    const response = await post(path, ask);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('127.0.0.1');
  });

  const bodies = paths.flatMap((path) => tooLarge.slice(0, -1).map(([what, make]) => ({ path, what, make })));

  /** The error that the log has for a response. */
  async function loggedCode(response: Response): Promise<string | undefined> {
    const id = response.headers.get('x-dragoman-exchange');
    const { error } = await limited.testProxy.finished((one) => one.summary.id === id);
    return error?.code;
  }

  it.each(bodies)('$path: $what is truncated', async ({ path, make }) => {
    limited.upstream.script = make(json, 200);
    const response = await post(path, ask);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await loggedCode(response)).toBe('upstream_response_too_large');
  });

  // A stream may be of any length, for it goes through; one that is compressed must not grow without measure.
  it.each(bodies.filter(({ what }) => / of (?:brotli|gzip|deflate)$/.test(what)))(
    '$path: an event of $what is refused before anything is sent',
    async ({ path, make }) => {
      limited.upstream.script = make(eventStream, 200);
      const response = await post(path, ask);
      expect(response.status).toBe(502);
      expect(await loggedCode(response)).toBe('upstream_response_too_large');
    },
  );

  it.each([
    ['broken events without end', 'data: {\n\n'.repeat(2_000)],
    ['an event that nests 100,000 levels', `data: {"type":"x","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n\n`],
    ['an event that nests 100,000 levels, without its end', `data: {"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('%s are not forwarded: the key cannot be redacted in them', async (_what, body) => {
    limited.upstream.script = send(eventStream, body);
    expect(await post('/v1/messages', ask)).toMatchObject({ status: 502 });
    // The same once something was sent.
    let goOn = (): void => undefined;
    limited.upstream.script = (_request, response) => {
      response.writeHead(200, eventStream);
      response.write(textEvents(['Bonjour']).join(''));
      goOn = () => void response.end(body);
    };
    const response = await post('/v1/messages', ask);
    expect(response.status).toBe(200);
    goOn();
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await loggedCode(response)).toBe('upstream_response_too_large');
  });

  it('decodes an unrequested content-encoding', async () => {
    const body = JSON.stringify(message('Bonjour'));
    limited.upstream.script = send({ ...json, 'content-encoding': 'gzip' }, gzipSync(body));
    const response = await post('/v1/messages', ask);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toBe(body);
  });
});

describe('upstream headers', () => {
  const long = 'r'.repeat(9_000);

  it.each([
    ['/v1/chat/completions', 200],
    ['/v1/chat/completions', 400],
    ['/v1/messages', 200],
    ['/v1/messages', 400],
  ])('%s, status %d: a request id of 9 kB is not forwarded under any name', async (path, status) => {
    const head = { ...json, 'request-id': long, 'retry-after': long, 'anthropic-ratelimit-requests-limit': long };
    limited.upstream.script = send(head, JSON.stringify(message('Bonjour')), status);
    const response = await post(path, ask);
    await response.text();
    const size = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    expect(size).toBeLessThan(2_000);
    expect(response.headers.get('x-request-id')).toMatch(/^[\x21-\x7e]{1,256}$/);
  });

  it('a request id in a body is not set as a header unless it can be one', async () => {
    const error = { type: 'invalid_request_error', message: 'no' };
    limited.upstream.script = send(
      { 'content-type': 'application/json' },
      JSON.stringify({ error, request_id: 'req\r\nset-cookie: x' }),
      400,
    );
    const response = await post('/v1/chat/completions', ask);
    expect(response.status).toBe(400);
    expect(response.headers.get('set-cookie')).toBeNull();
  });
});
