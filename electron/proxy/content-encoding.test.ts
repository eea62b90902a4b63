import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { send, useLimitedProxy } from './__fixtures__/oversized-responses.ts';
import { eventStream, json, message, type Script, textEvents } from './__fixtures__/scripted-upstream.ts';
import { testKey } from './test-key.ts';

const limited = useLimitedProxy();

const ask = { model: 'claude-sonnet-5-5', max_tokens: 100, messages: [{ role: 'user', content: 'Bonjour?' }] };
const respond = { model: 'gpt-4', input: 'Bonjour?' };
const whole = JSON.stringify(message('Salut'));
const counted = JSON.stringify({ input_tokens: 12 });

interface Endpoint {
  readonly path: string;
  readonly body: object;
  readonly head: Record<string, string>;
  /** What the upstream sends. */
  readonly text: string;
  /** A part of what the client receives of it. */
  readonly received: string;
}

const stream = { head: eventStream, text: textEvents(['Salut']).join(''), received: 'Salut' };
const one = { head: json, text: whole, received: 'Salut' };
const count = { head: json, text: counted, received: '12' };
const endpoints: readonly Endpoint[] = [
  { path: '/v1/chat/completions', body: ask, ...one },
  { path: '/v1/chat/completions', body: { ...ask, stream: true }, ...stream },
  { path: '/v1/completions', body: { model: 'gpt-4', prompt: 'Bonjour?' }, ...one },
  { path: '/v1/responses', body: respond, ...one },
  { path: '/v1/responses', body: { ...respond, stream: true }, ...stream },
  { path: '/v1/responses/input_tokens', body: respond, ...count },
  { path: '/v1/messages', body: ask, ...one },
  { path: '/v1/messages', body: { ...ask, stream: true }, ...stream },
  { path: '/v1/messages/count_tokens', body: ask, ...count },
];

const code: Readonly<Record<string, (text: Buffer) => Buffer<ArrayBuffer>>> = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
};

/** As the header says, left to right. */
function encode(text: string, encoding: string): Buffer {
  return encoding.split(',').reduce((body, name) => code[name.trim().toLowerCase()]?.(body) ?? body, Buffer.from(text));
}

function sendCoded(head: Record<string, string>, encoding: string, body: Buffer | string, status = 200): Script {
  return send({ ...head, 'content-encoding': encoding }, body, status);
}

/** The status with the code of an error, or `cut`. */
async function outcome({ path, body }: Endpoint): Promise<string> {
  try {
    const response = await limited.post(path, body);
    const text = await response.text();
    if (response.ok && !/"type":"(?:error|response\.failed)"|"error":\{/.test(text)) return text;
    return `${String(response.status)} ${text}`;
  } catch {
    return 'cut';
  }
}

describe.each(endpoints)('$path, $head.content-type', (endpoint) => {
  const { head, text, received } = endpoint;

  it.each([
    'identity',
    'Identity',
    '',
    'x-gzip',
    'GZIP',
    'br',
    'deflate',
    'gzip, gzip',
    'gzip, br',
    ', gzip ,identity',
  ])('reads the content-encoding "%s"', async (encoding) => {
    limited.upstream.script = sendCoded(head, encoding, encode(text, encoding));
    const got = await outcome(endpoint);
    expect(got).toContain(received);
    expect(got).not.toMatch(/^502/);
  });

  it.each(['zzz', 'zstd', 'compress', 'gzip, zzz', 'zzz, gzip', 'gzip;q=1', 'constructor', 'gzip,gzip,gzip,gzip,gzip'])(
    'answers the content-encoding "%s" with 502',
    async (encoding) => {
      limited.upstream.script = sendCoded(head, encoding, text);
      const got = await outcome(endpoint);
      expect(got).toMatch(/^502 .*"(?:upstream_invalid_response|api_error)"/);
      expect(got).toContain(`content-encoding \\"${encoding}`);
    },
  );

  it.each(['gzip', 'br', 'deflate', 'gzip, gzip'])('fails for a body that is not in %s', async (encoding) => {
    limited.upstream.script = sendCoded(head, encoding, text);
    const got = await outcome(endpoint);
    expect(got).toMatch(/^502 .*is not in its content-encoding/s);
  });

  it.each(['gzip', 'br', 'deflate'])('fails for a body that breaks off in %s', async (encoding) => {
    const coded = encode(text, encoding);
    limited.upstream.script = sendCoded(head, encoding, coded.subarray(0, Math.floor(coded.length / 2)));
    expect(await outcome(endpoint)).toMatch(/^cut$|broke in the middle|upstream_truncated/);
  });

  it('keeps the status of an error that cannot be read', async () => {
    limited.upstream.script = sendCoded({ ...head, 'retry-after': '7' }, 'zzz', '{', 429);
    expect(await outcome(endpoint)).toMatch(/^429 \{/);
  });

  it('ends a body that decodes to nothing without end', async () => {
    const empty = Buffer.concat(Array.from({ length: 1_000 }, () => gzipSync('')));
    limited.upstream.script = (_request, response) => {
      response.writeHead(200, { ...head, 'content-encoding': 'gzip' });
      const more = (): void => {
        while (!response.destroyed && response.write(empty));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect(await outcome(endpoint)).toMatch(/^502 .*more than/s);
  });
});

describe('the model list', () => {
  const page = JSON.stringify({ data: [{ id: 'claude-listed' }], has_more: false });
  beforeEach(() => limited.testProxy.proxy.parts.modelList.forget());

  async function list(): Promise<string> {
    const response = await fetch(`${limited.testProxy.origin}/v1/models`);
    return `${String(response.status)} ${await response.text()}`;
  }

  it.each(['gzip', 'x-gzip', 'gzip, br'])('is read with the content-encoding "%s"', async (encoding) => {
    limited.upstream.models = sendCoded(json, encoding, encode(page, encoding));
    expect(await list()).toContain('claude-listed');
  });

  it.each(['zzz', 'gzip, zzz', 'gzip', 'br'])('is the built-in one for an unreadable "%s"', async (encoding) => {
    limited.upstream.models = sendCoded(json, encoding, page);
    const got = await list();
    expect(got).toMatch(/^200 /);
    expect(got).not.toContain('claude-listed');
    expect(await testKey(limited.testProxy.proxy.parts)).toMatchObject({ ok: false });
  });
});
