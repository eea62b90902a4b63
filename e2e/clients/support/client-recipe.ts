/** The recipe of a client: how to make it read a file through the proxy. */

import type { ClientFolder } from './client-folder.ts';

export interface Recipe {
  /** As in `pins.json`. */
  readonly client: string;
  /** Distinguishes several recipes of one client. */
  readonly way: string;
  readonly path: '/v1/chat/completions' | '/v1/responses' | '/v1/messages';
  /** False for the one that does not stream. */
  readonly streams?: false;
  /** Each request is a message of a WebSocket. */
  readonly transport?: 'websocket';
  /** The upstream name of its tool that reads a file. */
  readonly tool: string;
  /** The tool's arguments; by default the mock server generates the file's path. */
  readonly toolInput?: (folder: ClientFolder) => Readonly<Record<string, unknown>>;
  /** Writes the configuration, if any. @returns the command */
  readonly command: (folder: ClientFolder, prompt: string) => Command;
}

export interface Command {
  readonly program: string;
  readonly parameters: readonly string[];
  /** Added to the confined environment; undefined removes a name. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The prompt, with the mock server's directive to call the tool. */
export function promptFor(recipe: Recipe, folder: ClientFolder): string {
  const input = recipe.toolInput?.(folder);
  const quoted = input === undefined ? '' : ` args="${JSON.stringify(input).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return `Say what the file holds. [[mock: tool=${recipe.tool} tools=1${quoted}]]`;
}
