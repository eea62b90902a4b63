/** Translates the tool calls of an assistant message: blocks of the Messages API, `tool_calls` and `function_call`. */

import type { Steps } from '../../steps.ts';
import { RequestRefused } from '../../errors.ts';
import { REQUEST_JSON_LIMITS } from '../../json/json-limits.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import type { ChatRequestPart, ChatRequestToolCall } from '../../openai/chat-request.ts';
import type { Note } from '../../notes.ts';
import { addUnreadableNote } from '../core/draft-field.ts';
import type { ToolUseBlock } from '../core/built-message.ts';
import { addNoteOnce, type MessageBuilder, type SourcedBlock } from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import { legacyCallId, nonEmpty } from '../core/tool-call-ids.ts';
import { readMark } from '../read/read-cache-control.ts';
import { RENAMED, renameTool } from '../tools/tool-names.ts';
import { parseToolArgumentsSteps, type ParsedArguments } from './parse-call-arguments.ts';

/** A pending tool call. */
export interface Call {
  /** The client's id; null for a call without one. */
  readonly clientId: string | null;
  readonly id: string;
  /** The client's name of the tool. */
  readonly name: string;
  readonly from: string;
}

/** A `tool_use` block, as clients of the Messages API write it. @throws RequestRefused without a name */
export function* nativeCall(
  builder: MessageBuilder,
  part: ChatRequestPart,
  from: string,
  index: number,
  calls: Call[],
): Steps<ToolUseBlock> {
  if (typeof part.name !== 'string' || part.name === '') throw missing(`${from}.name`);
  const id = builder.ids.claim(part.id, index, calls.length);
  const parsed = yield* parseCall(builder, part['input'], part.name);
  addArgumentNotes(builder, parsed, `${from}.input`);
  const block = useBlock(builder, id, part.name, parsed.input, `${from}.name`);
  addIdNote(builder, id, part.id, from);
  calls.push({ clientId: nonEmpty(part.id), id, name: part.name, from });
  const mark = readMark(builder.draft, part, from);
  if (mark !== null) builder.marks.set(block, mark);
  const { tracer } = builder.draft.context;
  for (const key of ['type', 'id', 'name', 'input'] as const) {
    const renamed = (key === 'id' || key === 'name') && block[key] !== part[key];
    const verb = renamed ? 'renamed' : 'copied';
    tracer?.link(`${from}.${key}`, block, key, verb, 'The part is already in the shape of the Messages API.');
  }
  return block;
}

/** An item of OpenAI's `tool_calls`: a function with JSON text, or a custom tool with free text. */
export function* openAiCall(
  builder: MessageBuilder,
  call: ChatRequestToolCall,
  from: string,
  index: number,
  calls: Call[],
): Steps<SourcedBlock> {
  const { tracer } = builder.draft.context;
  const custom = call.custom ?? null;
  const called = custom ?? call.function ?? null;
  if (called === null) throw missing(`${from}.function`);
  const id = builder.ids.claim(call.id, index, calls.length);
  const key = custom === null ? 'function' : 'custom';
  const argumentsPath = custom === null ? `${from}.function.arguments` : `${from}.custom.input`;
  const parsed: ParsedArguments =
    custom === null
      ? yield* parseCall(builder, call.function?.arguments, called.name)
      : customArguments(custom.input ?? '');
  addArgumentNotes(builder, parsed, argumentsPath);
  const block = useBlock(builder, id, called.name, parsed.input, `${from}.${key}.name`);
  calls.push({ clientId: nonEmpty(call.id), id, name: called.name, from });
  addIdNote(builder, id, call.id, from);
  const mark = readMark(builder.draft, call, from);
  if (mark !== null) builder.marks.set(block, mark);
  tracer?.link(`${from}.id`, block, 'id', id === call.id ? 'copied' : 'renamed', 'The id of the call.');
  tracer?.link(`${from}.type`, block, 'type', 'renamed', 'A call is a tool_use block.');
  tracer?.link(`${from}.${key}.name`, block, 'name', block.name === called.name ? 'copied' : 'renamed', 'The tool.');
  tracer?.link(
    argumentsPath,
    block,
    'input',
    'renamed',
    'Arguments are JSON text at OpenAI and an object in the Messages API.',
  );
  return { block, from };
}

