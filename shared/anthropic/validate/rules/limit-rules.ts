/** Rules on the scalars of a request: output size, stop sequences, user id, speed, characters that no JSON may hold. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import { betaGates } from '../shape/betas.ts';
import type { ShapedRequest } from '../shaped-request.ts';

const fastModels = new Set(['claude-opus-5-5', 'claude-opus-5', 'claude-opus-4-8']);
const emailAddress = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const phoneNumber = /^\+?[\d\s().-]{7,}$/;

export function checkLimitRules(
  request: ShapedRequest,
  rule: ModelRule,
  betas: ReadonlySet<string>,
): ValidationRefusal | null {
  return (
    checkMaxTokens(request, rule, betas) ??
    firstRefusal(request.stop_sequences ?? [], (sequence) =>
      sequence.trim() === '' ? invalid('stop_sequences: each stop sequence must contain non-whitespace') : null,
    ) ??
    checkUserId(request.metadata?.user_id ?? null) ??
    checkSpeed(request, rule, betas)
  );
}

function checkMaxTokens(request: ShapedRequest, rule: ModelRule, betas: ReadonlySet<string>): ValidationRefusal | null {
  const { max_tokens: maxTokens } = request;
  if (maxTokens === undefined) return null;
  const cap = betaGates.longOutput.some((beta) => betas.has(beta)) ? 300_000 : rule.maxOutputTokens;
  if (maxTokens > cap) {
    return invalid(
      `max_tokens: ${maxTokens} > ${cap}, which is the maximum allowed number of output tokens for ${request.model}`,
    );
  }
  if (maxTokens > 0) return null;
  // Zero only warms the cache, so it excludes everything that asks for a response.
  const choice = request.tool_choice?.type;
  const clash = [
    request.stream === true ? 'stream' : null,
    request.thinking?.type === 'enabled' ? 'thinking' : null,
    request.output_config?.format == null ? null : 'output_config.format',
    choice === 'any' || choice === 'tool' ? 'tool_choice' : null,
  ].find((field) => field !== null);
  return clash === undefined ? null : invalid(`max_tokens: 0 may not be used together with \`${clash}\``);
}

function checkUserId(userId: string | null): ValidationRefusal | null {
  if (userId === null) return null;
  const path = 'metadata.user_id';
  if (userId.length > 256) return invalid(`${path}: String should have at most 256 characters`);
  if (emailAddress.test(userId)) return invalid(`${path}: user_id appears to contain an email address`);
  return phoneNumber.test(userId) ? invalid(`${path}: user_id appears to contain a phone number`) : null;
}

function checkSpeed({ speed }: ShapedRequest, rule: ModelRule, betas: ReadonlySet<string>): ValidationRefusal | null {
  if (speed !== 'fast') return null;
  if (!betaGates.fastMode.some((beta) => betas.has(beta))) return invalid('speed: Extra inputs are not permitted');
  return fastModels.has(rule.id) ? null : invalid(`'${rule.id}' does not support the \`speed\` parameter.`);
}

/** Half of a surrogate pair or a NUL, for which the API's JSON parser refuses the body. Expects a value that came from JSON. */
export function checkCharacters(value: unknown): ValidationRefusal | null {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) return invalid('The request body is not valid JSON: no low surrogate in string');
    return value.includes('\u0000') ? invalid('The request body is not valid JSON: null character in string') : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const refusal = checkCharacters(key) ?? checkCharacters(member);
    if (refusal !== null) return refusal;
  }
  return null;
}
