/** Text with a prescribed format: removes fences and wrapping, and validates it against the client's own schema. */

import { z } from 'zod';
import { parseBoundedExactlySteps } from '../../json/bounded-json.ts';
import { writeJsonSteps } from '../../json/json-chunks.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import type { JsonSchema, OutputFormatPlan } from '../core/translation-interface.ts';
import { isSchemaObject } from '../json-schema/schema-refs.ts';
import { withDoubles } from '../../json/exact-number.ts';

export interface CheckedOutput {
  /** For the client: the JSON alone where there is some, else the text as received. */
  readonly text: string;
  /** Why it does not match the format, one sentence; null when it does. */
  readonly problem: string | null;
}

/** For the whole text of a response that ended by itself; one that was cut off or refused is not JSON. */
export function checkOutput(text: string, plan: OutputFormatPlan): CheckedOutput {
  return runToEnd(checkOutputSteps(text, plan));
}

/** The same in steps, for a text of megabytes. */
export function* checkOutputSteps(text: string, plan: OutputFormatPlan): Steps<CheckedOutput> {
  if (plan.kind === 'text') return { text, problem: null };
  const found = yield* plan.kind === 'native' ? parse(text) : findJson(text);
  if (found === null) return { text, problem: 'The answer is not JSON.' };
  yield;
  if (plan.kind === 'native' && plan.wrapped) return yield* checkWrapped(text, found.value, plan.schema);
  if (plan.schema === null) {
    return { text: found.text, problem: isSchemaObject(found.value) ? null : 'The answer is JSON but no object.' };
  }
  return { text: found.text, problem: violation(found.value, plan.schema) };
}

function* checkWrapped(text: string, value: unknown, schema: JsonSchema): Steps<CheckedOutput> {
  if (!isSchemaObject(value) || !('value' in value)) return { text, problem: 'The answer lacks its one property.' };
  return { text: yield* writeJsonSteps(value['value']), problem: violation(value['value'], schema) };
}

interface Found {
  readonly text: string;
  readonly value: unknown;
}

function* parse(text: string): Steps<Found | null> {
  const value = yield* parseBoundedExactlySteps(text);
  return value === undefined ? null : { text, value };
}

/** The whole text, else the content of a code fence, else from the first bracket to the last of its kind. */
function* findJson(text: string): Steps<Found | null> {
  const whole = text.trim();
  return (
    (yield* parse(whole)) ??
    (yield* parse(fenced(whole))) ??
    (yield* parse(bracketed(whole, '{', '}'))) ??
    (yield* parse(bracketed(whole, '[', ']')))
  );
}

function fenced(text: string): string {
  const start = text.indexOf('```');
  const end = text.lastIndexOf('```');
  const line = text.indexOf('\n', start);
  return start === -1 || line === -1 || line > end ? '' : text.slice(line + 1, end).trim();
}

function bracketed(text: string, open: string, close: string): string {
  const start = text.indexOf(open);
  const end = text.lastIndexOf(close);
  return start === -1 || end < start ? '' : text.slice(start, end + 1);
}

/** The first rule of the schema that the value breaks. A schema that the checker cannot read accepts everything. */
function violation(value: unknown, schema: JsonSchema): string | null {
  const issue = firstIssue(value, schema);
  if (issue === undefined) return null;
  const where = issue.path.length === 0 ? 'The answer' : `The answer at ${issue.path.join('.')}`;
  return `${where} breaks the schema: ${issue.message}.`;
}

function firstIssue(value: unknown, schema: JsonSchema): z.core.$ZodIssue | undefined {
  try {
    const checker = z.fromJSONSchema(typeof schema === 'boolean' ? schema : Object(withDoubles({ ...schema })));
    return checker.safeParse(withDoubles(value)).error?.issues[0];
  } catch {
    // Unsupported keywords, or cyclic references.
    return undefined;
  }
}
