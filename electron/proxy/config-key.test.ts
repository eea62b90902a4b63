/** An `api_key` of `--config` that cannot be used: whoever asks without another key is told why. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCommandLine } from '#electron/cli/command-line.ts';
import { type RunOptions, runOptions } from '#electron/cli/run-options.ts';
import { memoryKeychain } from '#electron/secrets/__fixtures__/memory-keychain.ts';
import { createKeyService } from '#electron/secrets/api-key.ts';
import { DEFAULT_ENDPOINT } from '#shared/settings/schema.ts';
import { startTestProxy } from './__fixtures__/test-proxy.ts';

const folder = mkdtempSync(join(tmpdir(), 'dragoman-config-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

function optionsOf(apiKey: unknown): RunOptions {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ plugins: { 'ai-proxy': { model: 'claude-haiku-5', api_key: apiKey } } }));
  const commandLine = readCommandLine(['--config', file], {});
  if (commandLine.kind !== 'run') throw new Error('The command line was refused.');
  return runOptions(commandLine.options);
}

const UNUSABLE = [
  ['with a letter that no header can carry', 'sk-ant-api03-Canary\u00e4-0123456789', /U\+00E4/],
  ['as the Console shortens it', 'sk-ant-api03-Canary…wxyz', /shortened form/],
  ['in two pieces', 'sk-ant-api03-Canary 0123456789-wxyz', /space or a line break/],
  ['of a login', 'sk-ant-oat01-Canary-0123456789', /OAuth token/],
  ['as a placeholder', 'your-api-key', /placeholder/],
  ['too short', 'Canary', /too short/],
  ['too long', 'Canary'.repeat(100), /too long/],
  ['that is empty', '', /no key in it/],
  ['that is a number', 7, /must be a text/],
  ['that is null', null, /must be a text/],
] as const;

const calls = [
  ['POST', '/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: 'Hi' }] }],
  ['POST', '/v1/chat/completions', { model: 'm', stream: true, messages: [{ role: 'user', content: 'Hi' }] }],
  ['POST', '/v1/completions', { model: 'm', prompt: 'Hi' }],
  ['POST', '/v1/responses', { model: 'm', input: 'Hi' }],
  ['POST', '/v1/responses/input_tokens', { model: 'm', input: 'Hi' }],
  ['POST', '/v1/messages', { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }],
  ['POST', '/v1/messages/count_tokens', { model: 'm', messages: [{ role: 'user', content: 'Hi' }] }],
] as const;

describe('an api_key of --config', () => {
  test.each(UNUSABLE)('%s: the 401 of every endpoint says why, and what to correct', async (_what, value, reason) => {
    const { keyProblem, sessionKey } = optionsOf(value);
    expect(sessionKey).toBeNull();
    const proxy = await startTestProxy({ apiKey: null, configKeyProblem: keyProblem });
    for (const [method, path, body] of calls) {
      const response = await fetch(proxy.origin + path, {
        method,
        headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      expect([path, response.status]).toEqual([path, 401]);
      // The Messages API has no place for a hint but the message.
      const { error } = JSON.parse(text);
      expect(error.message).toMatch(reason);
      expect(error.hint ?? error.message).toContain('Correct api_key');
      expect(text).not.toContain('Canary');
    }
    await proxy.close();
  });

  test('that can be used has no problem', () => {
    const key = 'sk-ant-api03-0123456789-wxyz';
    expect(optionsOf(key)).toMatchObject({ sessionKey: key, keyProblem: null });
    expect(optionsOf(undefined)).toMatchObject({ sessionKey: null, keyProblem: null });
  });

  test.each(['no-keyring', 'locked', 'refused', 'timeout', null] as const)(
    'that cannot be used is told besides the keychain’s own reason: %s',
    async (failure) => {
      const keychain = memoryKeychain();
      keychain.failure = failure;
      const service = createKeyService({
        secrets: keychain.store,
        probe: async () => 'open',
        endpoint: () => DEFAULT_ENDPOINT,
        configKeyProblem: 'It is torn.',
      });
      const own = failure ?? 'missing';
      expect(service.state()).toMatchObject({ state: 'reading', message: expect.not.stringContaining('torn') });
      expect(await service.refresh()).toMatchObject({ state: own, message: expect.stringMatching(/It is torn\. .+/) });
      keychain.failure = null;
      expect(await service.save('sk-ant-api03-0123456789-wxyz', true)).toMatchObject({
        state: 'session',
        message: expect.not.stringContaining('torn'),
      });
      await service.close();
    },
  );

  test('that cannot be used is no reason where another key is given', async () => {
    const service = createKeyService({
      secrets: memoryKeychain('sk-ant-api03-0123456789-wxyz').store,
      probe: async () => 'open',
      endpoint: () => DEFAULT_ENDPOINT,
      configKeyProblem: 'It is torn.',
    });
    expect(await service.refresh()).toMatchObject({ state: 'stored', message: expect.not.stringContaining('torn') });
    await service.close();
  });
});
