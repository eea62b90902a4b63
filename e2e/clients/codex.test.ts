/**
 * Codex as its users set it up: by the recipe of *Connect*, and with `openai_base_url`, which the Codex SDK sets too and which opens
 * a WebSocket. Sessions are compacted and resumed.
 */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipes } from '#shared/connect/recipes.ts';
import type { Command } from './support/client-recipe.ts';
import type { ClientFolder } from './support/client-folder.ts';
import { installedFolder } from './support/installed.ts';
import { openTestBed } from './support/test-bed.ts';
import { programCommand } from './recipes/program.ts';

const testBed = openTestBed();
const codexFolder = installedFolder('codex');
const sdkFolder = installedFolder('codex-sdk');

const quiet = 'check_for_update_on_startup = false\n';
const telemetry = '\n[analytics]\nenabled = false\n';
const readFile = String.raw`[[mock: tool=exec_command tools=1 args="{\"cmd\":\"cat README.md\"}"]]`;

interface Setup {
  readonly way: string;
  /** Lines at the top of the configuration. */
  readonly configure: (folder: ClientFolder, more: string) => void;
}

/** The snippets of the recipe, each in its file. */
const byRecipe: Setup = {
  way: 'by the recipe of Connect',
  configure(folder, more) {
    const recipe = recipes.find(({ id }) => id === 'codex');
    const context = {
      baseUrl: `${folder.origin}/v1`,
      model: 'claude-opus-5-5',
      tokenNeeded: false,
      shell: 'posix' as const,
    };
    for (const { place, language, text } of recipe?.snippets(context) ?? []) {
      const whole = language === 'toml' ? `${quiet}${more}${text}${telemetry}` : text;
      folder.writeHome(place.replace('~/', ''), whole);
    }
  },
};
const byBaseUrl: Setup = {
  way: 'with openai_base_url, over a WebSocket',
  configure(folder, more) {
    const address = `model = "claude-opus-5-5"\nopenai_base_url = "${folder.origin}/v1"\n`;
    folder.writeHome('.codex/config.toml', `${quiet}${address}${more}${telemetry}`);
  },
};

function exec(folder: ClientFolder, parameters: readonly string[]): Command {
  const codex = join(folder.installed, 'node_modules/@openai/codex/bin/codex.js');
  // Its sandbox needs privileges that containers rarely have; our commands are harmless.
  const options = ['--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
  return {
    program: process.execPath,
    parameters: [codex, 'exec', ...parameters, ...options],
    environment: { CODEX_API_KEY: 'any' },
  };
}

describe.runIf(codexFolder !== null).each([byRecipe, byBaseUrl])('Codex $way', ({ configure }) => {
  const installed = codexFolder ?? '';

  it('starts without a reconnect, runs a tool and is resumed', async () => {
    const first = await testBed.perform(installed, (folder) => {
      configure(folder, '');
      return exec(folder, [`Say what the file holds. ${readFile}`]);
    });
    expect.soft(first.code, first.transcript).toBe(0);
    expect.soft(first.output).toContain(first.clientFolder.word);
    expect.soft(first.output).not.toMatch(/reconnecting|stream error|falling back/i);
    expect.soft(first.seen.filter(({ status }) => status >= 400)).toEqual([]);

    const second = await testBed.again((folder) =>
      exec(folder, ['resume', '--last', 'Go on. [[mock: say="resumed" no-tool]]']),
    );
    expect.soft(second.code, second.transcript).toBe(0);
    expect.soft(second.output).toContain('resumed');
  });

  it('compacts a session several times and goes on', async () => {
    const long = 'word '.repeat(3_000);
    const turn = (number: number): string => `${long} [[mock: say="answer ${String(number)}" no-tool]]`;
    const first = await testBed.perform(installed, (folder) => {
      configure(folder, 'model_auto_compact_token_limit = 12000\n');
      return exec(folder, [turn(1)]);
    });
    expect.soft(first.code, first.transcript).toBe(0);
    let compacted = 0;
    for (const number of [2, 3, 4, 5, 6]) {
      const { code, output, seen, transcript } = await testBed.again((folder) =>
        exec(folder, ['resume', '--last', turn(number)]),
      );
      expect.soft(code, transcript).toBe(0);
      expect.soft(output).toContain(`answer ${String(number)}`);
      expect.soft(output).not.toMatch(/error running .*compact/i);
      expect.soft(seen.filter(({ status }) => status >= 400)).toEqual([]);
      if (output.includes('context compacted')) compacted += 1;
    }
    expect(compacted).toBeGreaterThanOrEqual(3);
  });
});

describe.runIf(codexFolder !== null)('the catalog of the recipe', () => {
  it('tells Codex the effort of the model, and no request of it has a loss', async () => {
    const { code, output, seen, transcript } = await testBed.perform(codexFolder ?? '', (folder) => {
      byRecipe.configure(folder, '');
      return exec(folder, [`Say what the file holds. ${readFile}`]);
    });
    expect.soft(code, transcript).toBe(0);
    expect.soft(output).not.toMatch(/metadata .* not found/i);
    const lost = seen.flatMap(({ notes }) => notes).filter((note) => /-(?:dropped|clamped|shortened)$/.test(note));
    expect.soft([...new Set(lost)]).toEqual([]);
    const bodies = seen.filter(({ path }) => path === '/v1/responses').map(({ body }) => JSON.parse(body));
    expect(bodies.length).toBeGreaterThan(1);
    for (const body of bodies)
      expect.soft(body).toMatchObject({ model: 'claude-opus-5-5', reasoning: { effort: 'medium' } });
  });
});

describe.runIf(sdkFolder !== null)('the Codex SDK', () => {
  it('runs two turns of a thread through baseUrl', async () => {
    const { code, output, clientFolder, transcript } = await testBed.perform(sdkFolder ?? '', (folder) =>
      programCommand('codex-sdk', folder, [`Say what the file holds. ${readFile}`]),
    );
    expect.soft(code, transcript).toBe(0);
    expect.soft(output).toContain(clientFolder.word);
    expect.soft(output).toContain('second turn done');
  });
});
