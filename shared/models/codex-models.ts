/**
 * The models as Codex's catalog describes them, for its option `model_catalog_json` and for `GET /v1/models?client_version=…`. Without
 * an entry Codex warns of missing metadata and guesses the context window.
 * Source: `ModelInfo` of codex-rs/protocol; the required fields by trying `codex debug models` 0.171.0 without each.
 */

import type { Effort, ModelProfile } from './profile.ts';

export interface CodexModel {
  readonly slug: string;
  readonly display_name: string;
  readonly description: string | null;
  readonly default_reasoning_level?: Effort;
  readonly supported_reasoning_levels: readonly { readonly effort: Effort; readonly description: string }[];
  readonly shell_type: 'unified_exec';
  readonly visibility: 'list';
  readonly supported_in_api: true;
  /** The smallest number is the default model. */
  readonly priority: number;
  readonly support_verbosity: boolean;
  readonly truncation_policy: { readonly mode: 'tokens'; readonly limit: number };
  readonly experimental_supported_tools: readonly string[];
  readonly base_instructions: string;
  readonly default_reasoning_summary: 'auto';
  /** In tokens. Codex compacts at nine tenths of it. */
  readonly context_window: number;
  readonly max_context_window: number;
  readonly input_modalities: readonly ('text' | 'image')[];
}

const levels: Readonly<Record<Effort, string>> = {
  low: 'Short thinking, fast answers',
  medium: 'Balanced speed and depth',
  high: 'Deep thinking for difficult tasks',
  xhigh: 'Very deep thinking for long tasks',
  max: 'As much thinking as the model can do',
};

/** Codex sends nothing else of that kind for a model that it does not know itself. */
const BASE_INSTRUCTIONS = `You are a coding agent in the Codex CLI. You and the user work in the same folder of the user's machine.

- Read the relevant files before you change anything. Follow AGENTS.md files: each holds for its folder and all below it, and the deepest one wins.
- Solve the whole task: look around, change the code, run it or its tests, and go on until it works. Ask only when you cannot decide yourself.
- Keep changes small and in the style of the code around them. Fix causes, not symptoms. Leave what the task does not concern as it is, and report other faults in place of fixing them.
- The folder may hold changes of the user's. Never revert them, and never run git commands that discard work or rewrite history unless the user asks.
- Prefer rg to search. Use one shell command to read several files where that is possible. Do not print large files that you have just written.
- For a task of several steps keep a plan, and say in one sentence what you are about to do before a group of commands.
- Commands run in a sandbox where one is configured; ask for approval through the tool where a command needs more rights.
- End with a short answer: what changed and where, how you checked it, what is left. Name files as path:line. Say so when you could not run something.
`;

/**
 * @param id the name that Codex sends as the model
 * @param name for its list of models
 * @param profile of the Claude model that answers
 * @param priority position in the list, from 1
 */
export function codexModel(id: string, name: string, profile: ModelProfile, priority: number): CodexModel {
  const { effort, contextTokens, imageInput } = profile;
  const preset = effort.default ?? (effort.levels.includes('high') ? 'high' : effort.levels.at(-1));
  return {
    slug: id,
    display_name: name,
    description: id === profile.id ? null : `Answered by ${profile.id}.`,
    ...(preset === undefined ? {} : { default_reasoning_level: preset }),
    supported_reasoning_levels: effort.levels.map((level) => ({ effort: level, description: levels[level] })),
    shell_type: 'unified_exec',
    visibility: 'list',
    supported_in_api: true,
    priority,
    support_verbosity: false,
    truncation_policy: { mode: 'tokens', limit: 10_000 },
    experimental_supported_tools: [],
    base_instructions: BASE_INSTRUCTIONS,
    default_reasoning_summary: 'auto',
    context_window: contextTokens,
    max_context_window: contextTokens,
    input_modalities: imageInput ? ['text', 'image'] : ['text'],
  };
}
