/** A recipe: how to point one tool at the proxy. */

import type { Shell } from '#shared/shell/shell.ts';

export interface RecipeContext {
  /** `http://127.0.0.1:9080/v1` */
  readonly baseUrl: string;
  /** The configured Claude model, for tools that require a model name. */
  readonly model: string;
  /** True when clients must send the proxy's token; snippets hold a placeholder for it, never the token. */
  readonly tokenNeeded: boolean;
  /** The shell that commands are written for. */
  readonly shell: Shell;
}

export interface Snippet {
  /** Where it goes: a file, a terminal, a settings page. */
  readonly place: string;
  readonly language: 'shell' | 'typescript' | 'python' | 'yaml' | 'json' | 'toml' | 'text';
  readonly text: string;
}

export interface Recipe {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly name: string;
  readonly group: 'code' | 'tool';
  /** One sentence: what to do, or what to know. */
  readonly note: string;
  readonly snippets: (context: RecipeContext) => readonly Snippet[];
  /** Matches the User-Agent of the tool's requests, in lower case; null when it sends none of its own. */
  readonly userAgent: RegExp | null;
}

/** The value of a key field: the proxy ignores it, except where the token is required; then a placeholder for the token. */
export function keyFor({ tokenNeeded }: Pick<RecipeContext, 'tokenNeeded'>): string {
  return tokenNeeded ? 'your-dragoman-token' : 'any-value';
}

/** The base URL without `/v1`, for tools that add it themselves. */
export function rootUrl(context: RecipeContext): string {
  return context.baseUrl.replace(/\/v1$/, '');
}
