import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { recogniseTool } from '../exchange/client-tool.ts';
import { keyFor, namingKeyFor, recipeGroups } from './recipe.ts';
import { recipes } from './recipes.ts';

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

/** As the tools send it; those below `looksLike` are told apart by the key of their snippet. */
const userAgents: readonly (readonly [agent: string, client: string])[] = [
  ['curl/8.9.1', 'curl'],
  ['OpenAI/JS 7.57.0', 'openai-node'],
  ['AsyncOpenAI/Python 2.1.0', 'openai-python'],
  ['Anthropic/JS 1.12.0', 'anthropic-node'],
  ['Continue/1.3.9 (vscode)', 'continue'],
  ['Cline/3.40.0', 'cline'],
  ['RooCode/3.30.0', 'roo-code'],
  ['Zed/0.220.1 (linux; x86_64)', 'zed'],
  ['GitHubCopilotChat/0.68.0', 'copilot'],
  ['ktor-client', 'jetbrains'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 obsidian/1.9.14 Chrome/142.0 Electron/39.2', 'obsidian-copilot'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 CherryStudio/1.7.2 Chrome/142.0 Electron/39.2', 'cherry-studio'],
  ['codex_cli_rs/0.169.0', 'codex'],
  ['claude-cli/2.1.0 (external, cli)', 'claude-code'],
  ['opencode/1.18.33 ai-sdk/provider-utils/3.0.20 runtime/bun/1.3.5', 'opencode'],
  ['QwenCode/0.24.4 (linux; x64)', 'qwen-code'],
  ['langchainjs-openai/1.0.0 ((node/v22.11.0; linux; x64))', 'langchain'],
  ['ai/6.0.326 ai-sdk/openai-compatible/2.0.92 runtime/node.js/22', 'ai-sdk'],
];

test.each(userAgents)('the User-Agent %s belongs to %s and to one recipe alone', (agent, client) => {
  expect(recogniseTool({ 'user-agent': agent })).toBe(client);
  expect(recipes.filter((recipe) => recipe.client === client)).toHaveLength(1);
});

test('every tool that names itself is in the table above', () => {
  const named = new Set(userAgents.map(([, client]) => client));
  const others = recipes.filter(({ client, looksLike }) => looksLike === undefined && !named.has(client ?? ''));
  expect(others.map(({ id }) => id)).toEqual(['cursor', 'environment']);
});

test.each(recipes.filter(({ looksLike }) => looksLike !== undefined))(
  '$name is recognised by the key of its snippet',
  ({ client, snippets }) => {
    const key = namingKeyFor(context, client ?? '');
    expect(JSON.stringify(snippets(context))).toContain(key);
    expect(recogniseTool({ authorization: `Bearer ${key}`, 'user-agent': 'OpenAI/Python 2.1.0' })).toBe(client);
  },
);

test('no request belongs to two recipes', () => {
  const clients = recipes.flatMap(({ client }) => client ?? []);
  expect(new Set(clients).size).toBe(clients.length);
});

test('the key of every tool passes for no other’s', () => {
  expect(recogniseTool({ authorization: `Bearer ${keyFor(context)}`, 'user-agent': 'Zed/1.0' })).toBe('zed');
  fc.assert(
    fc.property(fc.string(), (text) => {
      const tool = recogniseTool({ authorization: `Bearer ${text}`, 'user-agent': 'Zed/1.0' });
      expect(tool).toBe(/^any-value-([a-z][a-z0-9-]{0,39})$/.exec(text)?.[1] ?? 'zed');
    }),
  );
});

test('every recipe is in a group of the list, which the whole list is ordered by', () => {
  const order = Object.keys(recipeGroups);
  const places = recipes.map(({ group }) => order.indexOf(group));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  json: (text) => JSON.parse(text),
  yaml: (text) => parseYaml(text),
  toml: (text) => parseToml(text),
};

test('snippets of JSON, YAML and TOML parse and name the model, whatever it is called', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.boolean(), (model, tokenNeeded) => {
      const snippets = recipes.flatMap((recipe) => recipe.snippets({ ...context, model, tokenNeeded }));
      const files = snippets.filter(({ language, place }) => language in parsers && !place.includes('.claude'));
      expect(files.length).toBeGreaterThan(6);
      for (const { language, text } of files)
        expect(JSON.stringify(parsers[language]?.(text))).toContain(JSON.stringify(model).slice(1, -1));
    }),
    { numRuns: 50 },
  );
});

test('with the token, every snippet that had a placeholder has the token in its place', () => {
  const token = 'sk-dragoman-test';
  for (const recipe of recipes) {
    const masked = recipe.snippets({ ...context, tokenNeeded: true }).map(({ text }) => text);
    const whole = recipe.snippets({ ...context, tokenNeeded: true, token }).map(({ text }) => text);
    expect(whole).toEqual(masked.map((text) => text.replaceAll('your-dragoman-token', token)));
  }
});

test('the Cursor recipe gives the reason why it cannot work, and no snippet', () => {
  const cursor = recipes.find((recipe) => recipe.id === 'cursor');
  expect(cursor?.snippets(context)).toEqual([]);
  expect(cursor?.note).toMatch(/own servers/);
});

test('the catalog of Codex has the context window, effort levels and inputs of the configured model', () => {
  const codex = recipes.find((recipe) => recipe.id === 'codex');
  const [catalog, configuration] = codex?.snippets({ ...context, model: 'claude-opus-5-5' }) ?? [];
  expect(JSON.parse(catalog?.text ?? '')).toMatchObject({
    models: [
      {
        slug: 'claude-opus-5-5',
        context_window: 1_000_000,
        default_reasoning_level: 'medium',
        supported_reasoning_levels: ['low', 'medium', 'high', 'xhigh', 'max'].map((effort) => ({ effort })),
        input_modalities: ['text', 'image'],
      },
    ],
  });
  const file = catalog?.place.replace('~/.codex/', '');
  expect(parseToml(configuration?.text ?? '')).toMatchObject({ model_catalog_json: file });
});

test('an unknown model is in the catalog of Codex without effort levels', () => {
  const codex = recipes.find((recipe) => recipe.id === 'codex');
  const [catalog] = codex?.snippets(context) ?? [];
  const [model] = JSON.parse(catalog?.text ?? '').models;
  expect(model).toMatchObject({ slug: 'claude-test-model', supported_reasoning_levels: [] });
  expect(model).not.toHaveProperty('default_reasoning_level');
});
