import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchange, side, summary } from '../__fixtures__/exchanges.ts';
import type { ExchangeSummary } from '../record.ts';
import { curlOf } from './curl.ts';
import { shellText } from '#shared/shell/__fixtures__/shell-text.ts';

const origin = 'http://127.0.0.1:9080';

interface ShellCall {
  readonly args: readonly string[];
  readonly input: string;
}

/** Runs commands in a real shell: returns the arguments and the standard input of `curl`. */
function runInShell(program: 'bash' | 'sh', ...commands: readonly string[]): readonly ShellCall[] {
  const stub = `curl() { printf '%s\\0' "$@"; printf 'INPUT\\0'; case "$*" in *'--data-binary @-') cat;; esac; printf '\\0END\\0'; }`;
  // The script is passed on standard input, because an argument has a length limit.
  const result = spawnSync(program, ['-s'], {
    input: `${stub}\n${commands.join('\n')}\n`,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'], ANTHROPIC_API_KEY: 'KEY-OF-THE-SHELL', OPENAI_API_KEY: 'TOKEN-OF-THE-SHELL' },
  });
  if (result.status !== 0) throw new Error(result.stderr.toString());
  const calls = result.stdout.toString().split('\0END\0').slice(0, -1);
  return calls.map((call) => {
    const parts = call.split('\0');
    return { args: parts.slice(0, -2), input: parts.at(-1) ?? '' };
  });
}

function callOf(command: string | null): ShellCall {
  const [call] = runInShell('bash', command ?? '');
  if (call === undefined) throw new Error('curl was not called');
  return call;
}

function valueOf(args: readonly string[], option: string): string | undefined {
  const at = args.indexOf(option);
  return at === -1 ? undefined : args[at + 1];
}

describe('curl for the client’s request', () => {
  it('sends the same request to the proxy’s port', () => {
    const record = exchange();
    const command = curlOf(record, { side: 'client', origin }) ?? '';
    const { args } = callOf(command);
    expect(args[0]).toBe('http://127.0.0.1:9080/v1/chat/completions');
    expect(args).toContain('Authorization: Bearer TOKEN-OF-THE-SHELL');
    expect(args).toContain('content-type: application/json');
    expect(valueOf(args, '--data-raw')).toBe(record.clientRequest.body);
    expect(command).not.toContain('…');
    expect(command).not.toContain('content-length');
  });

  it('has no Authorization header where none was sent', () => {
    const record = exchange({ clientRequest: side({ headers: { 'content-type': 'application/json' } }) });
    expect(curlOf(record, { side: 'client', origin })).not.toContain('$');
  });

  it('has no --data where no body was sent', () => {
    const record = exchange({
      summary: summary({ method: 'GET', path: '/v1/models', stream: false }),
      clientRequest: side({ body: '', headers: {} }),
    });
    expect(curlOf(record, { side: 'client', origin })).toBe('curl http://127.0.0.1:9080/v1/models');
  });

  it('disables URL globbing, and uses --head for HEAD', () => {
    const bare = { clientRequest: side({ body: '', headers: {} }) };
    const of = (changes: Partial<ExchangeSummary>): readonly string[] =>
      callOf(
        curlOf(exchange({ ...bare, summary: summary({ stream: false, ...changes }) }), { side: 'client', origin }) ??
          '',
      ).args;
    const address = '/v1/models?ids[]={a,b}';
    expect(of({ method: 'GET', path: address })).toEqual([`http://127.0.0.1:9080${address}`, '--globoff']);
    expect(of({ method: 'HEAD', path: '/v1/models' })).toEqual(['http://127.0.0.1:9080/v1/models', '--head']);
  });

  it('has a comment when the body was cut', () => {
    const record = exchange({ clientRequest: side({ truncated: true }) });
    expect(curlOf(record, { side: 'client', origin })).toMatch(/^# The body was too long/);
  });
});

describe('curl for the upstream request', () => {
  it('takes the key from the environment', () => {
    const record = exchange();
    const command = curlOf(record, { side: 'upstream', origin }) ?? '';
    expect(command).toContain('"x-api-key: $ANTHROPIC_API_KEY"');
    const { args } = callOf(command);
    expect(args[0]).toBe('https://api.anthropic.com/v1/messages');
    expect(args).toContain('x-api-key: KEY-OF-THE-SHELL');
    expect(args).toContain('anthropic-version: 2023-06-01');
    expect(valueOf(args, '--data-raw')).toBe(record.upstreamRequest?.body);
  });

  it('is null when no upstream request was sent', () => {
    expect(curlOf(exchange({ upstreamRequest: null }), { side: 'upstream', origin })).toBeNull();
  });

  it('uses --no-buffer for a stream', () => {
    expect(curlOf(exchange({ summary: summary({ stream: true }) }), { side: 'upstream', origin })).toContain(
      '--no-buffer',
    );
  });
});

function bodyOf({ args, input }: ShellCall): string | undefined {
  return valueOf(args, '--data-binary') === '@-' ? input : valueOf(args, '--data-raw');
}

it.each(['bash', 'sh'] as const)('any body passes through %s byte for byte', (program) => {
  // NUL separates the arguments in this test; that it passes too is tested with the quoting.
  const text = shellText.map((value) => value.replaceAll('\0', ''));
  const anyBody = fc.oneof(
    text,
    fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.array(anyBody, { minLength: 1, maxLength: 20 }), (bodies) => {
      const commands = bodies.map(
        (body) => curlOf(exchange({ clientRequest: side({ body }) }), { side: 'client', origin }) ?? '',
      );
      const received = runInShell(program, ...commands).map((call) => bodyOf(call) ?? '');
      expect(received).toEqual(bodies.map((body) => body.toWellFormed()));
    }),
    { numRuns: 15 },
  );
});

it('a body above the 128 KiB argument limit is passed on standard input, without a line end of its own', () => {
  const body = JSON.stringify({ text: "it's $(id) ! \u2019".repeat(20_000) });
  const { args, input } = callOf(curlOf(exchange({ clientRequest: side({ body }) }), { side: 'client', origin }));
  expect(valueOf(args, '--data-binary')).toBe('@-');
  expect(input).toBe(body);
});

it('the commands for Windows hold the key as a variable and the body whole', () => {
  const record = exchange();
  const powershell = curlOf(record, { side: 'upstream', origin, shell: 'powershell' }) ?? '';
  expect(powershell).toContain('-H "x-api-key: $env:ANTHROPIC_API_KEY"');
  expect(powershell).toContain('--data-binary "@$body"');
  const cmd = curlOf(record, { side: 'upstream', origin, shell: 'cmd' }) ?? '';
  expect(cmd).toContain('-H "x-api-key: %ANTHROPIC_API_KEY%"');
  expect(
    curlOf(exchange({ clientRequest: side({ truncated: true }) }), { side: 'client', origin, shell: 'cmd' }),
  ).toMatch(/^rem The body was too long/);
});
