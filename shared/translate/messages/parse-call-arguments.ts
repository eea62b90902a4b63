/**
 * The `arguments` string of a tool call as the object that `tool_use.input` must be. Nothing is lost: what cannot be read as an
 * object travels inside one. Key order stays as the model once wrote it.
 */

import { jsonrepair } from 'jsonrepair';
import { cleanValue, isRecord, isTooDeep } from '../../json/sanitize-text.ts';

export interface ParsedArguments {
  readonly input: Record<string, unknown>;
  /**
   * What had to be done: nothing, replace characters the API refuses, mend broken JSON, put a list or scalar under `value`, or
   * keep the text as it was.
   */
  readonly outcome: 'read' | 'cleaned' | 'mended' | 'wrapped' | 'kept-as-text';
}

/** `raw` is a JSON text as a rule; an object from clients that forgot to serialise it. */
export function parseToolArguments(raw: unknown): ParsedArguments {
  if (raw === null || raw === undefined) return { input: {}, outcome: 'read' };
  if (typeof raw !== 'string') return settle(raw);
  if (raw.trim() === '') return { input: {}, outcome: 'read' };
  const parsed = parseJson(raw);
  if (parsed !== unreadable && !isTooDeep(parsed)) return settle(parsed, mayNeedCleaning(raw));
  const mended = parsed === unreadable ? mend(raw) : null;
  return mended === null || isTooDeep(mended)
    ? { input: { _raw_arguments: cleanValue(raw) }, outcome: 'kept-as-text' }
    : { input: cleanRecord(mended), outcome: 'mended' };
}

const unreadable = Symbol('unreadable');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return unreadable;
  }
}

function settle(value: unknown, needsCleaning = true): ParsedArguments {
  if (isRecord(value)) {
    const input = needsCleaning ? cleanRecord(value) : value;
    return { input, outcome: input === value ? 'read' : 'cleaned' };
  }
  if (value === null) return { input: {}, outcome: 'read' };
  return { input: { value: cleanValue(value) }, outcome: 'wrapped' };
}

/** Most arguments hold no escape that could become a lone surrogate or a NUL, and need no walk. */
function mayNeedCleaning(text: string): boolean {
  return text.includes('\\u') || !text.isWellFormed();
}

function cleanRecord(record: Record<string, unknown>): Record<string, unknown> {
  const cleaned = cleanValue(record);
  return isRecord(cleaned) ? cleaned : record;
}

/** No answer is longer, and mending walks a text character by character. */
const LONGEST_MENDED = 1_000_000;

function mend(text: string): Record<string, unknown> | null {
  if (text.length > LONGEST_MENDED) return null;
  const pieces = splitObjects(text);
  if (pieces !== null) {
    const distinct = [...new Map(pieces.map((piece) => [JSON.stringify(piece), piece])).values()];
    const filled = distinct.filter((piece) => Object.keys(piece).length > 0);
    if (filled.length <= 1) return filled[0] ?? {};
    // Several different objects: no rule says which one was meant.
    return null;
  }
  try {
    const repaired: unknown = JSON.parse(jsonrepair(text));
    return isRecord(repaired) ? repaired : null;
  } catch {
    return null;
  }
}

/** `{}{"a":1}`, as broken stream aggregators write it; null when the text is anything else. */
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
        const piece = parseJson(text.slice(start, index + 1));
        if (!isRecord(piece)) return null;
        objects.push(piece);
        start = index + 1;
      }
    }
  }
  return objects.length > 1 && text.slice(start).trim() === '' ? objects : null;
}
