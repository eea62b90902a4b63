import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import type { Exchange } from '../record.ts';
import { literal } from './literals.ts';
import { snippetOf, type SnippetOptions } from './snippets.ts';
import { parseExactJson } from '../../json/exact-json.ts';

const origin = 'http://127.0.0.1:9080';
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface SdkCall {
  readonly path: string;
  readonly options: Record<string, unknown>;
  readonly body: unknown;
}

/** Runs the TypeScript program (which is JavaScript too) with a client that records its calls. */
async function runTypescript(written: string): Promise<SdkCall> {
  const calls: SdkCall[] = [];
  // An ordinary function, so that `new Client()` can return a client with any method.
  function Client(options: Record<string, unknown> = {}): unknown {
    const node = (path: string): unknown =>
      new Proxy(() => {}, {
        get: (_target, name) => node(path === '' ? String(name) : `${path}.${String(name)}`),
        apply(_target, _self, [body]: unknown[]) {
          calls.push({ path, options, body });
          return body !== null && typeof body === 'object' && 'stream' in body && body.stream === true ? [] : {};
        },
      });
    return node('');
  }
  const code = written.replace(/^import .*;\n/, '');
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- running the program is the test
  const run = new Function('OpenAI', 'Anthropic', 'console', 'process', `return (async () => {${code}})()`);
  await run(Client, Client, { log() {}, dir() {} }, { env: {} });
  const [call] = calls;
  if (call === undefined || calls.length > 1) throw new Error('the program did not call once');
  return call;
}

const pythonStub = `
import json, os, sys, types
calls = []
class Node:
    def __init__(self, path): self.path = path
    def __getattr__(self, name): return Node(self.path + "." + name if self.path else name)
    def __call__(self, **arguments):
        calls.append({"path": self.path, "body": arguments})
        return []
def Client(**options):
    calls.append(options)
    return Node("")
for name in ("openai", "anthropic"):
    module = types.ModuleType(name)
    module.OpenAI = module.Anthropic = Client
    sys.modules[name] = module
print = lambda *values: None
exec(sys.stdin.buffer.read().decode("utf-8"))
sys.stdout.write(json.dumps(calls))
`;

function runPython(written: string): SdkCall {
  const result = spawnSync('python3', ['-c', pythonStub], { input: written });
  if (result.status !== 0) throw new Error(result.stderr.toString());
  const [options, { path, body }] = JSON.parse(result.stdout.toString());
  return { path, options, body };
}

function program(record: Exchange, changes: Partial<SnippetOptions>): string {
  return snippetOf(record, { side: 'client', language: 'typescript', origin, ...changes }) ?? '';
}

