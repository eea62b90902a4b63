import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { runOptions } from './run-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'dragoman-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY = 'sk-ant-api03-key-of-this-file';

function read(config: unknown) {
  return readBytes(Buffer.from(JSON.stringify(config)));
}

function readBytes(bytes: Buffer) {
  const file = join(folder, 'config.json');
  writeFileSync(file, bytes);
  const commandLine = readCommandLine(['--config', file], {});
  if (commandLine.kind !== 'run') throw new Error('The command line was refused.');
  return runOptions(commandLine.options);
}

describe('--config', () => {
  it.each([
    ['override.endpoint', { api_key: KEY, override: { endpoint: 'http://gateway.example/v1/messages' } }],
    ['override.endpoint', { plugins: { 'ai-proxy': { api_key: KEY, override: { endpoint: 7 } } } }],
    ['override', { api_key: KEY, override: 'https://gateway.example' }],
    ['provider', { api_key: KEY, provider: 'openai' }],
    ['model', { api_key: KEY, model: '' }],
  ])('with an invalid %s is refused, so that its key goes to no other server', (path, config) => {
    expect(() => read(config)).toThrow(
      expect.objectContaining({ code: 'unreadable_config', message: expect.stringContaining(path) }),
    );
  });

  const edited = `// of the team\r\n{\r\n  "model": "claude-haiku-5", // cheap\r\n  "api_key": "${KEY}",\r\n}\r\n`;
  it.each([
    ['UTF-8', Buffer.from(edited)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${edited}`)],
    ['UTF-16 LE', Buffer.from(`\uFEFF${edited}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\uFEFF${edited}`, 'utf16le').swap16()],
  ])('with comments and trailing commas, as %s, is read', (_name, bytes) => {
    expect(readBytes(bytes)).toMatchObject({ overrides: { model: 'claude-haiku-5' }, sessionKey: KEY, issues: [] });
  });

  it('that is no JSON is refused with the line and the column', () => {
    expect(() => readBytes(Buffer.from('{\n  "model" "x"\n}'))).toThrow(/line 2, column 11: a colon was expected/);
  });

  it('with an unknown name or an unusable api_key is read with a warning', () => {
    expect(read({ model: 'claude-haiku-5', x: 1 })).toMatchObject({ sessionKey: null, issues: [{ path: 'x' }] });
    expect(read({ model: 'claude-haiku-5', api_key: 12 })).toMatchObject({
      sessionKey: null,
      keyProblem: 'The key must be a text.',
      issues: [{ path: 'api_key' }],
    });
  });
});
