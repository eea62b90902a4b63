/**
 * Parses the `arguments` string of a tool call to the object that `tool_use.input` must be. Nothing is lost: text that does not
 * parse to an object is kept inside one. Key order stays as the model wrote it. Agents that serialise the arguments of an earlier
 * call once more send a JSON string that holds the object; the history must show the object that the model wrote.
 */

import { jsonrepair } from 'jsonrepair';
import { measureJsonSteps, REQUEST_JSON_LIMITS } from '../../json/json-limits.ts';
import { cleanValue, isBlank, isRecord, isTooDeep } from '../../json/sanitize-text.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import { type ArgumentBudget, startArgumentBudget } from '../core/argument-budget.ts';
import { exactJsonSteps } from '../../json/exact-json.ts';
import { writeJson } from '../../json/exact-number.ts';
import { renameKeys } from '../json-schema/rename-properties.ts';

export interface ParsedArguments {
  readonly input: Record<string, unknown>;
  /**
   * What was done: nothing, replace characters that the API refuses, decode an object that was serialised more than once, repair
   * broken JSON, put a list or scalar under `value`, keep the text as it is, or drop it because it exceeds the request's budget.
   */
  readonly outcome: 'read' | 'cleaned' | 'decoded' | 'mended' | 'wrapped' | 'kept-as-text' | 'too-large';
}

/** In characters: parsing and cleaning what is longer are steps of their own. */
const LONG = 256 * 1024;

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Levels of strings inside strings that are decoded; each one at least doubles the backslashes. */
const MAX_ENCODINGS = 4;

/**
 * @param raw usually a JSON text; an object from clients that forgot to serialise it, whose size was measured with the body
 * @param budget what the remaining calls of the request may cost
 * @param decodings how many strings that hold JSON may still be opened; 0 for a tool whose argument may itself be a string
 * @param names of parameters that are others upstream: renamed before characters in them are replaced
 */
export function* parseToolArgumentsSteps(
  raw: unknown,
  budget: ArgumentBudget = startArgumentBudget(),
  decodings = MAX_ENCODINGS,
  names: ReadonlyMap<string, string> = NO_NAMES,
): Steps<ParsedArguments> {
  if (raw === null || raw === undefined) return { input: {}, outcome: 'read' };
  if (typeof raw !== 'string') return settle(raw, names);
  if (isBlank(raw)) return { input: {}, outcome: 'read' };
  const { breach, values } = yield* measureJsonSteps(raw, { ...REQUEST_JSON_LIMITS, values: budget.values });
  budget.values -= Math.min(values, budget.values);
  if (breach?.limit === 'values' || breach?.limit === 'keys') return { input: {}, outcome: 'too-large' };
  const isLong = raw.length > LONG;
  if (isLong) yield;
  const parsed = breach === null ? yield* parseJson(raw) : unreadable;
  if (isLong) yield;
  if (typeof parsed === 'string' && decodings > 0) return yield* decodeAgain(parsed, budget, decodings - 1, names);
  if (parsed !== unreadable && !isTooDeep(parsed)) return settle(parsed, names, mayNeedCleaning(raw));
  const mended = parsed === unreadable && breach === null ? yield* mend(raw, budget) : null;
  return mended === null || isTooDeep(mended)
    ? { input: { _raw_arguments: cleanValue(raw) }, outcome: 'kept-as-text' }
    : { input: cleanRecord(renameKeys(mended, names)), outcome: 'mended' };
}

