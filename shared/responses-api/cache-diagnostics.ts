/**
 * OpenAI's own cache diagnosis, for clients that name the response to compare with (`prompt_cache_options.comparison_response_id`).
 * Specification of OpenAI's `Response.prompt_cache_diagnostics`.
 */

import type { Message } from '../anthropic/types.ts';
import type { ResponsesResponse } from '../openai/types.ts';

type Verdict = NonNullable<ResponsesResponse['prompt_cache_diagnostics']>;
type Miss = Extract<Verdict, { type: 'cache_miss' }>['reason'];

/** A system prompt and messages are both input at OpenAI's. */
const reasons: Readonly<Record<string, Miss>> = {
  model_changed: 'model_changed',
  tools_changed: 'tools_changed',
  system_changed: 'input_changed',
  messages_changed: 'input_changed',
};

/** In: what the upstream found; `compared`: whether it was asked. No verdict yet, or one without a counterpart, is none. */
export function promptCacheDiagnostics(diagnostics: Message['diagnostics'], compared: boolean): Verdict {
  if (!compared) return { type: 'unavailable' };
  if (diagnostics === null) return { type: 'cache_hit' };
  const found = diagnostics.cache_miss_reason;
  if (found?.type === 'previous_message_not_found') return { type: 'comparison_response_not_found' };
  const reason = found === null ? undefined : reasons[found.type];
  if (found === null || reason === undefined || !('cache_missed_input_tokens' in found)) return { type: 'unavailable' };
  return { type: 'cache_miss', reason, cache_missed_tokens: found.cache_missed_input_tokens };
}
