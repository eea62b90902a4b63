import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { parse as readJsonc } from 'jsonc-parser';
import { parse as readToml } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse as readYaml } from 'yaml';
import { type SetUpTool, setUpPlanSchema, setUpStateSchema, setUpTools } from '#shared/connect/set-up.ts';
import { createScratchHome, type ScratchHome } from './__fixtures__/scratch-home.ts';

let scratch: ScratchHome;
beforeEach(() => {
  scratch = createScratchHome();
});
afterEach(() => scratch.remove());

async function apply(tool: SetUpTool, action: 'set-up' | 'restore' = 'set-up'): Promise<string> {
  const plan = setUpPlanSchema.parse(await scratch.setUp.plan(tool, action));
  const state = setUpStateSchema.parse(await scratch.setUp.apply(tool, action, plan.digest));
  return state.state;
}

async function stateOf(tool: SetUpTool): Promise<unknown> {
  return (await scratch.setUp.states()).find((state) => state.tool === tool);
}

/** A file of each tool as people have them, and what must be in it afterwards. */
const files: Readonly<
  Record<SetUpTool, { file: string; content: string; read: (text: string) => unknown; holds: object }>
> = {
  codex: {
    file: '.codex/config.toml',
    content: '# mine\r\nmodel   = "gpt-5.5"\t# the old one\r\n\r\n[tui]\r\n  theme = \'dark\'\r\n',
    read: readToml,
    holds: {
      model: 'claude-sonnet-5-5',
      model_provider: 'dragoman',
      model_providers: {
        dragoman: { name: 'Dragoman', base_url: 'http://127.0.0.1:9080/v1', wire_api: 'responses' },
      },
      tui: { theme: 'dark' },
    },
  },
  'claude-code': {
    file: '.claude/settings.json',
    content: '{\n\t"permissions": { "allow": ["Read"] },\n\t"env": { "FOO": "1" }\n}',
    read: (text) => JSON.parse(text) as unknown,
    holds: {
      permissions: { allow: ['Read'] },
      env: { FOO: '1', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9080', ANTHROPIC_AUTH_TOKEN: 'any-value' },
    },
  },
  opencode: {
    file: '.config/opencode/opencode.jsonc',
    content:
      '\uFEFF{\n    // my theme\n    "theme": "system", // or not\n    "provider": {\n        "other": {},\n    },\n}\n',
    read: (text) => readJsonc(text) as unknown,
    holds: {
      theme: 'system',
      model: 'dragoman/claude-sonnet-5-5',
      provider: {
        other: {},
        dragoman: {
          npm: '@ai-sdk/openai-compatible',
          options: { baseURL: 'http://127.0.0.1:9080/v1', apiKey: 'any-value' },
          models: { 'claude-sonnet-5-5': { name: 'claude-sonnet-5-5 (Dragoman)' } },
        },
      },
    },
  },
  aider: {
    file: '.aider.conf.yml',
    content: '# aider\ndark-mode: true   # always\nmodel: gpt-4o # old\n',
    read: readYaml,
    holds: {
      'dark-mode': true,
      model: 'openai/claude-sonnet-5-5',
      'openai-api-base': 'http://127.0.0.1:9080/v1',
      'openai-api-key': 'any-value-aider',
    },
  },
  continue: {
    file: '.continue/config.yaml',
    content:
      'name: Mine\nversion: 0.0.1\nschema: v1\nmodels:\n    -   name: Local   # llama\n        provider: ollama\n        model: x\n# end\ncontext: []\n',
    read: readYaml,
    holds: {
      name: 'Mine',
      models: [
        { name: 'Local', provider: 'ollama', model: 'x' },
        {
          name: 'Claude through Dragoman',
          provider: 'openai',
          model: 'claude-sonnet-5-5',
          apiBase: 'http://127.0.0.1:9080/v1',
          apiKey: 'any-value',
          roles: ['chat', 'edit', 'apply'],
        },
      ],
      context: [],
    },
  },
  zed: {
    file: '.config/zed/settings.json',
    content: '// Zed settings\n{\n  "vim_mode": true,\n  "language_models": {"openai_compatible": {}}\n}\n',
    read: (text) => readJsonc(text) as unknown,
    holds: {
      vim_mode: true,
      language_models: {
        openai_compatible: {
          Dragoman: {
            api_url: 'http://127.0.0.1:9080/v1',
            available_models: [{ name: 'claude-sonnet-5-5', max_tokens: 200_000 }],
          },
        },
      },
    },
  },
};

describe.each(setUpTools)('%s', (tool) => {
  const { file, content, read, holds } = files[tool];

  test('is set up in its own file, shows as done, and gets its bytes and mode back', async () => {
    const path = scratch.write(file, content, 0o640);
    await expect(stateOf(tool)).resolves.toEqual({ tool, path, state: 'ready', reason: null, restorable: false });
    await expect(apply(tool)).resolves.toBe('done');
    const text = readFileSync(path, 'utf8');
    expect(read(text.replace('\uFEFF', ''))).toMatchObject(holds);
    expect(text.startsWith('\uFEFF')).toBe(content.startsWith('\uFEFF'));
    expect(statSync(path).mode & 0o777).toBe(0o640);
    // The lines that are not about the model stay as they were.
    const kept = content.split('\n').filter((line) => line.includes('#') && !line.includes('old'));
    expect(text.split('\n')).toEqual(expect.arrayContaining(kept));
    await expect(stateOf(tool)).resolves.toMatchObject({ state: 'done', restorable: true });
    const again = await scratch.setUp.plan(tool, 'set-up');
    expect(again).toMatchObject({ effect: 'unchanged', diff: [] });
    await apply(tool, 'restore');
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    await expect(stateOf(tool)).resolves.toMatchObject({ state: 'ready', restorable: false });
  });

  test('without a file gets one that only its owner can read, and none after the restore', async () => {
    const plan = await scratch.setUp.plan(tool, 'set-up');
    expect(plan.effect).toBe('created');
    await apply(tool);
    expect(read(readFileSync(plan.path, 'utf8'))).toMatchObject({});
    expect(statSync(plan.path).mode & 0o777).toBe(0o600);
    await expect(scratch.setUp.plan(tool, 'restore')).resolves.toMatchObject({ effect: 'removed', editedSince: false });
    await apply(tool, 'restore');
    expect(existsSync(plan.path)).toBe(false);
  });

  test('another port makes it outdated; the backup stays the first one', async () => {
    const path = scratch.write(file, content);
    await apply(tool);
    scratch.address = { ...scratch.address, baseUrl: 'http://127.0.0.1:9099/v1' };
    await expect(stateOf(tool)).resolves.toMatchObject({ state: 'outdated', restorable: true });
    await apply(tool);
    expect(readFileSync(path, 'utf8')).toContain(':9099');
    expect(readFileSync(path, 'utf8')).not.toContain(':9080');
    await apply(tool, 'restore');
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('what the diff shows is what is written', async () => {
    const path = scratch.write(file, content);
    const plan = await scratch.setUp.plan(tool, 'set-up');
    await apply(tool);
    const lines = readFileSync(path, 'utf8').split(/\r?\n/);
    const before = content.split(/\r?\n/);
    for (const { kind, text } of plan.diff) {
      if (kind === 'gap') continue;
      expect(kind === 'removed' ? before : lines).toContain(text);
    }
    const added = plan.diff.filter(({ kind }) => kind === 'added').length;
    const removed = plan.diff.filter(({ kind }) => kind === 'removed').length;
    expect(lines.length - before.length).toBeGreaterThanOrEqual(added - removed - 1);
    expect(added).toBeGreaterThan(0);
  });

  test('the token is written where the tool reads keys, and never shown', async () => {
    const token = 'sk-dragoman-0123456789abcdefghijklmnopqrstuvwxyzABCD';
    scratch.address = { ...scratch.address, token };
    const path = scratch.write(file, content);
    const plan = await scratch.setUp.plan(tool, 'set-up');
    expect(JSON.stringify(plan)).not.toContain(token);
    expect(plan.masked).toBe(tool !== 'zed');
    await apply(tool);
    expect(readFileSync(path, 'utf8').includes(token)).toBe(tool !== 'zed');
    expect(JSON.stringify([await scratch.setUp.plan(tool, 'restore'), await scratch.setUp.states()])).not.toContain(
      token,
    );
  });
});

test('a link stays a link, and its target is changed', async () => {
  const target = scratch.write('dotfiles/codex.toml', 'model = "old"\n');
  mkdirSync(join(scratch.home, '.codex'));
  const path = join(scratch.home, '.codex/config.toml');
  symlinkSync('../dotfiles/codex.toml', path);
  await apply('codex');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toContain('model = "claude-sonnet-5-5"');
  await apply('codex', 'restore');
  expect(lstatSync(path).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('model = "old"\n');
});

test.each([
  ['CODEX_HOME', 'codex', 'config.toml'],
  ['CLAUDE_CONFIG_DIR', 'claude-code', 'settings.json'],
  ['XDG_CONFIG_HOME', 'opencode', 'opencode/opencode.json'],
  ['XDG_CONFIG_HOME', 'zed', 'zed/settings.json'],
  ['CONTINUE_GLOBAL_DIR', 'continue', 'config.yaml'],
] as const)('%s moves the file of %s', async (variable, tool, file) => {
  scratch.variables[variable] = join(scratch.home, 'elsewhere');
  expect((await scratch.setUp.plan(tool, 'set-up')).path).toBe(join(scratch.home, 'elsewhere', file));
  scratch.variables[variable] = '';
  expect((await scratch.setUp.plan(tool, 'set-up')).path).not.toContain('elsewhere');
});

test.each([
  ['invalid', () => scratch.write('.codex/config.toml', 'model = '), 'it is not valid TOML'],
  ['too large', () => scratch.write('.codex/config.toml', `# ${'x'.repeat(1024 * 1024)}`), 'it is larger than 1 MB'],
  [
    'a folder',
    () => mkdirSync(join(scratch.home, '.codex/config.toml'), { recursive: true }),
    'there is a folder of that name',
  ],
  ['not UTF-8', () => scratch.write('.codex/config.toml', Buffer.from([0x61, 0xff, 0xfe])), 'it is not UTF-8 text'],
  ['UTF-16', () => scratch.write('.codex/config.toml', Buffer.from('\uFEFFa = 1', 'utf16le')), 'it is not UTF-8 text'],
  ['binary', () => scratch.write('.codex/config.toml', 'a\0b'), 'it is not a text file'],
  [
    'hard-linked',
    () => linkSync(scratch.write('.codex/config.toml', 'a = 1'), join(scratch.home, 'second-name')),
    'it has a second name (a hard link), which replacing it would break',
  ],
  ['below a file', () => scratch.write('.codex', 'file'), 'there is a file where the folder should be'],
  [
    'a dangling link',
    () => {
      mkdirSync(join(scratch.home, '.codex'));
      symlinkSync('nowhere', join(scratch.home, '.codex/config.toml'));
    },
    'it is a link to a file that is not there',
  ],
  [
    'a circular link',
    () => {
      mkdirSync(join(scratch.home, '.codex'));
      symlinkSync('config.toml', join(scratch.home, '.codex/config.toml'));
    },
    'it is a link that leads in a circle',
  ],
])('a file that is %s is left alone with the reason', async (_, make, reason) => {
  make();
  await expect(stateOf('codex')).resolves.toMatchObject({ state: 'refused', reason });
  await expect(scratch.setUp.plan('codex', 'set-up')).rejects.toMatchObject({ code: 'set_up_refused' });
  await expect(scratch.setUp.plan('codex', 'set-up')).rejects.toThrow(reason);
});

test.skipIf(process.getuid?.() === 0)('a write-protected file or folder is left alone', async () => {
  const path = scratch.write('.codex/config.toml', 'a = 1', 0o444);
  await expect(stateOf('codex')).resolves.toMatchObject({ reason: 'it is write-protected' });
  chmodSync(path, 0o644);
  chmodSync(dirname(path), 0o555);
  await expect(stateOf('codex')).resolves.toMatchObject({ reason: 'its folder is write-protected' });
  chmodSync(dirname(path), 0o755);
});

test('a config.yaml for Continue is not made beside its older config.json', async () => {
  scratch.write('.continue/config.json', '{}');
  await expect(stateOf('continue')).resolves.toMatchObject({ state: 'refused' });
});

test('a file that changed after its difference was shown is left alone', async () => {
  const path = scratch.write('.codex/config.toml', 'model = "old"\n');
  const { digest } = await scratch.setUp.plan('codex', 'set-up');
  writeFileSync(path, 'model = "other"\n');
  await expect(scratch.setUp.apply('codex', 'set-up', digest)).rejects.toMatchObject({ code: 'set_up_changed' });
  expect(readFileSync(path, 'utf8')).toBe('model = "other"\n');
  const again = await scratch.setUp.plan('codex', 'set-up');
  scratch.address = { ...scratch.address, model: 'claude-opus-5-5' };
  await expect(scratch.setUp.apply('codex', 'set-up', again.digest)).rejects.toMatchObject({ code: 'set_up_changed' });
  await expect(stateOf('codex')).resolves.toMatchObject({ restorable: false });
});

test('the restore says when the file was changed after the set-up, and needs a backup', async () => {
  await expect(scratch.setUp.plan('codex', 'restore')).rejects.toThrow('there is no backup of it');
  const path = scratch.write('.codex/config.toml', 'model = "old"\n');
  await apply('codex');
  await expect(scratch.setUp.plan('codex', 'restore')).resolves.toMatchObject({ editedSince: false });
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n[mine]\n`);
  await expect(scratch.setUp.plan('codex', 'restore')).resolves.toMatchObject({ editedSince: true });
  scratch.address = { ...scratch.address, model: 'claude-opus-5-5' };
  await apply('codex');
  await expect(scratch.setUp.plan('codex', 'restore')).resolves.toMatchObject({ editedSince: true });
});

test('a key that the environment gives to Codex stays the one it uses', async () => {
  scratch.address = { ...scratch.address, token: 'sk-dragoman-0123456789abcdef' };
  const path = scratch.write('.codex/config.toml', '[model_providers.dragoman]\nenv_key = "DRAGOMAN_KEY"\n');
  await apply('codex');
  expect(readFileSync(path, 'utf8')).not.toContain('bearer');
});

test('secrets of other providers are masked in the difference, not in the file', async () => {
  const secret = 'sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
  const path = scratch.write('.aider.conf.yml', `anthropic-api-key: ${secret}\n`);
  const plan = await scratch.setUp.plan('aider', 'set-up');
  expect(plan.masked).toBe(true);
  expect(JSON.stringify(plan)).not.toContain(secret);
  await apply('aider');
  expect(readFileSync(path, 'utf8')).toContain(secret);
});

test('set-up and restore give back the bytes of any file', async () => {
  const path = scratch.write('.aider.conf.yml', '');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (content) => {
      writeFileSync(path, content);
      const before = readFileSync(path);
      const set = await apply('aider').catch(() => 'refused');
      if (
        set === 'done' &&
        (await scratch.setUp.states()).some(({ tool, restorable }) => tool === 'aider' && restorable)
      )
        await apply('aider', 'restore');
      expect(readFileSync(path)).toEqual(before);
    }),
    { numRuns: 100 },
  );
});
