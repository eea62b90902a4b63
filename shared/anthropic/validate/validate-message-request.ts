/**
 * Accepts or refuses a Messages request as the API does, with the API's messages. It is independent of the translator except for
 * the dated model facts, so that each can reveal errors of the other.
 */

import type { ModelRule } from '../../models/rule-data.ts';
import { findModel, retiredModel } from './model-facts.ts';
import type { ValidationRefusal } from './refusal.ts';
import { invalid, unknownModel } from './refusal.ts';
import { checkCaching } from './rules/caching-rules.ts';
import { checkCompaction } from './rules/compaction-rules.ts';
import { checkConversation } from './rules/message-order.ts';
import { checkCharacters, checkLimitRules } from './rules/limit-rules.ts';
import { checkMedia } from './rules/media-rules.ts';
import { checkSampling } from './rules/sampling-rules.ts';
import { checkStructuredOutput } from './rules/strict-schema-rules.ts';
import { checkSystemTurns } from './rules/system-turns.ts';
import { checkThinking } from './rules/thinking-rules.ts';
import { checkToolPairing } from './rules/tool-pairing.ts';
import { checkTools } from './rules/tool-rules.ts';
import { isKnownBeta } from './shape/betas.ts';
import { countTokensRequest, messageRequest } from './shape/request-shape.ts';
import { isDictionary } from './shape/shape.ts';
import type { ShapedRequest } from './shaped-request.ts';

export interface ValidationOptions {
  /** The `anthropic-version` header. */
  readonly apiVersion: string;
  /** The values of the `anthropic-beta` header. */
  readonly betas: readonly string[];
  /** Apply the rules of this model instead of those of the model that the body names. */
  readonly model?: string;
  /** Accept models that the API has retired, by the rules of the oldest current one, instead of answering 404. */
  readonly acceptRetired?: boolean;
  readonly endpoint?: 'messages' | 'count_tokens';
}

/**
 * Checks the shape first, then the model, then everything else.
 *
 * @param body the parsed JSON body
 * @returns the first fault, or null when the API would accept the body
 */
export function validateMessageRequest(body: unknown, options: ValidationOptions): ValidationRefusal | null {
  const betas = new Set(options.betas);
  const strange = options.betas.filter((beta) => !isKnownBeta(beta));
  if (strange.length > 0) {
    return invalid(
      `Unexpected value(s) ${strange.map((beta) => `\`${beta}\``).join(', ')} for the \`anthropic-beta\` header. Please consult our documentation or try again without the header.`,
    );
  }
  if (!isDictionary(body)) return invalid('Input should be an object');
  const shape = options.endpoint === 'count_tokens' ? countTokensRequest : messageRequest;
  const fault = shape(body, '', { betas, apiVersion: options.apiVersion });
  if (!isShaped(body, fault)) return invalid(fault ?? 'Input should be an object');
  const id = options.model ?? body.model;
  const rule = findModel(id) ?? (options.acceptRetired === true ? retiredModel(id) : null);
  return rule === null ? unknownModel(id) : checkRules(body, rule, options.apiVersion, betas);
}

/** The parse boundary: a shape check without a fault has established what the type states. */
function isShaped(body: unknown, fault: string | null): body is ShapedRequest {
  return isDictionary(body) && fault === null;
}

function checkRules(
  request: ShapedRequest,
  rule: ModelRule,
  apiVersion: string,
  betas: ReadonlySet<string>,
): ValidationRefusal | null {
  return (
    checkCharacters(request) ??
    checkLimitRules(request, rule, betas) ??
    checkSampling(request, rule) ??
    checkTools(request, rule) ??
    checkCompaction(request, rule, betas) ??
    checkConversation(request, rule, apiVersion) ??
    checkSystemTurns(request, rule) ??
    checkToolPairing(request) ??
    checkThinking(request, rule, betas) ??
    checkStructuredOutput(request) ??
    checkCaching(request) ??
    checkMedia(request, rule)
  );
}
