/**
 * Cache breakpoints: the client's own where it set any, else ours where they pay. Inserted last, so that nothing else depends on
 * them.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching (at most four, one-hour ones first)
 */

import type { ContentBlockParam, ToolUnion } from '../../anthropic/types.ts';
import { declaredName, isSearchType, searchToolName } from '../read/read-tool-choice.ts';
import { automaticControl, isExplicitOnly, readMark, topLevelControl } from '../read/read-cache-control.ts';
import { addNoteOnce, type CacheMark, type MessageBuilder } from '../core/message-builder.ts';
import { addNote } from '../core/request-draft.ts';
import type { CacheControl } from '../core/built-message.ts';

const MAX_BREAKPOINTS = 4;
/** Number of blocks in which the API looks for an earlier cache entry, starting at the block of the breakpoint. */
const LOOK_BACK = 20;

/** A block or tool that can hold a breakpoint. */
interface Slot {
  readonly target: object;
  /** Sets the mark on a copy, because the store or the client's body may share the original. */
  readonly put: (control: CacheControl) => object;
}

/** True when anything is marked: then the prompt is written to the cache and read from it. */
export function applyCaching(builder: MessageBuilder): boolean {
  const { draft } = builder;
  markTools(builder);
  const slots = [...toolSlots(builder), ...systemSlots(builder), ...messageSlots(builder)];
  const last = slots.at(-1);
  const top = markOfRequest(builder, last?.target ?? null);
  const marked = slots.flatMap((slot) => {
    const mark = builder.marks.get(slot.target);
    return mark === undefined ? [] : [{ slot, mark }];
  });
  if (marked.length > 0 || top !== null) {
    putClientMarks(builder, marked, top);
    return true;
  }
  if (!draft.context.settings.promptCaching || isExplicitOnly(draft.request) || isOneShot(builder)) return false;
  const control = automaticControl(draft);
  const chosen = automaticSlots(builder);
  for (const slot of chosen) {
    const holder = replaceTarget(builder, slot, control);
    draft.context.tracer?.add(holder, 'cache_control', 'The next turn reads the prompt up to here from the cache.');
  }
  return chosen.length > 0;
}

/**
 * The client's mark on the whole request. It equals one on the last block, must not contradict a mark there, and moves there where
 * the API does not know the field.
 */
function markOfRequest({ draft, marks }: MessageBuilder, last: object | null): CacheControl | null {
  const top = topLevelControl(draft.request);
  if (top === null || last === null) return top;
  const own = marks.get(last);
  const isKnown = !draft.context.profile.refused.fields.includes('cache_control');
  if (isKnown && (own === undefined || lifetime(own.control) === lifetime(top))) return top;
  if (own === undefined) {
    marks.set(last, { control: top, from: 'cache_control' });
    return null;
  }
  const reason = 'The last block has a cache breakpoint of its own.';
  addNote(draft, { verb: 'merged', code: 'cache-breakpoint-doubled', from: 'cache_control', to: null, reason });
  draft.context.tracer?.drop('cache_control', reason);
  return null;
}

function lifetime({ ttl }: CacheControl): string {
  return ttl ?? '5m';
}

/** Tools carry marks too, but the upstream objects are new: they are matched by name. */
function markTools(builder: MessageBuilder): void {
  const { draft } = builder;
  let byName: ReadonlyMap<string, object> | null = null;
  for (const [index, tool] of (draft.request.tools ?? []).entries()) {
    const mark = readMark(draft, tool, `tools[${index}]`);
    if (mark === null) continue;
    const name = declaredName(tool) ?? (isSearchType(tool) ? searchToolName : toolsetName(tool));
    byName ??= toolsByName(draft.body.tools ?? []);
    const target = byName.get(draft.renamedTools.get(name) ?? name);
    if (target !== undefined) builder.marks.set(target, mark);
  }
}

/** The first tool of each name. */
function toolsByName(tools: readonly ToolUnion[]): ReadonlyMap<string, object> {
  const named = tools.map((tool) => ['name' in tool ? tool.name : toolsetName(tool), tool] as const);
  return new Map(named.toReversed());
}

/** A toolset has the name of its server only; the prefix keeps it apart from the names of tools. */
function toolsetName(tool: object): string {
  return `toolset ${'mcp_server_name' in tool ? String(tool.mcp_server_name) : ''}`;
}

