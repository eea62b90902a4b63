/** What the client says about calling tools, in whichever form it says it, read into one. */

import { RequestRefused } from '../errors.ts';
import type { ChatRequest, ChatRequestTool } from '../openai/chat-request.ts';
import { isUnset } from './field.ts';

export type ToolWish =
  | { readonly kind: 'none' | 'auto' | 'required'; readonly from: string }
  | { readonly kind: 'named'; readonly name: string; readonly from: string };

/** The tools the model may use of all that are declared (`tool_choice.allowed_tools`). */
export interface AllowedTools {
  readonly names: ReadonlySet<string>;
  readonly required: boolean;
}

/**
 * `tool_choice` or the legacy `function_call`, in OpenAI's words or Anthropic's (`any`, `{type: "tool", name}`); null when neither
 * is there. Throws `RequestRefused` for a choice that means nothing.
 */
export function readToolWish(request: ChatRequest): ToolWish | null {
  const { tool_choice: choice, function_call: call } = request;
  if (!isUnset(choice)) return typeof choice === 'string' ? fromWord(choice, 'tool_choice') : fromObject(choice);
  if (isUnset(call)) return null;
  return typeof call === 'string'
    ? fromWord(call, 'function_call')
    : { kind: 'named', name: call.name, from: 'function_call' };
}

function fromWord(word: string, from: string): ToolWish {
  if (word === 'none' || word === 'auto' || word === 'required') return { kind: word, from };
  if (word === 'any') return { kind: 'required', from };
  return refuse(from, word);
}

function fromObject(choice: Exclude<NonNullable<ChatRequest['tool_choice']>, string>): ToolWish {
  const from = 'tool_choice';
  const name = choice.function?.name ?? choice.custom?.name ?? choice.name;
  if (!isUnset(choice.allowed_tools)) {
    return { kind: choice.allowed_tools.mode === 'required' ? 'required' : 'auto', from };
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

export function readAllowedTools(request: ChatRequest): AllowedTools | null {
  const choice = request.tool_choice;
  if (isUnset(choice) || typeof choice === 'string' || isUnset(choice.allowed_tools)) return null;
  const names = choice.allowed_tools.tools.flatMap(
    (tool) => tool.function?.name ?? tool.custom?.name ?? tool.name ?? [],
  );
  return { names: new Set(names), required: choice.allowed_tools.mode === 'required' };
}

/** The client's name of a declared tool, whatever its shape; null for a toolset, which has none. */
export function declaredName(tool: ChatRequestTool): string | null {
  return tool.function?.name ?? tool.custom?.name ?? tool.name ?? null;
}
