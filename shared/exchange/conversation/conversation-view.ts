/** A stored exchange as a conversation: messages, tool calls and their results, as the client sent and received them. */

import { paneText } from '../panes/link-panes.ts';
import { isObject, listOf, member, parseJsonExactly, textOf } from '../../json/unknown-json.ts';
import type { Exchange } from '../record.ts';
import {
  chatCalls,
  compactionPart,
  inputText,
  conversationParts,
  type ConversationPart,
} from './conversation-parts.ts';
import { writeJson } from '../../json/exact-number.ts';

export type { MediaSource, ConversationPart } from './conversation-parts.ts';

/** `compaction`: a summary stands for the turns before it. */
export type ConversationRole = 'system' | 'user' | 'assistant' | 'tool' | 'compaction';

export interface ConversationTurn {
  readonly role: ConversationRole;
  /** The pane that `path` belongs to. */
  readonly pane: 'clientRequest' | 'clientResponse';
  /** JSON path of the message or item that the turn begins with. */
  readonly path: string;
  /** `name` of the message, where the client gave one. */
  readonly name: string | null;
  readonly parts: readonly ConversationPart[];
  /** A later summary stands for it, so it was not sent. */
  readonly replaced: boolean;
}

export interface ConversationView {
  readonly turns: readonly ConversationTurn[];
  /** The response that this request continues; its items are not part of the record. */
  readonly earlierResponse: string | null;
}

/** Linear in the bodies. Never throws: unreadable content is missing or `other`. */
export function conversationView(exchange: Exchange): ConversationView {
  const { endpoint } = exchange.summary;
  const request = parseJsonExactly(exchange.clientRequest.body);
  const response = parseJsonExactly(paneText(exchange.clientResponse));
  const requested = requestTurns(endpoint, request);
  const said = responseTurns(endpoint, response);
  return {
    turns: markReplaced(nameResults([...requested, ...said].flatMap(separateSummaries))),
    earlierResponse: endpoint === 'responses' ? textOf(member(request, 'previous_response_id')) : null,
  };
}

type Endpoint = Exchange['summary']['endpoint'];
type Draft = { -readonly [Key in keyof ConversationTurn]: ConversationTurn[Key] } & { parts: ConversationPart[] };

function turn(
  role: ConversationRole,
  pane: ConversationTurn['pane'],
  path: string,
  parts: readonly ConversationPart[],
): Draft {
  return { role, pane, path, name: null, parts: [...parts], replaced: false };
}

function requestTurns(endpoint: Endpoint, request: unknown): readonly Draft[] {
  const pane = 'clientRequest';
  switch (endpoint) {
    case 'chat.completions':
      return listOf(member(request, 'messages')).map((message, index) => chatTurn(message, pane, `messages[${index}]`));
    case 'completions':
      return [turn('user', pane, 'prompt', conversationParts(member(request, 'prompt'), 'prompt'))];
    case 'responses': {
      const instructions = conversationParts(member(request, 'instructions'), 'instructions');
      const input = member(request, 'input');
      const system = instructions.length === 0 ? [] : [turn('system', pane, 'instructions', instructions)];
      if (typeof input === 'string') return [...system, turn('user', pane, 'input', conversationParts(input, 'input'))];
      return [...system, ...itemTurns(listOf(input), pane, 'input')];
    }
    case 'messages':
    case 'count_tokens': {
      const system = conversationParts(member(request, 'system'), 'system');
      const messages = listOf(member(request, 'messages'));
      const turns = messages.flatMap((message, index) => messageTurns(message, pane, `messages[${index}]`));
      return system.length === 0 ? turns : [turn('system', pane, 'system', system), ...turns];
    }
    default:
      return [];
  }
}