function putClientMarks(
  builder: MessageBuilder,
  marked: readonly { readonly slot: Slot; readonly mark: CacheMark }[],
  top: CacheControl | null,
): void {
  const { draft } = builder;
  const { tracer } = draft.context;
  const room = MAX_BREAKPOINTS - (top === null ? 0 : 1);
  const surplus = marked.slice(0, Math.max(0, marked.length - room));
  const [firstSurplus] = surplus;
  if (firstSurplus !== undefined) {
    addNote(draft, {
      verb: 'dropped',
      code: 'cache-breakpoints-dropped',
      from: firstSurplus.mark.from,
      to: null,
      reason: `A request can have ${MAX_BREAKPOINTS} cache breakpoints; the last ones were kept.`,
    });
  }
  for (const { mark } of surplus) {
    if (mark.from !== null)
      tracer?.drop(mark.from, `Only ${MAX_BREAKPOINTS} cache breakpoints fit; the last ones were kept.`);
  }
  let shortSeen = false;
  const ordered = (control: CacheControl, from: string | null): CacheControl => {
    if (control.ttl === '1h' && shortSeen) return shortened(builder, from);
    shortSeen ||= control.ttl !== '1h';
    return control;
  };
  for (const { slot, mark } of marked.slice(surplus.length)) {
    const holder = replaceTarget(builder, slot, ordered(mark.control, mark.from));
    if (mark.from !== null)
      tracer?.link(mark.from, holder, 'cache_control', 'copied', 'A cache breakpoint of the client.');
  }
  if (top !== null) {
    draft.body.cache_control = ordered(top, 'cache_control');
    tracer?.link('cache_control', draft.body, 'cache_control', 'copied', 'A cache breakpoint of the client.');
  }
}

function shortened(builder: MessageBuilder, from: string | null): CacheControl {
  addNoteOnce(builder.draft, {
    verb: 'clamped',
    code: 'cache-ttl-shortened',
    from,
    to: null,
    reason: 'Breakpoints of one hour must come before those of five minutes, so a later one became five minutes.',
  });
  return { type: 'ephemeral' };
}

function replaceTarget(builder: MessageBuilder, slot: Slot, control: CacheControl): object {
  const holder = slot.put(control);
  builder.draft.context.tracer?.replace(slot.target, holder);
  return holder;
}

function toolSlots(builder: MessageBuilder): Slot[] {
  const tools = builder.draft.body.tools ?? [];
  return tools.flatMap((tool, index) => {
    if ('defer_loading' in tool && tool.defer_loading) return [];
    return [{ target: tool, put: (control: CacheControl) => (tools[index] = { ...tool, cache_control: control }) }];
  });
}

function systemSlots(builder: MessageBuilder): Slot[] {
  const { system } = builder;
  return system.map((block, index) => ({
    target: block,
    put: (control) => (system[index] = { ...block, cache_control: control }),
  }));
}

function messageSlots(builder: MessageBuilder): Slot[] {
  return builder.messages.flatMap((message) => slotsOf(message.content));
}

function slotsOf(content: ContentBlockParam[]): Slot[] {
  const slots: Slot[] = [];
  for (const [index, block] of content.entries()) {
    if (isMarkable(block)) {
      slots.push({ target: block, put: (control) => (content[index] = { ...block, cache_control: control }) });
    }
  }
  return slots;
}

type Unmarkable = Extract<
  ContentBlockParam,
  { type: 'thinking' | 'redacted_thinking' | 'fallback' | 'mcp_tool_listing' }
>;

function isMarkable(block: ContentBlockParam): block is Exclude<ContentBlockParam, Unmarkable> {
  return !['thinking', 'redacted_thinking', 'fallback', 'mcp_tool_listing'].includes(block.type);
}

/** A single question without tools is rarely followed by a longer request: writing it to the cache would only cost. */
function isOneShot(builder: MessageBuilder): boolean {
  if ((builder.draft.body.tools ?? []).length > 0) return false;
  return builder.messages.every(({ role }) => role !== 'assistant') || isTooShort(builder);
}

/** A token is at least one character, so a prompt with fewer characters than the shortest cacheable prefix is too short. */
function isTooShort(builder: MessageBuilder): boolean {
  const needed = builder.draft.context.profile.minCacheableTokens ?? 0;
  let length = 0;
  for (const block of builder.system) length += block.text.length;
  for (const { content } of builder.messages) {
    for (const block of content) {
      if (block.type !== 'text') return false;
      length += block.text.length;
    }
    if (length >= needed) return false;
  }
  return length < needed;
}

/**
 * Marks the last tool, the end of the system prompt, and the end of the conversation. After a turn of many blocks the earlier entry
 * is outside the API's lookback, so the end of the previous request is marked too.
 */
function automaticSlots(builder: MessageBuilder): Slot[] {
  const chosen = [toolSlots(builder).at(-1), systemSlots(builder).at(-1)];
  const { messages } = builder;
  const current = messages.findLastIndex(({ role }) => role === 'user');
  const previous = messages.findLastIndex(({ role }, index) => role === 'user' && index < current);
  const end = (index: number): Slot | undefined => slotsOf(messages[index]?.content ?? []).at(-1);
  if (previous !== -1) {
    const added = messages.slice(previous + 1, current + 1).reduce((count, { content }) => count + content.length, 0);
    if (added >= LOOK_BACK) chosen.push(end(previous));
  }
  if (current !== -1) chosen.push(end(current));
  return chosen.filter((slot) => slot !== undefined);
}
