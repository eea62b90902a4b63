/**
 * OpenAI's cache diagnosis, for clients that name the response to compare with (`prompt_cache_options.comparison_response_id`).
 * Specification of OpenAI's `Response.prompt_cache_diagnostics`.
 */

import type { Message } from '../anthropic/types.ts';
import type { ResponsesResponse } from '../openai/types.ts';
import { changeIn } from '../translate/prompt-caching/cache-miss-reason.ts';

type Verdict = NonNullable<ResponsesResponse['prompt_cache_diagnostics']>;
type Miss = Extract<Verdict, { type: 'cache_miss' }>['reason'];

/** OpenAI counts both the system prompt and the messages as input. */
const reasons: Readonly<Record<NonNullable<ReturnType<typeof changeIn>>['type'], Miss>> = {
  model_changed: 'model_changed',
  tools_changed: 'tools_changed',
  system_changed: 'input_changed',
  messages_changed: 'input_changed',
};

/**
 * A missing verdict and one without a counterpart give none.
 *
 * @param diagnostics the upstream's verdict
 * @param compared whether the request asked for a comparison
 */
export function promptCacheDiagnostics(diagnostics: Message['diagnostics'], compared: boolean): Verdict {
  if (!compared) return { type: 'unavailable' };
  if (diagnostics === null) return { type: 'cache_hit' };
  const change = changeIn(diagnostics);
  if (change !== null) return { type: 'cache_miss', reason: reasons[change.type], cache_missed_tokens: change.tokens };
  const lost = diagnostics.cache_miss_reason?.type === 'previous_message_not_found';
  return { type: lost ? 'comparison_response_not_found' : 'unavailable' };
}
