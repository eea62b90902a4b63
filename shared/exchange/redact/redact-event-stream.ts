/**
 * Secrets that a stream brings in pieces. Each event has a part only, in which nothing can be recognised, so the texts of the deltas of
 * a block are joined, searched, and what is found is taken out of the events that it came in.
 */

import { findSecrets } from './redact.ts';
import type { Edit } from './text-runs.ts';
import { parseExactJson } from '../../json/exact-json.ts';
import { isContainer, writeJson } from '../../json/exact-number.ts';

/** Members that clients join over events: chat completions, the Messages API, the Responses API. */
const JOINED_MEMBERS = new Set([
  'text',
  'thinking',
  'partial_json',
  'content',
  'reasoning_content',
  'refusal',
  'arguments',
  'delta',
  'input',
]);
/** What tells one block of a message from another. */
const POSITIONS = ['index', 'output_index', 'content_index', 'summary_index', 'item_id'];
const DATA_LINE = /^data: ?(\{.*)$/gm;
const DEEPEST = 8;

interface Fragment {
  readonly owner: Record<string, unknown>;
  readonly member: string;
  text: string;
}

interface StreamEvent {
  /** Where its JSON stands in the body. */
  readonly start: number;
  readonly end: number;
  readonly data: unknown;
}

/** In: the text of an event stream. Events that hold no part of a secret stay as they are, byte for byte. */
export function redactSplitSecrets(body: string): string {
  const events = eventsIn(body);
  const changed = new Set<unknown>();
  for (const fragments of channelsIn(events).values()) {
    if (fragments.length < 2) continue;
    const before = fragments.map(({ text }) => text);
    redactFragments(fragments);
    for (const [index, fragment] of fragments.entries()) {
      if (fragment.text === before[index]) continue;
      fragment.owner[fragment.member] = fragment.text;
      changed.add(fragment.owner);
    }
  }
  return changed.size === 0 ? body : rewrite(body, events, changed);
}

function eventsIn(body: string): readonly StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const { 0: line, 1: json = '', index } of body.matchAll(DATA_LINE)) {
    const end = index + line.length;
    try {
      events.push({ start: end - json.length, end, data: parseExactJson(json) });
    } catch {
      // Not one of a block's deltas.
    }
  }
  return events;
}

function channelsIn(events: readonly StreamEvent[]): Map<string, Fragment[]> {
  const channels = new Map<string, Fragment[]>();
  for (const { data } of events) collect(data, '', channels, 0);
  return channels;
}

function collect(value: unknown, path: string, channels: Map<string, Fragment[]>, depth: number): void {
  if (depth > DEEPEST || !isContainer(value)) return;
  if (Array.isArray(value)) {
    for (const item of value) collect(item, path, channels, depth + 1);
    return;
  }
  const owner = asRecord(value);
  const identity = `${path}[${POSITIONS.map((name) => JSON.stringify(owner[name] ?? null)).join()}]`;
  for (const [member, inner] of Object.entries(owner)) {
    const channel = `${identity}.${member}`;
    if (typeof inner !== 'string') collect(inner, channel, channels, depth + 1);
    else if (JOINED_MEMBERS.has(member)) {
      const fragments = channels.get(channel) ?? [];
      channels.set(channel, fragments);
      fragments.push({ owner, member, text: inner });
    }
  }
}

/** The object itself: what is changed in it is changed in the event. */
function asRecord(value: object): Record<string, unknown> {
  // An object of JSON has string keys and no others.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Record<string, unknown>;
}

/** Each rule after the other, as for any text; a replacement stands where its secret began. */
function redactFragments(fragments: readonly Fragment[]): void {
  findSecrets(
    () => fragments.map(({ text }) => text).join(''),
    (edits) => applyToFragments(fragments, edits),
  );
}

function applyToFragments(fragments: readonly Fragment[], edits: readonly Edit[]): void {
  let at = 0;
  for (const fragment of fragments) {
    const [from, to] = [at, at + fragment.text.length];
    at = to;
    const here = edits.filter(({ start, end }) => start < to && end > from);
    if (here.length === 0) continue;
    let text = '';
    let copied = from;
    for (const { start, end, text: replacement } of here) {
      text += fragment.text.slice(copied - from, Math.max(copied, start) - from);
      if (start >= from) text += replacement;
      copied = Math.min(end, to);
    }
    fragment.text = text + fragment.text.slice(copied - from);
  }
}

function rewrite(body: string, events: readonly StreamEvent[], changed: ReadonlySet<unknown>): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end, data } of events) {
    if (!holds(data, changed)) continue;
    kept.push(body.slice(from, start), writeJson(data));
    from = end;
  }
  return kept.join('') + body.slice(from);
}

function holds(value: unknown, changed: ReadonlySet<unknown>): boolean {
  if (!isContainer(value)) return false;
  return changed.has(value) || Object.values(value).some((inner) => holds(inner, changed));
}
