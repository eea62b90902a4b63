/**
 * What the API found when it compared two requests, in words. Only a difference is told: a request that the API no longer knew, or
 * a comparison that it could not make, says nothing about the client.
 * https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics#cache-miss-reason-types
 */

import type { Message } from '../anthropic/types.ts';
import type { ComparedBy } from './context.ts';
import type { Note } from './notes.ts';

type Diagnostics = Message['diagnostics'] | undefined;
type Reason = NonNullable<NonNullable<Message['diagnostics']>['cache_miss_reason']>;
type Change = Extract<Reason, { cache_missed_input_tokens: number }>['type'];

interface Place {
  readonly code: string;
  /** In the client's body, where both of OpenAI's APIs call it the same. */
  readonly from: string | null;
  readonly to: string;
  readonly what: string;
}

const places: { readonly [Type in Change]: Place } = {
  model_changed: { code: 'cache-missed-model', from: 'model', to: 'model', what: 'The model or its speed changed' },
  system_changed: {
    code: 'cache-missed-system',
    from: null,
    to: 'system',
    what: 'Your client changed the system prompt',
  },
  tools_changed: {
    code: 'cache-missed-tools',
    from: 'tools',
    to: 'tools',
    what: 'Your client changed the list of tools',
  },
  messages_changed: {
    code: 'cache-missed-messages',
    from: null,
    to: 'messages',
    what: 'Your client changed an earlier message',
  },
};

/** All codes of these notes begin so. */
export const CACHE_MISSED = 'cache-missed-';

/**
 * Null when there is nothing to tell. Requests that only share a `prompt_cache_key` may be of different conversations: other
 * messages are no change there.
 */
export function cacheMissNote(diagnostics: Diagnostics, comparedBy: ComparedBy): Note | null {
  const reason = diagnostics?.cache_miss_reason;
  if (reason === null || reason === undefined || !('cache_missed_input_tokens' in reason)) return null;
  const tokens = reason.cache_missed_input_tokens;
  if (!isKnown(reason.type) || !(tokens > 0)) return null;
  if (comparedBy === 'key' && reason.type === 'messages_changed') return null;
  const { code, from, to, what } = places[reason.type];
  const since = comparedBy === 'key' ? 'the previous request with this prompt_cache_key' : 'the previous turn';
  const unread = tokens === 1 ? 'one token was' : `about ${tokens} tokens were`;
  return {
    verb: 'noticed',
    code,
    from,
    to,
    reason: `${what} since ${since}, so ${unread} not read from the cache.`,
  };
}

// The types know today's reasons; the wire may bring tomorrow's.
function isKnown(type: string): type is Change {
  return Object.hasOwn(places, type);
}