/** OpenAI's `function_call`, which has no id. */
export function* legacyCall(
  builder: MessageBuilder,
  call: { readonly name: string; readonly arguments?: unknown },
  from: string,
  index: number,
  calls: Call[],
): Steps<SourcedBlock> {
  const { tracer } = builder.draft.context;
  const id = builder.ids.claim(legacyCallId(index, call.name), index, 0);
  const parsed = yield* parseCall(builder, call.arguments, call.name);
  addArgumentNotes(builder, parsed, `${from}.arguments`);
  const block = useBlock(builder, id, call.name, parsed.input, `${from}.name`);
  calls.push({ clientId: null, id, name: call.name, from });
  const note: Note = {
    verb: 'emulated',
    code: 'function-call-as-tool-use',
    from,
    to: null,
    reason: 'The legacy function_call became a tool call with an id from its position and name.',
  };
  addNoteOnce(builder.draft, note, { key: '' });
  tracer?.link(`${from}.name`, block, 'name', block.name === call.name ? 'copied' : 'renamed', 'The tool.');
  tracer?.link(
    `${from}.arguments`,
    block,
    'input',
    'renamed',
    'Arguments are JSON text at OpenAI and an object in the Messages API.',
  );
  return { block, from };
}

function useBlock(
  builder: MessageBuilder,
  id: string,
  clientName: string,
  input: Record<string, unknown>,
  namePath: string,
): ToolUseBlock {
  const { draft } = builder;
  const noted = draft.renamedTools.has(clientName);
  const name = renameTool(draft, clientName);
  if (name !== clientName && !noted) {
    addNote(
      draft,
      { verb: 'renamed', code: 'tool-renamed', from: namePath, to: null, reason: RENAMED },
      { key: 'name' },
    );
  }
  if (draft.wrappedTools.has(name)) return { type: 'tool_use', id, name, input: wrapped(input) };
  return { type: 'tool_use', id, name, input };
}

/**
 * A tool whose root schema is not an object takes its argument under `value`; arguments that were not an object are already there.
 */
function wrapped(input: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(input);
  return keys.length === 1 && keys[0] === 'value' ? input : { value: input };
}

/** A string may be the whole argument of a wrapped tool, whatever it holds. */
function* parseCall(builder: MessageBuilder, raw: unknown, clientName: string): Steps<ParsedArguments> {
  const { renamedTools, wrappedTools, parameterNames } = builder.draft;
  const name = renamedTools.get(clientName) ?? clientName;
  return yield* wrappedTools.has(name)
    ? parseToolArgumentsSteps(raw, builder.argumentBudget, 0)
    : parseToolArgumentsSteps(raw, builder.argumentBudget, undefined, parameterNames.get(name));
}

function customArguments(text: string): ParsedArguments {
  const input = cleanText(text);
  return { input: { input }, outcome: input === text ? 'read' : 'cleaned' };
}

function addIdNote(builder: MessageBuilder, id: string, given: string | null | undefined, from: string): void {
  if (id === given) return;
  const note: Note = {
    verb: 'renamed',
    code: 'tool-call-id-changed',
    // A call without an id is given one.
    from: given === null || given === undefined ? from : `${from}.id`,
    to: null,
    reason: 'The id of a tool call was changed to one the Messages API accepts; its result carries the same.',
  };
  addNote(builder.draft, note, { key: 'id' });
}

const argumentNotes = {
  decoded: ['tool-arguments-decoded', 'The arguments of a tool call were serialised more than once and were decoded.'],
  mended: ['tool-arguments-mended', 'The arguments of a tool call were broken JSON and were repaired.'],
  wrapped: ['tool-arguments-wrapped', 'The arguments of a tool call were not an object and were put under "value".'],
  'kept-as-text': ['tool-arguments-kept-as-text', 'The arguments of a tool call are not JSON and were kept as text.'],
} as const;

function addArgumentNotes(builder: MessageBuilder, parsed: ParsedArguments, from: string): void {
  if (parsed.outcome === 'read') return;
  if (parsed.outcome === 'too-large') {
    const { values, keys } = REQUEST_JSON_LIMITS;
    throw new RequestRefused({
      code: 'too_many_values',
      param: from,
      message: `The arguments of tool calls hold more than ${values} JSON values, or more than ${keys} keys in one object.`,
      hint: 'Leave out or summarise the oldest messages.',
    });
  }
  if (parsed.outcome === 'cleaned') return addUnreadableNote(builder.draft, from, { key: 'input' });
  const [code, reason] = argumentNotes[parsed.outcome];
  const verb = parsed.outcome === 'kept-as-text' ? 'approximated' : 'repaired';
  addNote(builder.draft, { verb, code, from, to: null, reason }, { key: 'input' });
}

function missing(param: string): RequestRefused {
  return new RequestRefused({
    code: 'missing_required_parameter',
    param,
    message: `Missing required parameter: '${param}'.`,
    hint: 'Send the call as it came in the response, with the name of its tool.',
  });
}
