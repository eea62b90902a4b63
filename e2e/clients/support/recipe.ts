/** What one needs to know about a client to have it read a file through the proxy. */

import type { ClientFolder } from './client-folder.ts';

export interface Recipe {
  /** As in `pins.json`. */
  readonly client: string;
  /** Tells apart several recipes for one client. */
  readonly way: string;
  readonly path: '/v1/chat/completions' | '/v1/responses' | '/v1/messages';
  /** False for the one that waits for whole answers. */
  readonly streams?: false;
  /** The name of its tool that reads a file, as the model sees it. */
  readonly tool: string;
  /** The tool's arguments; by default the stand-in makes up a path, which is that of the file. */
  readonly toolInput?: (place: ClientFolder) => Readonly<Record<string, unknown>>;
  /** Writes its configuration if it has some, and gives the command. */
  readonly command: (place: ClientFolder, prompt: string) => Command;
}

export interface Command {
  readonly program: string;
  readonly parameters: readonly string[];
  /** Added to the closed environment; undefined removes a name. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The question, with the order for the stand-in to call the tool. */
export function promptFor(recipe: Recipe, place: ClientFolder): string {
  const input = recipe.toolInput?.(place);
  const quoted = input === undefined ? '' : ` args="${JSON.stringify(input).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return `Say what the file holds. [[stand-in: tool=${recipe.tool} tools=1${quoted}]]`;
}
