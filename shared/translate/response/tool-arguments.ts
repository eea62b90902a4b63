/**
 * Tool input (a JSON value upstream) as OpenAI's argument text, without the wrappers that the request translation puts around tools
 * whose schema is not an object.
 */

import { parseBoundedExactlySteps } from '../../json/bounded-json.ts';
import { cutOffInput } from './custom-tool-input.ts';
import { writeJsonSteps } from '../../json/json-chunks.ts';
import { runToEnd, type Steps } from '../../steps.ts';
import { isObject } from '../../json/unknown-json.ts';

/** The key under which the request translation keeps arguments that are not JSON; the response translation unwraps it. */
const rawArgumentsKey = '_raw_arguments';

/** @returns JSON text, `{}` for no input: calls without arguments must still parse */
export function argumentsText(input: unknown): string {
  return runToEnd(argumentsTextSteps(input));
}

/** The same in steps, for an input of megabytes. */
export function* argumentsTextSteps(input: unknown): Steps<string> {
  if (input === null || input === undefined) return '{}';
  if (typeof input === 'string') return input === '' ? '{}' : input;
  return rawArguments(input) ?? (yield* writeJsonSteps(input));
}

/**
 * @param json the concatenated `partial_json` of a block
 * @returns the input; text that is not JSON (a cut-off response), or is nested too deeply to be serialised again, is kept under its
 * own key
 */
export function parseArguments(json: string): unknown {
  return runToEnd(parseArgumentsSteps(json));
}

/** The same in steps. */
export function* parseArgumentsSteps(json: string): Steps<unknown> {
  if (json.trim() === '') return {};
  const parsed = yield* parseBoundedExactlySteps(json);
  return parsed === undefined ? { [rawArgumentsKey]: json } : parsed;
}

/** Specification of OpenAI's custom tools: the input is free text. Upstream it is `{input: "…"}`. */
export function* unwrapCustomInput(input: unknown): Steps<string> {
  if (isObject(input) && typeof input['input'] === 'string') return input['input'];
  const raw = rawArguments(input);
  if (raw !== null) return cutOffInput(raw) ?? raw;
  return isObject(input) && Object.keys(input).length === 0 ? '' : yield* argumentsTextSteps(input);
}

/** A root schema that is not an object is wrapped as `{value: …}`. */
export function* unwrapValue(input: unknown): Steps<string> {
  return yield* isObject(input) && 'value' in input ? writeJsonSteps(input['value']) : argumentsTextSteps(input);
}

function rawArguments(input: unknown): string | null {
  if (!isObject(input)) return null;
  const raw = input[rawArgumentsKey];
  return typeof raw === 'string' && Object.keys(input).length === 1 ? raw : null;
}
