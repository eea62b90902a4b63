/** `temperature`, `top_p` and `top_k` under API version 2023-06-01; the newer version has no such fields. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { invalid } from '../refusal.ts';
import type { ShapedRequest } from '../shaped-request.ts';
import { thinks } from './thinking-rules.ts';

const deprecated = (field: string): ValidationRefusal => invalid(`\`${field}\` is deprecated for this model.`);

export function checkSampling(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const { temperature, top_p: topP, top_k: topK } = request;
  if (temperature !== undefined && (temperature < 0 || temperature > 1)) return invalid('temperature: range: 0..1');
  if (topP !== undefined && (topP < 0 || topP > 1)) return invalid('top_p: range: 0..1');
  if (rule.sampling === 'default_only') {
    // Measured: the default value of one of the two is accepted, both together are not, and `top_k` never is.
    if (temperature !== undefined && temperature !== 1) return deprecated('temperature');
    if (topP !== undefined && (topP !== 0.99 || temperature !== undefined)) return deprecated('top_p');
    return topK === undefined ? null : deprecated('top_k');
  }
  if (temperature !== undefined && topP !== undefined) {
    return invalid('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
  }
  return thinks(request, rule) ? checkWithThinking(request) : null;
}

function checkWithThinking({ temperature, top_p: topP, top_k: topK }: ShapedRequest): ValidationRefusal | null {
  if (temperature !== undefined) return invalid('`temperature` may not be set when thinking is enabled.');
  if (topK !== undefined) return invalid('`top_k` must be unset when thinking is enabled.');
  return topP !== undefined && topP < 0.95
    ? invalid('`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.')
    : null;
}
