/** Parses the client's tool choice, in any form, into one. */

import { RequestRefused } from '../../errors.ts';
import type { ChatRequest, ChatRequestTool } from '../../openai/chat-request.ts';
import { isUnset } from '../core/draft-field.ts';

export type RequestedToolChoice =
  | { readonly kind: 'none' | 'auto' | 'required'; readonly from: string }
  | { readonly kind: 'named'; readonly name: string; readonly from: string };

/** The tools the model may use of all that are declared (`tool_choice.allowed_tools`). */
export interface AllowedTools {
  readonly names: ReadonlySet<string>;
  /** The list is present and empty: no tool may be called. */
  readonly none: boolean;
  readonly required: boolean;
}

/**
 * `tool_choice` or the legacy `function_call`, in OpenAI's form or Anthropic's (`any`, `{type: "tool", name}`); null when neither
 * is present.
 *
 * @throws RequestRefused for an invalid choice
 */
export function readToolChoice(request: ChatRequest): RequestedToolChoice | null {
  const { tool_choice: choice, function_call: call } = request;
  if (!isUnset(choice)) return typeof choice === 'string' ? fromWord(choice, 'tool_choice') : fromObject(choice);
  if (isUnset(call)) return null;
  return typeof call === 'string'
    ? fromWord(call, 'function_call')
    : { kind: 'named', name: call.name, from: 'function_call' };
}

function fromWord(word: string, from: string): RequestedToolChoice {
  if (word === 'none' || word === 'auto' || word === 'required') return { kind: word, from };
  if (word === 'any') return { kind: 'required', from };
  return refuse(from, word);
}

type ChoiceObject = Exclude<NonNullable<ChatRequest['tool_choice']>, string>;

function fromObject(choice: ChoiceObject): RequestedToolChoice {
  const from = 'tool_choice';
  const name = choice.function?.name ?? choice.custom?.name ?? choice.name;
  const allowed = allowedOf(choice);
  if (allowed !== null) {
    if (allowed.none && allowed.required) refuseNothing();
    return { kind: allowed.none ? 'none' : allowed.required ? 'required' : 'auto', from };
  }
  if (!isUnset(name)) return { kind: 'named', name, from };
  return fromWord(choice.type ?? '', from);
}

function refuse(from: string, word: string): never {
  throw new RequestRefused({
    code: 'invalid_value',
    param: from,
    message: `${from} cannot be ${JSON.stringify(word)}.`,
    hint: 'Send "none", "auto", "required" or the name of a tool.',
  });
}

function refuseNothing(): never {
  throw new RequestRefused({
    code: 'invalid_value',
    param: 'tool_choice',
    message: 'A tool call is required, but no tool is allowed.',
    hint: 'List the tools that may be called, or send the mode "auto".',
  });
}

export function readAllowedTools(request: ChatRequest): AllowedTools | null {
  const choice = request.tool_choice;
  return isUnset(choice) || typeof choice === 'string' ? null : allowedOf(choice);
}

/** The list in a field of its own, as chat completions have it, or beside `type`, as the Responses API has it. */
function allowedOf(choice: ChoiceObject): AllowedTools | null {
  const { mode, tools } = choice.allowed_tools ?? (choice.type === 'allowed_tools' ? choice : {});
  if (isUnset(tools)) return null;
  const names = tools.flatMap((tool) => declaredName(tool) ?? (isSearchType(tool) ? searchToolName : []));
  return { names: new Set(names), none: tools.length === 0, required: mode === 'required' };
}

/** The client's name of a declared tool in any format; null for a toolset, which has none. */
export function declaredName(tool: Pick<ChatRequestTool, 'function' | 'custom' | 'name'>): string | null {
  return tool.function?.name ?? tool.custom?.name ?? tool.name ?? null;
}

/** The tool's upstream name. */
export const searchToolName = 'web_search';

/** OpenAI's own search tools among `tools` (specification of the Responses API), dated or not. */
export function isSearchType(tool: Pick<ChatRequestTool, 'function' | 'type'>): boolean {
  return isUnset(tool.function) && /^web_search(?:_preview)?(?:_\d{4}_\d{2}_\d{2})?$/.test(tool.type ?? '');
}
