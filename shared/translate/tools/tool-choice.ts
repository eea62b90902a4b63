/**
 * `tool_choice`, `parallel_tool_calls` and the legacy `function_call`. Where a model cannot be forced to call a tool, the prompt
 * requests it and the response translation verifies it. https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools
 */

import { RequestRefused } from '../../errors.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { dropField, ignoreField, isUnset } from '../core/draft-field.ts';
import { planReasoning } from '../generation/reasoning-effort.ts';
import {
  readAllowedTools,
  readToolChoice,
  type AllowedTools,
  type RequestedToolChoice,
} from '../read/read-tool-choice.ts';

type Choice = NonNullable<Draft['body']['tool_choice']>;
type CallingChoice = Exclude<Choice, { type: 'none' }>;

/**
 * Fills `tool_choice`; call after the tools are final, and where manual thinking excludes a forced tool, after the messages too.
 *
 * @throws RequestRefused for a named tool that is not declared
 */
export function applyToolChoice(draft: Draft): void {
  const { request, body } = draft;
  const requested = readToolChoice(request);
  if ((body.tools?.length ?? 0) === 0) return dropWithoutTools(draft, requested);
  const allowed = readAllowedTools(request);
  const choice = chooseFor(draft, requested, allowed);
  if (allowed !== null) restrict(draft, allowed);
  if (choice?.type === 'none') ignoreField(draft, 'parallel_tool_calls', 'No tool is called.');
  const alone = choice?.type === 'none' ? choice : limitParallelCalls(draft, choice);
  if (alone === null) return;
  body.tool_choice = alone;
  traceChoice(draft, alone, requested);
}

function dropWithoutTools(draft: Draft, requested: RequestedToolChoice | null): void {
  const reason = 'There are no tools to choose from.';
  if (draft.request.parallel_tool_calls === false && draft.body.mcp_servers !== undefined) {
    const lost = 'The API limits parallel calls only of declared tools, not of an MCP server without a toolset.';
    dropField(draft, 'parallel_tool_calls', 'parallel-tool-calls-dropped', lost);
  }
  if (requested?.kind === 'required' || requested?.kind === 'named')
    dropField(draft, requested.from, 'tool-choice-dropped', reason);
  else if (requested !== null) {
    addNote(draft, { verb: 'repaired', code: 'tool-choice-without-tools', from: requested.from, to: null, reason });
    ignoreField(draft, requested.from, reason);
  }
  ignoreField(draft, 'parallel_tool_calls', reason);
}

/** Null: the client sent none, and the API's own default (auto) applies. */
function chooseFor(draft: Draft, requested: RequestedToolChoice | null, allowed: AllowedTools | null): Choice | null {
  if (requested === null) return null;
  switch (requested.kind) {
    case 'none':
      return { type: 'none' };
    case 'auto':
      return { type: 'auto' };
    case 'required': {
      const [only] = allowed?.names ?? [];
      // "One of these" with a single allowed tool is that tool: the one restriction that the API can enforce.
      const isSingle = allowed?.names.size === 1 && allowed.servers.size === 0;
      return force(draft, requested.from, isSingle && only !== undefined ? only : null);
    }
    default:
      return force(draft, requested.from, requested.name);
  }
}

function force(draft: Draft, from: string, clientName: string | null): Choice {
  const name = clientName === null ? null : declared(draft, from, clientName);
  if (canForce(draft)) return name === null ? { type: 'any' } : { type: 'tool', name };
  const reason = `${draft.context.model} cannot be forced to call a tool; an instruction requests it.`;
  addNote(draft, { verb: 'emulated', code: 'forced-tool-as-instruction', from, to: 'tool_choice', reason });
  draft.instructions.push(
    name === null
      ? 'You must call one of the tools before you answer.'
      : `You must call the tool ${name} before you answer.`,
  );
  draft.expectsToolCall = true;
  return { type: 'auto' };
}

function canForce(draft: Draft): boolean {
  const { forcedToolChoice } = draft.context.profile;
  if (forcedToolChoice !== 'not_with_thinking') return forcedToolChoice === 'ok';
  return planReasoning(draft).thinking?.type !== 'enabled';
}

function declared(draft: Draft, from: string, clientName: string): string {
  const name = draft.renamedTools.get(clientName) ?? clientName;
  if (draft.body.tools?.some((tool) => 'name' in tool && tool.name === name) === true) return name;
  throw new RequestRefused({
    code: 'invalid_value',
    param: from,
    message: `There is no tool ${clientName} among the tools of the request.`,
    hint: 'Name one that is declared in tools.',
  });
}

/**
 * Tools that run at the client stay declared (the cache and earlier thinking depend on them); the prompt names those that may be
 * called. `createServerToolRules` takes out the others.
 */
function restrict(draft: Draft, allowed: AllowedTools): void {
  if (allowed.isVoid) {
    const lost = 'None of the allowed tools is one of the request, so no tool may be called.';
    addNote(draft, { verb: 'dropped', code: 'allowed-tools-dropped', from: 'tool_choice', to: null, reason: lost });
  }
  if (draft.context.settings.allowedTools === 'filter' || allowed.none) return;
  const names = [...allowed.names].map((name) => draft.renamedTools.get(name) ?? name);
  const servers = [...allowed.servers.keys()].map((name) => `those of the MCP server ${name}`);
  const reason = 'All tools stay declared; an instruction names the allowed ones.';
  addNote(draft, { verb: 'emulated', code: 'allowed-tools-as-instruction', from: 'tool_choice', to: 'system', reason });
  draft.instructions.push(`Of the tools, call only these: ${[...names, ...servers].join(', ')}.`);
}

/** A legacy response holds only one call, so a legacy request never allows parallel calls. */
function limitParallelCalls(draft: Draft, choice: CallingChoice | null): CallingChoice | null {
  const { parallel_tool_calls: parallel, tool_choice: toolChoice, tools, functions } = draft.request;
  const anthropic = typeof toolChoice === 'object' && toolChoice?.disable_parallel_tool_use === true;
  const legacy = (functions?.length ?? 0) > 0 && (tools?.length ?? 0) === 0;
  if (parallel !== false && !anthropic && !legacy) {
    if (!isUnset(parallel)) ignoreField(draft, 'parallel_tool_calls', 'It is the default.');
    return choice;
  }
  const alone: CallingChoice = { ...(choice ?? { type: 'auto' }), disable_parallel_tool_use: true };
  if (parallel === false) {
    const { tracer } = draft.context;
    tracer?.link('parallel_tool_calls', alone, 'disable_parallel_tool_use', 'renamed', 'One call at a time.');
  } else ignoreField(draft, 'parallel_tool_calls', 'The request takes one call at a time.');
  return alone;
}

function traceChoice(draft: Draft, choice: Choice, requested: RequestedToolChoice | null): void {
  const { tracer } = draft.context;
  if (tracer === null) return;
  if (requested === null) return tracer.add(choice, 'type', 'disable_parallel_tool_use requires a tool_choice.');
  if (typeof draft.request[requested.from] === 'string') {
    return tracer.link(requested.from, choice, 'type', 'renamed', 'Which tools to call.');
  }
  const target = choice.type === 'tool' ? 'name' : 'type';
  tracer.drop(requested.from, 'The tool choice, with the values of the Messages API.');
  tracer.link(`${requested.from}.type`, choice, 'type', 'renamed', 'Which tools to call.');
  for (const key of ['function.name', 'custom.name', 'name']) {
    tracer.link(`${requested.from}.${key}`, choice, target, 'moved', 'The tool to call.');
  }
}
