/** Exchanges as JSON lines that can be imported again. Redacted (again) in both directions. */

import type { z } from 'zod';
import { describeColumn, readTolerantJson, type TolerantJson } from '../../json/jsonc/tolerant-json.ts';
import { isObject } from '../../json/unknown-json.ts';
import { firstIssue } from '../../json/first-issue.ts';
import { type JsonLimits, MAX_DIGITS, measureJson } from '../../json/json-limits.ts';
import { type Exchange, exchangeSchema } from '../record.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { plainJson } from './plain-json.ts';

/** One line with its line break. `known` are secrets to remove whatever their form. */
export function toJsonLine(exchange: Exchange, known: readonly string[] = []): string {
  return `${plainJson(redactExchange(exchange, known))}\n`;
}

export interface LineProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface JsonLineReader {
  /** Takes a chunk cut anywhere; returns the exchanges of the lines that it completes. */
  push(text: string): readonly Exchange[];
  /** Ends the text. A last line without a line break counts if it is complete. */
  end(): readonly Exchange[];
  readonly problems: readonly LineProblem[];
  /** True when the last line is incomplete because the writer was interrupted, which is not an error. */
  readonly torn: boolean;
  /** True after so many invalid lines that the file has another format: the rest is not read. */
  readonly gaveUp: boolean;
}

/** A stream has a time for each event, a request up to 10,000 notes: four times the values of a long exchange. */
const LINE_LIMITS: JsonLimits = { values: 1_000_000, depth: 200, keys: 10_000, digits: MAX_DIGITS };

/** A file of another format may have millions of invalid lines. */
export const MAX_PROBLEMS = 1_000;

/** A line comment, or a bracket of a list with one exchange in a line. */
const NO_EXCHANGE = /^\s*(?:\/\/|[[\]]\s*,?\s*$)/;

/** Behind an exchange in a list: the comma, and a comment. */
const LIST_COMMA = /^,\s*(?:\/\/[^]*|\/\*[^]*\*\/\s*)?$/;

function readLine(text: string): TolerantJson {
  const read = readTolerantJson(text);
  if (read.ok || !LIST_COMMA.test(text.slice(read.column - 1))) return read;
  return readTolerantJson(text.slice(0, read.column - 1));
}

/** Reads line by line, so that a file may exceed the maximal string length. Invalid lines are reported and skipped. */
export function createJsonLineReader(): JsonLineReader {
  const problems: LineProblem[] = [];
  // Chunks of the incomplete line, joined once when its end arrives.
  let parts: string[] = [];
  let line = 0;
  let torn = false;
  const gaveUp = (): boolean => problems.length >= MAX_PROBLEMS;

  function take(last: boolean): readonly Exchange[] {
    line += 1;
    const text = parts.join('').replace(/^\uFEFF/, '');
    parts = [];
    if (text.trim() === '') return [];
    const { breach } = measureJson(text, LINE_LIMITS);
    if (breach !== null) {
      problems.push({ line, message: `This line is beyond the limit of ${breach.most} JSON ${breach.limit}.` });
      return [];
    }
    if (NO_EXCHANGE.test(text)) return [];
    const read = readLine(text);
    if (!read.ok) {
      if (last && text.trimStart().startsWith('{')) torn = true;
      else problems.push({ line, message: `This line is not JSON (${describeColumn(read)}).` });
      return [];
    }
    const { value } = read;
    const issue = isObject(value) ? firstIssue(exchangeSchema, value) : NO_OBJECT;
    // Only the first issue: a line may hold millions of invalid notes.
    if (issue === null) return [redactExchange(exchangeSchema.parse(value))];
    problems.push({
      line,
      message: `This line is not an exchange that this version can read. ${describe(issue)}`,
    });
    return [];
  }

  return {
    push(text) {
      const found: Exchange[] = [];
      let from = 0;
      for (let end = text.indexOf('\n'); end !== -1 && !gaveUp(); end = text.indexOf('\n', from)) {
        parts.push(text.slice(from, end));
        found.push(...take(false));
        from = end + 1;
      }
      if (from < text.length && !gaveUp()) parts.push(text.slice(from));
      return found;
    },
    end: () => (parts.length === 0 || gaveUp() ? [] : take(true)),
    get gaveUp() {
      return gaveUp();
    },
    problems,
    get torn() {
      return torn;
    },
  };
}

export interface ReadLines {
  readonly exchanges: readonly Exchange[];
  readonly problems: readonly LineProblem[];
  readonly torn: boolean;
}

export function readJsonLines(text: string): ReadLines {
  const reader = createJsonLineReader();
  const exchanges = [...reader.push(text), ...reader.end()];
  return { exchanges, problems: reader.problems, torn: reader.torn };
}

const NO_OBJECT = { path: [], message: 'It is no object.' };

function describe(issue: Pick<z.core.$ZodIssue, 'path' | 'message'>): string {
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
