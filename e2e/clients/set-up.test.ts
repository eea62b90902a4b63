/** Real clients after *Set up for me* in their own configuration file, and again after it was restored. Tests only installed clients. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBackups } from '#electron/connect/backups.ts';
import { createToolSetUp } from '#electron/connect/tool-set-up.ts';
import type { SetUpAction, SetUpTool } from '#shared/connect/set-up.ts';
import type { ClientFolder } from './support/client-folder.ts';
import type { Command } from './support/client-recipe.ts';
import { installedFolder } from './support/installed.ts';
import { openTestBed } from './support/test-bed.ts';

const testBed = openTestBed();
const MODEL = 'claude-sonnet-5-5';

interface Client {
  readonly tool: SetUpTool;
  readonly file: string;
  /** The file before: another provider, with the model `gpt-4o` at the same address. */
  readonly before: (origin: string) => string;
  readonly command: (here: ClientFolder) => Command;
  readonly path: string;
}

const clients: readonly Client[] = [
  {
    tool: 'codex',
    file: '.codex/config.toml',
    before: (origin) =>
      [
        '# mine',
        'model   = "gpt-4o"\t# before',
        'model_provider = "before"',
        'check_for_update_on_startup = false',
        '',
        '[analytics]',
        '  enabled = false',
        '[model_providers.before]',
        'name = "Before"',
        `base_url = "${origin}/v1"`,
        'wire_api = "responses"',
      ].join('\r\n'),
    command: ({ installed }) => ({
      program: process.execPath,
      parameters: [
        join(installed, 'node_modules/@openai/codex/bin/codex.js'),
        'exec',
        '--skip-git-repo-check',
        '--dangerously-bypass-approvals-and-sandbox',
        'Say hello.',
      ],
    }),
    path: '/v1/responses',
  },
  {
    tool: 'opencode',
    file: '.config/opencode/opencode.jsonc',
    before: (origin) =>
      `{\n\t// mine\n\t"autoupdate": false, "share": "disabled",\n\t"model": "before/gpt-4o", // before\n\t"provider": {\n\t\t"before": { "npm": "@ai-sdk/openai-compatible", "options": { "baseURL": "${origin}/v1", "apiKey": "any" }, "models": { "gpt-4o": {} } },\n\t},\n}\n`,
    command: ({ installed }) => ({
      program: join(installed, `node_modules/opencode-${process.platform}-${process.arch}/bin/opencode`),
      parameters: ['run', 'Say hello.'],
      environment: {
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      },
    }),
    path: '/v1/chat/completions',
  },
];

const installed = clients.flatMap((client) => {
  const folder = installedFolder(client.tool);
  return folder === null ? [] : [[client.tool, folder, client] as const];
});

async function perform({ home, origin }: ClientFolder, tool: SetUpTool, action: SetUpAction): Promise<void> {
  const setUp = createToolSetUp({
    home: { home, variables: {}, platform: process.platform },
    backups: createBackups(join(home, '../tool-backups')),
    address: async () => ({ baseUrl: `${origin}/v1`, model: MODEL, token: null }),
  });
  const { digest } = await setUp.plan(tool, action);
  await setUp.apply(tool, action, digest);
}

describe.each(installed)('%s', (tool, folder, { file, before, command, path }) => {
  it('uses the proxy after the set-up, and what it used before after the restore', async () => {
    const first = await testBed.perform(folder, async (here) => {
      mkdirSync(dirname(join(here.home, file)), { recursive: true });
      writeFileSync(join(here.home, file), before(here.origin));
      await perform(here, tool, 'set-up');
      return command(here);
    });
    const models = ({ seen }: typeof first): unknown[] =>
      seen.filter((request) => request.path === path).map(({ body }) => /"model":"([^"]+)"/.exec(body)?.[1]);
    expect.soft(first.code, first.transcript).toBe(0);
    expect.soft(new Set(models(first)), first.transcript).toEqual(new Set([MODEL]));

    const second = await testBed.again(async (here) => {
      await perform(here, tool, 'restore');
      expect(readFileSync(join(here.home, file), 'utf8')).toBe(before(here.origin));
      return command(here);
    });
    expect.soft(second.code, second.transcript).toBe(0);
    expect.soft(new Set(models(second)), second.transcript).toEqual(new Set(['gpt-4o']));
  });
});