function responseTurns(endpoint: Endpoint, response: unknown): readonly Draft[] {
  const pane = 'clientResponse';
  switch (endpoint) {
    case 'chat.completions':
    case 'completions':
      return listOf(member(response, 'choices')).map((choice, index) => {
        const path = `choices[${index}]`;
        const message = member(choice, 'message');
        if (isObject(message) && Object.keys(message).length > 0) return chatTurn(message, pane, `${path}.message`);
        return turn('assistant', pane, path, conversationParts(member(choice, 'text'), `${path}.text`));
      });
    case 'responses':
      return itemTurns(listOf(member(response, 'output')), pane, 'output');
    case 'messages': {
      const parts = conversationParts(member(response, 'content'), 'content');
      return parts.length === 0 ? [] : [turn('assistant', pane, 'content', parts)];
    }
    default:
      return [];
  }
}

function chatTurn(message: unknown, pane: ConversationTurn['pane'], path: string): Draft {
  const role = member(message, 'role');
  const content = conversationParts(member(message, 'content'), `${path}.content`);
  const name = textOf(member(message, 'name'));
  if (role === 'tool' || role === 'function') {
    const callId = textOf(member(message, 'tool_call_id'));
    const result: ConversationPart = { kind: 'result', path, callId, name, failed: false, parts: content };
    return { ...turn('tool', pane, path, [result]), name };
  }
  const parts = [
    ...carriedSummaries(message, path),
    ...reasoningParts(message, path),
    ...content,
    ...refusal(message, path),
    ...chatCalls(message, path),
  ];
  return { ...turn(roleOf(role), pane, path, parts), name };
}

function roleOf(role: unknown): ConversationRole {
  if (role === 'system' || role === 'developer') return 'system';
  return role === 'user' ? 'user' : 'assistant';
}

/** Blocks of compactions in the extension field of an earlier response. */
function carriedSummaries(message: unknown, path: string): readonly ConversationPart[] {
  return listOf(member(message, 'anthropic_blocks')).flatMap((block, index) =>
    member(block, 'type') === 'compaction' ? [compactionPart(block, `${path}.anthropic_blocks[${index}]`)] : [],
  );
}

/** A summary inside a message becomes a turn of its own. */
function separateSummaries(one: Draft): readonly Draft[] {
  if (one.role === 'compaction' || one.parts.every(({ kind }) => kind !== 'compaction')) return [one];
  const turns: Draft[] = [];
  for (const part of one.parts) {
    const role = part.kind === 'compaction' ? 'compaction' : one.role;
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(part);
    else turns.push({ ...one, role, path: role === 'compaction' ? part.path : one.path, parts: [part] });
  }
  return turns;
}

/** Returns the text once, although two conventions carry it; signed blocks count only where there is no separate text. */
function reasoningParts(message: unknown, path: string): readonly ConversationPart[] {
  const whole = textOf(member(message, 'reasoning_content'));
  if (whole !== null && whole !== '') return [{ kind: 'reasoning', path: `${path}.reasoning_content`, text: whole }];
  const blocks = conversationParts(member(message, 'thinking_blocks'), `${path}.thinking_blocks`);
  if (blocks.length > 0) return blocks;
  return listOf(member(message, 'reasoning_details')).map((detail, index) => {
    const text = textOf(member(detail, 'text'));
    return { kind: 'reasoning', path: `${path}.reasoning_details[${index}]`, text: text === '' ? null : text };
  });
}

function refusal(message: unknown, path: string): readonly ConversationPart[] {
  const text = textOf(member(message, 'refusal'));
  return text === null || text === '' ? [] : [{ kind: 'refusal', path: `${path}.refusal`, text }];
}

/** A message of the Messages API: tool results, which it holds in a user message, become a turn of their own. */
function messageTurns(message: unknown, pane: ConversationTurn['pane'], path: string): readonly Draft[] {
  const parts = conversationParts(member(message, 'content'), `${path}.content`);
  const role = roleOf(member(message, 'role'));
  if (role !== 'user') return [turn(role, pane, path, parts)];
  const results = parts.filter(({ kind }) => kind === 'result');
  const others = parts.filter(({ kind }) => kind !== 'result');
  const turns: Draft[] = [];
  if (results.length > 0) turns.push(turn('tool', pane, path, results));
  if (others.length > 0 || results.length === 0) turns.push(turn('user', pane, path, others));
  return turns;
}