/** An object, or nothing at all, inside a JSON string; any other string stays the argument. */
function* decodeAgain(
  text: string,
  budget: ArgumentBudget,
  decodings: number,
  names: ReadonlyMap<string, string>,
): Steps<ParsedArguments> {
  if (!/^\s*(?:["{]|null\s*$|$)/.test(text)) return settle(text, names);
  const parsed = yield* parseToolArgumentsSteps(text, budget, decodings, names);
  switch (parsed.outcome) {
    case 'read':
    case 'cleaned':
    case 'decoded':
      return { input: parsed.input, outcome: 'decoded' };
    case 'mended':
    case 'too-large':
      return parsed;
    case 'wrapped':
    case 'kept-as-text':
      return settle(text, names);
  }
}

const unreadable = Symbol('unreadable');

function* parseJson(text: string): Steps<unknown> {
  try {
    return yield* exactJsonSteps(text);
  } catch {
    return unreadable;
  }
}

function settle(value: unknown, names: ReadonlyMap<string, string>, needsCleaning = true): ParsedArguments {
  if (isRecord(value)) {
    const named = renameKeys(value, names);
    const input = needsCleaning ? cleanRecord(named) : named;
    return { input, outcome: input === named ? 'read' : 'cleaned' };
  }
  if (value === null) return { input: {}, outcome: 'read' };
  return { input: { value: cleanValue(value) }, outcome: 'wrapped' };
}

/** Most arguments contain no escape that could produce a lone surrogate or a NUL, and need no traversal. */
function mayNeedCleaning(text: string): boolean {
  return text.includes('\\u') || !text.isWellFormed();
}

function cleanRecord(record: Record<string, unknown>): Record<string, unknown> {
  const cleaned = cleanValue(record);
  return isRecord(cleaned) ? cleaned : record;
}

/** In characters, as long as a response can be: repairing it is one step of 0.1 s. */
const MAX_MENDED = 500_000;

/**
 * In characters. The repair copies its output for each comma, colon or quote that it adds or takes away, which takes 15 s for
 * 250,000 characters of numbers without commas, 50 ms for so many.
 */
const MAX_MENDED_ANYWHERE = 16_000;

/** Characters that a repair of faults anywhere may copy for one unit of the budget. */
const COPIED_FOR_ONE = 64;

function* mend(text: string, budget: ArgumentBudget): Steps<Record<string, unknown> | null> {
  if (text.length > MAX_MENDED) return null;
  const quotes = countQuotes(text);
  yield;
  const anywhere = text.length * Math.max(quotes + 1, text.length / COPIED_FOR_ONE);
  const effort = text.length <= MAX_MENDED_ANYWHERE ? anywhere : text.length * (quotes + 1);
  if (effort > budget.mending) return null;
  budget.mending -= effort;
  const found = splitObjects(text);
  yield;
  if (found !== null) {
    const distinct = [...new Map(found.map((object) => [writeJson(object), object])).values()];
    const filled = distinct.filter((object) => Object.keys(object).length > 0);
    if (filled.length <= 1) return filled[0] ?? {};
    // Several different objects: no rule decides between them.
    return null;
  }
  if (text.length > MAX_MENDED_ANYWHERE && !isNearlyJson(text)) return null;
  yield;
  try {
    const repaired = jsonrepair(text);
    yield;
    const value: unknown = yield* exactJsonSteps(repaired);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Control characters, and escapes. */
const UNUSUAL = /\p{Cc}|\\[^]/gu;
const VALID_ESCAPE = /\\["\\/bfnrtu]/;
/** Characters at the end of a text that broke off in a number, a name or an escape. */
const BROKEN_OFF = 16;

/**
 * Whether nothing is wrong with a text but what models get wrong in long arguments and a repair mends in one pass: line breaks and
 * invalid escapes in its strings, and that it broke off.
 */
function isNearlyJson(text: string): boolean {
  const usual = text.replaceAll(UNUSUAL, (found) => {
    if (found.length === 1) return ' ';
    return VALID_ESCAPE.test(found) ? found : '__';
  });
  try {
    JSON.parse(usual);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    // The engine names no position where the text ends too early, or where it shows the place instead.
    return position === undefined ? message.includes('end of JSON') : Number(position) >= usual.length - BROKEN_OFF;
  }
}

/**
 * Quotes that begin or end a string; every one where quotes are escaped outside of strings, as in JSON that was serialised twice.
 */
function countQuotes(text: string): number {
  let quotes = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      quotes += 1;
      inString = !inString;
    } else if (character === '\\') {
      if (!inString) return text.split('"').length;
      index += 1;
    }
  }
  return quotes;
}

/** Stream aggregators write two or three; reading thousands would cost more than they are worth. */
const MAX_OBJECTS = 1_000;

/** `{}{"a":1}`, as broken stream aggregators write it; null for any other text. */
function splitObjects(text: string): Record<string, unknown>[] | null {
  const objects: Record<string, unknown>[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) {
        const object = runToEnd(parseJson(text.slice(start, index + 1)));
        if (!isRecord(object) || objects.length === MAX_OBJECTS) return null;
        objects.push(object);
        start = index + 1;
      }
    }
  }
  return objects.length > 1 && text.slice(start).trim() === '' ? objects : null;
}
