import { describe, expect, test } from 'vitest';
import { recipes } from './tool-recipes.ts';

const context = {
  baseUrl: 'http://127.0.0.1:9099/v1',
  model: 'claude-test-model',
  tokenNeeded: false,
  shell: 'posix' as const,
};

test('no two recipes have the same id or name', () => {
  expect(new Set(recipes.map((recipe) => recipe.id)).size).toBe(recipes.length);
  expect(new Set(recipes.map((recipe) => recipe.name)).size).toBe(recipes.length);
});

describe.each(recipes.filter((recipe) => recipe.id !== 'cursor'))('$name', (recipe) => {
  const text = recipe
    .snippets(context)
    .map((snippet) => snippet.text)
    .join('\n');

  test('contains the proxy’s base URL and no other localhost URL', () => {
    const addresses = text.match(/https?:\/\/[^\s"',]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:9099(\/v1(\/|$)|$)/);
  });

  test('requires no real API key', () => {
    expect(text).not.toMatch(/sk-/);
    expect(text).not.toContain('your-dragoman-token');
  });

  test('contains a placeholder for the token where one is required', () => {
    const withToken = recipe.snippets({ ...context, tokenNeeded: true }).map((snippet) => snippet.text);
    expect(withToken.join('\n')).not.toMatch(/sk-|any-value/);
    // Zed asks for the key itself.
    expect(withToken.join('\n').includes('your-dragoman-token')).toBe(recipe.id !== 'zed');
  });
});

test.each([
  ['curl/8.9.1', 'curl'],
  ['openai/js 7.57.0', 'openai-typescript'],
  ['openai/python 2.1.0', 'openai-python'],
  ['continue/1.3.9 (vscode)', 'continue'],
  ['cline/3.40.0', 'cline'],
  ['codex_cli_rs/0.169.0', 'codex'],
  ['claude-cli/2.1.0 (external, cli)', 'claude-code'],
])('the User-Agent %s belongs to %s alone', (userAgent, id) => {
  expect(recipes.filter((recipe) => recipe.userAgent?.test(userAgent)).map((recipe) => recipe.id)).toEqual([id]);
});

test('the Cursor recipe gives the reason why it cannot work, and no snippet', () => {
  const cursor = recipes.find((recipe) => recipe.id === 'cursor');
  expect(cursor?.snippets(context)).toEqual([]);
  expect(cursor?.note).toMatch(/own servers/);
});