describe('a literal', () => {
  const value = fc.jsonValue({ stringUnit: 'binary' });

  it('of TypeScript evaluates to the value, ASCII control characters included', () => {
    fc.assert(
      fc.property(value, (one) => {
        const code = literal(one, 'typescript');
        // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- evaluating it is the test
        expect(new Function(`return ${code}`)()).toEqual(one);
        expect(code).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('keeps a member that is called __proto__', () => {
    const one: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
    // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- evaluating it is the test
    const back: object = new Function(`return ${literal(one, 'typescript')}`)();
    expect(Object.hasOwn(back, '__proto__')).toBe(true);
    expect(JSON.stringify(back)).toBe(JSON.stringify(one));
  });

  it.each(['typescript', 'python'] as const)('of %s has the digits of the record', (language) => {
    const record = parseExactJson('[1481220477346119781, 1.0, 0.10, 1E5]');
    expect(literal(record, language)).toBe('[1481220477346119781, 1.0, 0.10, 1E5]');
    expect(literal(parseExactJson('-0'), 'python')).toBe('-0.0');
  });

  it.skipIf(!hasPython)('of Python evaluates to the value', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const script =
          'import ast, json, sys; print(json.dumps(ast.literal_eval(sys.stdin.buffer.read().decode("utf-8"))))';
        const result = spawnSync('python3', ['-c', script], { input: literal(values, 'python') });
        // Both through JSON, which has one zero, while JavaScript and Python have two.
        const evaluated: unknown = JSON.parse(result.stdout.toString());
        expect(JSON.parse(JSON.stringify(evaluated))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: 10 },
    );
  });
});

describe('a TypeScript program', () => {
  it('sends the client’s request to the proxy’s port', async () => {
    const record = exchange();
    const call = await runTypescript(program(record, {}));
    expect(call.path).toBe('chat.completions.create');
    expect(call.options).toMatchObject({ baseURL: 'http://127.0.0.1:9080/v1', apiKey: 'not-needed' });
    expect(call.body).toEqual(JSON.parse(record.clientRequest.body));
  });

  it('sends the upstream request to Anthropic, with betas in the SDK’s form', async () => {
    const record = exchange();
    const plain = await runTypescript(program(record, { side: 'upstream' }));
    expect(plain).toMatchObject({ path: 'messages.create', options: {} });
    expect(plain.body).toEqual(JSON.parse(record.upstreamRequest?.body ?? ''));
    const headers = { 'anthropic-beta': 'one-2026, two-2026' };
    const upstreamRequest = side({
      startLine: 'POST https://gate.example/x/v1/messages',
      headers,
      body: '{"model":"m"}',
    });
    const beta = await runTypescript(program(exchange({ upstreamRequest }), { side: 'upstream' }));
    expect(beta).toEqual({
      path: 'beta.messages.create',
      options: { baseURL: 'https://gate.example/x' },
      body: { model: 'm', betas: ['one-2026', 'two-2026'] },
    });
  });

  it('sends the same anthropic-version', async () => {
    const headers = { 'anthropic-version': '2023-06-01' };
    const upstreamRequest = side({ startLine: 'POST https://api.anthropic.com/v1/messages', headers });
    const { options } = await runTypescript(program(exchange({ upstreamRequest }), { side: 'upstream' }));
    expect(options).toEqual({ defaultHeaders: headers });
  });

  it.each([
    ['responses', 'responses.create'],
    ['completions', 'completions.create'],
    ['messages', 'messages.create'],
    ['count_tokens', 'messages.countTokens'],
  ] as const)('calls %s by the SDK’s method', async (endpoint, path) => {
    const record = exchange({ summary: summary({ endpoint }) });
    expect((await runTypescript(program(record, {}))).path).toBe(path);
  });

  it('reads a stream event by event', async () => {
    const code = program(exchange({ clientRequest: side({ body: '{"stream":true}' }) }), {});
    expect(code).toContain('for await');
    expect((await runTypescript(code)).body).toEqual({ stream: true });
  });
});

describe.skipIf(!hasPython)('a Python program', () => {
  it('sends the client’s request to the proxy’s port, with unknown fields in extra_body', () => {
    const body = { model: 'm', messages: [], top_k: 3, reasoning_effort: 'low', stream: true };
    const call = runPython(
      program(exchange({ clientRequest: side({ body: JSON.stringify(body) }) }), { language: 'python' }),
    );
    const { top_k: extra, ...known } = body;
    expect(call).toEqual({
      path: 'chat.completions.create',
      options: { base_url: 'http://127.0.0.1:9080/v1', api_key: 'not-needed' },
      body: { ...known, extra_body: { top_k: extra } },
    });
  });

  it('sends the upstream request to Anthropic', () => {
    const record = exchange();
    const call = runPython(program(record, { side: 'upstream', language: 'python' }));
    expect(call).toEqual({
      path: 'messages.create',
      options: { default_headers: { 'anthropic-version': '2023-06-01' } },
      body: JSON.parse(record.upstreamRequest?.body ?? ''),
    });
    const headers = { 'anthropic-version': '2026-10-21' };
    const upstreamRequest = side({ startLine: 'POST https://api.anthropic.com/v1/messages', headers });
    const newer = runPython(program(exchange({ upstreamRequest }), { side: 'upstream', language: 'python' }));
    expect(newer.options).toEqual({ default_headers: headers });
  });
});

it('there is no program without a complete body or an SDK method', () => {
  for (const language of ['typescript', 'python'] as const) {
    const options = { side: 'client', language, origin } as const;
    expect(snippetOf(exchange({ summary: summary({ endpoint: 'models' }) }), options)).toBeNull();
    expect(snippetOf(exchange({ clientRequest: side({ body: '{"mod' }) }), options)).toBeNull();
    expect(snippetOf(exchange({ upstreamRequest: null }), { ...options, side: 'upstream' })).toBeNull();
  }
});
