/** Connect: a tool is set up in a scratch home, its first request turns its state green, and the file comes back as it was. */

import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { ask } from './support/ask.ts';
import { expect, test } from './support/journey.ts';
import { seriousFaults } from './support/screenshots.ts';

interface Tool {
  readonly name: string;
  readonly file: string;
  readonly content: string;
  readonly userAgent: string;
  readonly written: readonly string[];
  /** The file is a link to this one. */
  readonly linkTo?: string;
}

const tools: readonly Tool[] = [
  {
    name: 'opencode',
    file: '.config/opencode/opencode.jsonc',
    content: '{\n\t// my theme\n\t"theme": "system", // dark at night\n}\n',
    userAgent: 'opencode/1.18.33 ai-sdk/provider-utils/3.0.20',
    written: ['\t// my theme\n\t"theme": "system", // dark at night\n', '"npm": "@ai-sdk/openai-compatible"'],
  },
  {
    name: 'Codex CLI',
    file: '.codex/config.toml',
    content: '# mine\r\nmodel   =   "gpt-5.5"\t# the old one\r\n\r\n[tui]\r\n   theme = "dark"',
    userAgent: 'codex_cli_rs/0.171.0 (Debian 12; x86_64)',
    written: ['\t# the old one\r\n', '\r\n[tui]\r\n   theme = "dark"\r\n', 'wire_api = "responses"\r\n'],
    linkTo: 'dotfiles/codex.toml',
  },
  {
    name: 'Continue',
    file: '.continue/config.yaml',
    content:
      'name: Mine   # me\nversion: 0.0.1\nschema: v1\nmodels:\n    -   name: Local\n        provider: ollama\n        model: x\n# end\n',
    userAgent: 'Continue/1.5.47',
    written: [
      'name: Mine   # me\n',
      '    -   name: Local\n        provider: ollama\n',
      'name: Claude through Dragoman',
      '# end\n',
    ],
  },
];

async function choose(window: Page, name: string): Promise<void> {
  await window.getByRole('searchbox', { name: 'Search tools' }).fill(name);
  await window.keyboard.press('Enter');
  await expect(window.getByRole('region', { name, exact: true })).toBeVisible();
}

test('tools are set up with JSONC, TOML and YAML files, their requests arrive, and the files are restored', async ({
  start,
  folder,
}) => {
  const home = folder('home');
  for (const { file, content, linkTo } of tools) {
    mkdirSync(join(home, dirname(file)), { recursive: true });
    if (linkTo === undefined) writeFileSync(join(home, file), content, { mode: 0o640 });
    else {
      mkdirSync(join(home, dirname(linkTo)), { recursive: true });
      writeFileSync(join(home, linkTo), content);
      symlinkSync(join(home, linkTo), join(home, file));
    }
  }
  // Zed's is broken, and must stay so.
  mkdirSync(join(home, '.config/zed'), { recursive: true });
  writeFileSync(join(home, '.config/zed/settings.json'), '{ "vim_mode": ');
  const { window, baseUrl } = await start({
    demo: true,
    environment: {
      HOME: home,
      XDG_CONFIG_HOME: undefined,
      CODEX_HOME: undefined,
      OPENCODE_CONFIG: undefined,
      CONTINUE_GLOBAL_DIR: undefined,
    },
  });
  await window.getByRole('link', { name: 'Connect', exact: true }).click();
  const state = window.getByTestId('connect-state');
  const panel = window.getByTestId('set-up');

  for (const { name, file, content, userAgent, written, linkTo } of tools) {
    const path = join(home, file);
    await choose(window, name);
    await expect(state).toHaveAttribute('data-state', 'waiting');
    await expect(panel).toHaveAttribute('data-state', 'ready');
    await panel.getByRole('button', { name: 'Show the change…' }).click();
    const diff = window.getByTestId('set-up-diff');
    await expect(diff.locator('[data-kind=added]').first()).toBeVisible();
    await expect(diff).toContainText(baseUrl.replace(/^http:\/\//, ''));
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(await seriousFaults(window, 'light')).toEqual([]);
    await panel.getByRole('button', { name: 'Write the file' }).click();
    await expect(panel).toHaveAttribute('data-state', 'done');
    const text = readFileSync(path, 'utf8');
    for (const part of written) expect(text).toContain(part);
    expect(text).toContain(baseUrl);
    expect(lstatSync(path).isSymbolicLink()).toBe(linkTo !== undefined);

    await ask(baseUrl, undefined, userAgent);
    await expect(state).toHaveAttribute('data-state', 'arrived');
    await expect(state).toContainText('Connected');
    await window.getByRole('button', { name: 'Open exchange' }).click();
    await expect(window.getByTestId('side-upstreamRequest')).toContainText('model');
    await window.getByRole('link', { name: 'Connect', exact: true }).click();

    // The tool stays chosen, and its request counts though it came before.
    await expect(state).toHaveAttribute('data-state', 'arrived');
    await panel.getByRole('button', { name: 'Restore…' }).click();
    await panel.getByRole('button', { name: 'Restore the file' }).click();
    await expect(panel).toHaveAttribute('data-state', 'ready');
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(lstatSync(path).isSymbolicLink()).toBe(linkTo !== undefined);
  }

  await choose(window, 'Zed');
  await expect(panel).toHaveAttribute('data-state', 'refused');
  await expect(panel).toContainText('it is not valid JSON');
  expect(readFileSync(join(home, '.config/zed/settings.json'), 'utf8')).toBe('{ "vim_mode": ');

  await choose(window, 'Cursor');
  await expect(window.getByRole('region', { name: 'Cursor' })).toContainText('own servers');
  await expect(state).toHaveCount(0);

  // The keyboard alone: from the search into the list.
  const search = window.getByRole('searchbox', { name: 'Search tools' });
  await search.fill('no such tool');
  await expect(window.getByRole('navigation', { name: 'Tools' })).toContainText('No recipe for “no such tool”');
  await search.press('Escape');
  await search.press('ArrowDown');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Claude Code' })).toBeVisible();
});

test('a file that changes after its difference was shown is not written', async ({ start, folder }) => {
  const home = folder('home');
  const path = join(home, '.aider.conf.yml');
  writeFileSync(path, 'dark-mode: true\n');
  const { window } = await start({ demo: true, environment: { HOME: home } });
  await window.getByRole('link', { name: 'Connect', exact: true }).click();
  await choose(window, 'aider');
  const panel = window.getByTestId('set-up');
  await panel.getByRole('button', { name: 'Show the change…' }).click();
  await expect(window.getByTestId('set-up-diff')).toBeVisible();
  writeFileSync(path, 'dark-mode: false\n');
  await panel.getByRole('button', { name: 'Write the file' }).click();
  await expect(panel.getByRole('alert')).toContainText('Nothing was written');
  expect(readFileSync(path, 'utf8')).toBe('dark-mode: false\n');
});