/** Items of the Responses API: consecutive items of one role form one turn. */
function itemTurns(items: readonly unknown[], pane: ConversationTurn['pane'], base: string): readonly Draft[] {
  const turns: Draft[] = [];
  for (const [index, item] of items.entries()) {
    const path = `${base}[${index}]`;
    const { role, parts } = itemParts(item, path);
    const last = turns.at(-1);
    if (last !== undefined && last.role === role && role !== 'user' && role !== 'system') last.parts.push(...parts);
    else turns.push(turn(role, pane, path, parts));
  }
  return turns;
}

function itemParts(
  item: unknown,
  path: string,
): { readonly role: ConversationRole; readonly parts: readonly ConversationPart[] } {
  const type = textOf(member(item, 'type')) ?? 'message';
  if (type === 'message') {
    return { role: roleOf(member(item, 'role')), parts: conversationParts(member(item, 'content'), `${path}.content`) };
  }
  if (type === 'reasoning') {
    const shown = listOf(member(item, 'summary')).flatMap((part) => textOf(member(part, 'text')) ?? []);
    const text = shown.length === 0 ? null : shown.join('\n\n');
    return { role: 'assistant', parts: [{ kind: 'reasoning', path, text }] };
  }
  if (type === 'compaction' || type === 'compaction_summary') {
    return { role: 'compaction', parts: [compactionPart(item, path)] };
  }
  if (type === 'compaction_trigger') {
    return { role: 'compaction', parts: [{ kind: 'compaction', path, requested: true, text: null }] };
  }
  const callId = textOf(member(item, 'call_id'));
  if (type.endsWith('_output')) {
    const parts = conversationParts(member(item, 'output'), `${path}.output`);
    return { role: 'tool', parts: [{ kind: 'result', path, callId, name: null, failed: false, parts }] };
  }
  if (type.endsWith('_call')) {
    const given =
      member(item, 'arguments') ?? member(item, 'input') ?? member(item, 'action') ?? member(item, 'operation');
    const name = textOf(member(item, 'name')) ?? type.replace(/_call$/, '');
    return { role: 'assistant', parts: [{ kind: 'call', path, id: callId, name, input: inputText(given) }] };
  }
  return { role: 'assistant', parts: [{ kind: 'other', path, type, json: writeJson(item, 2) }] };
}

/**
 * Everything before the newest summary of the request, except instructions: what the response begins with is a summary for later
 * requests.
 */
function markReplaced(turns: readonly ConversationTurn[]): readonly ConversationTurn[] {
  const newest = turns.findLastIndex(
    ({ role, pane, parts }) => role === 'compaction' && pane === 'clientRequest' && parts.some(isSummary),
  );
  return turns.map((one, index) =>
    index < newest && one.role !== 'system' ? Object.assign(one, { replaced: true }) : one,
  );
}

function isSummary(part: ConversationPart): boolean {
  return part.kind === 'compaction' && part.text !== null;
}

/** Results carry only the id of their call, which supplies the tool's name. */
function nameResults(turns: readonly Draft[]): readonly ConversationTurn[] {
  const names = new Map<string, string>();
  for (const { parts } of turns) {
    for (const part of parts) if (part.kind === 'call' && part.id !== null) names.set(part.id, part.name);
  }
  return turns.map((one) => {
    const parts = one.parts.map((part): ConversationPart => {
      if (part.kind !== 'result' || part.callId === null) return part;
      return { ...part, name: part.name ?? names.get(part.callId) ?? null };
    });
    return Object.assign(one, { parts });
  });
}
