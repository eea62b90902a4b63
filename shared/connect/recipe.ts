/** A recipe: how to point one tool at the proxy. */

import { keyNaming } from '#shared/exchange/client-tool.ts';
import type { Shell } from '#shared/shell/shell.ts';

export interface RecipeContext {
  /** `http://127.0.0.1:9080/v1` */
  readonly baseUrl: string;
  /** The configured Claude model, for tools that require a model name. */
  readonly model: string;
  /** True when clients must send the proxy's token. */
  readonly tokenNeeded: boolean;
  /** The token itself: only in the main process, which copies snippets and writes configuration files. Absent: a placeholder. */
  readonly token?: string;
  /** The shell that commands are written for. */
  readonly shell: Shell;
}

export interface Snippet {
  /** Where it goes: a file, a terminal, a settings page. */
  readonly place: string;
  readonly language: 'shell' | 'typescript' | 'python' | 'yaml' | 'json' | 'toml' | 'text';
  readonly text: string;
}

/** In the order of the list. */
export const recipeGroups = {
  agents: 'Terminal agents',
  editors: 'Editors',
  apps: 'Chat and automation',
  code: 'Your code',
} as const;
export type RecipeGroup = keyof typeof recipeGroups;

export interface Recipe {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly name: string;
  readonly group: RecipeGroup;
  /** What to do, or what to know. */
  readonly note: string;
  readonly snippets: (context: RecipeContext) => readonly Snippet[];
  /** The name that `recogniseTool` gives its requests; null when they cannot be told from others. */
  readonly client: string | null;
  /**
   * Absent: the tool names itself in its headers. Otherwise what its requests look like: they are recognised by the API key of the
   * snippet alone, so not where the proxy requires its token.
   */
  readonly looksLike?: string;
}

/** The value of a key field where nothing depends on it; where the token is required, the token or a placeholder for it. */
export function keyFor({ tokenNeeded, token }: Pick<RecipeContext, 'tokenNeeded' | 'token'>): string {
  return tokenNeeded ? (token ?? 'your-dragoman-token') : 'any-value';
}

/** The same for a tool that does not name itself in its headers: without a token, the key names it. */
export function namingKeyFor(context: Pick<RecipeContext, 'tokenNeeded' | 'token'>, client: string): string {
  return context.tokenNeeded ? keyFor(context) : keyNaming(client);
}

/** The base URL without `/v1`, for tools that add it themselves. */
export function rootUrl(context: Pick<RecipeContext, 'baseUrl'>): string {
  return context.baseUrl.replace(/\/v1$/, '');
}

/** A Python or JavaScript string literal in double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A YAML scalar: plain where that is safe, otherwise a JSON string, which YAML reads too. */
export function plainOrQuoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
