/** Where each tool keeps its configuration, and what it must say to use the proxy. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keyNaming } from '#shared/exchange/client-tool.ts';
import { keyFor, rootUrl } from '#shared/connect/recipe.ts';
import type { SetUpTool } from '#shared/connect/set-up.ts';
import type { ConfigFormat } from './edit/edit-config.ts';
import { isTable, NamedItem, WhenAbsent, type WantedTable } from './edit/wanted-values.ts';

/** Whose configuration it is. */
export interface ToolHome {
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

export interface ToolAddress {
  /** With `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** The proxy's token where it requires one, else null. */
  readonly token: string | null;
}

export interface ToolConfig {
  readonly format: ConfigFormat;
  /** As the tool itself finds the file. */
  readonly path: (home: ToolHome) => string;
  /** @param current the file's content, a table. */
  readonly wanted: (address: ToolAddress, current: unknown) => WantedTable;
  /** Why a missing file must not be made. */
  readonly mayNotCreate?: (path: string) => string | null;
}

/** Name of the provider in each tool. */
const PROVIDER = 'dragoman';

export const toolConfigs: Readonly<Record<SetUpTool, ToolConfig>> = {
  // https://developers.openai.com/codex/config-reference; CODEX_HOME replaces ~/.codex.
  codex: {
    format: 'toml',
    path: ({ home, variables }) => join(set(variables['CODEX_HOME']) ?? join(home, '.codex'), 'config.toml'),
    wanted: ({ baseUrl, model, token }, current) => ({
      model,
      model_provider: PROVIDER,
      model_providers: {
        [PROVIDER]: {
          name: 'Dragoman',
          base_url: baseUrl,
          wire_api: 'responses',
          // A key from the environment was the user's choice, and goes before the other one.
          ...(token === null || 'env_key' in at(current, 'model_providers', PROVIDER)
            ? {}
            : { experimental_bearer_token: token }),
        },
      },
    }),
  },
  // https://code.claude.com/docs/en/settings; CLAUDE_CONFIG_DIR replaces ~/.claude. An auth token needs no approval, a key does.
  'claude-code': {
    format: 'jsonc',
    path: ({ home, variables }) => join(set(variables['CLAUDE_CONFIG_DIR']) ?? join(home, '.claude'), 'settings.json'),
    wanted: (address) => ({ env: { ANTHROPIC_BASE_URL: rootUrl(address), ANTHROPIC_AUTH_TOKEN: keyOf(address) } }),
  },
  // https://opencode.ai/docs/config: opencode.jsonc is merged after opencode.json, OPENCODE_CONFIG after both.
  opencode: {
    format: 'jsonc',
    path({ home, variables }) {
      const named = set(variables['OPENCODE_CONFIG']);
      if (named !== undefined) return named;
      const folder = join(set(variables['XDG_CONFIG_HOME']) ?? join(home, '.config'), 'opencode');
      return existsSync(join(folder, 'opencode.jsonc'))
        ? join(folder, 'opencode.jsonc')
        : join(folder, 'opencode.json');
    },
    wanted: (address) => ({
      // opencode adds it itself when it is missing: then the file would look as if somebody had changed it after the set-up.
      $schema: new WhenAbsent('https://opencode.ai/config.json'),
      model: `${PROVIDER}/${address.model}`,
      provider: {
        [PROVIDER]: {
          npm: '@ai-sdk/openai-compatible',
          name: 'Dragoman',
          options: { baseURL: address.baseUrl, apiKey: keyOf(address) },
          models: { [address.model]: new WhenAbsent({ name: `${address.model} (Dragoman)` }) },
        },
      },
    }),
  },
  // https://aider.chat/docs/config/aider_conf.html
  aider: {
    format: 'yaml',
    path: ({ home }) => join(home, '.aider.conf.yml'),
    wanted: ({ baseUrl, model, token }) => ({
      model: `openai/${model}`,
      'openai-api-base': baseUrl,
      'openai-api-key': token ?? keyNaming('aider'),
    }),
  },
  // https://docs.continue.dev/reference; CONTINUE_GLOBAL_DIR replaces ~/.continue.
  continue: {
    format: 'yaml',
    path: ({ home, variables }) =>
      join(set(variables['CONTINUE_GLOBAL_DIR']) ?? join(home, '.continue'), 'config.yaml'),
    wanted: (address) => ({
      name: new WhenAbsent('Local'),
      version: new WhenAbsent('1.0.0'),
      schema: new WhenAbsent('v1'),
      models: new NamedItem('Claude through Dragoman', {
        provider: 'openai',
        model: address.model,
        apiBase: address.baseUrl,
        apiKey: keyOf(address),
        roles: new WhenAbsent(['chat', 'edit', 'apply']),
        capabilities: new WhenAbsent(['tool_use', 'image_input']),
      }),
    }),
    mayNotCreate: (path) =>
      existsSync(join(path, '..', 'config.json')) || existsSync(join(path, '..', 'config.ts'))
        ? 'Continue uses its older config.json or config.ts here, and would ignore that beside a config.yaml'
        : null,
  },
  // https://zed.dev/docs/configuring-zed; the key is in Zed's keychain, never in the file.
  zed: {
    format: 'jsonc',
    path({ home, variables, platform }) {
      if (platform === 'win32')
        return join(set(variables['APPDATA']) ?? join(home, 'AppData', 'Roaming'), 'Zed', 'settings.json');
      const folder = platform === 'darwin' ? undefined : set(variables['XDG_CONFIG_HOME']);
      return join(folder ?? join(home, '.config'), 'zed', 'settings.json');
    },
    wanted: ({ baseUrl, model }) => ({
      language_models: {
        openai_compatible: {
          Dragoman: {
            api_url: baseUrl,
            available_models: new NamedItem(model, {
              display_name: new WhenAbsent(`${model} (Dragoman)`),
              max_tokens: new WhenAbsent(200_000),
              capabilities: new WhenAbsent({
                tools: true,
                images: true,
                parallel_tool_calls: true,
                prompt_cache_key: false,
              }),
            }),
          },
        },
      },
    }),
  },
};

function keyOf({ token }: ToolAddress): string {
  return keyFor(token === null ? { tokenNeeded: false } : { tokenNeeded: true, token });
}

/** An empty variable counts as unset, as these tools have it. */
function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function at(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  let here = value;
  for (const key of path) here = isTable(here) ? here[key] : undefined;
  return isTable(here) ? here : {};
}
