/**
 * Words the API's comparison of two requests. Only a difference is reported: a request that the API no longer knew, or a comparison
 * that it could not make, has nothing to do with the client.
 * https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics#cache-miss-reason-types
 */

import type { Message } from '../../anthropic/types.ts';
import type { ComparedBy } from '../core/translation-interface.ts';
import type { Note } from '../../notes.ts';

type Diagnostics = Message['diagnostics'] | undefined;
type Reason = NonNullable<NonNullable<Message['diagnostics']>['cache_miss_reason']>;
type Change = Extract<Reason, { cache_missed_input_tokens: number }>['type'];

interface Target {
  readonly code: string;
  /** In the client's body, where both OpenAI APIs use the same name. */
  readonly from: string | null;
  readonly to: string;
  readonly what: string;
}

const targets: { readonly [Type in Change]: Target } = {
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

/** Prefix of all codes of these notes. */
export const CACHE_MISSED = 'cache-missed-';

/**
 * Null when there is nothing to report. Requests that only share a `prompt_cache_key` may belong to different conversations: other
 * messages are no change there.
 */
export function cacheMissNote(diagnostics: Diagnostics, comparedBy: ComparedBy): Note | null {
  const change = changeIn(diagnostics);
  if (change === null || change.tokens === 0) return null;
  const { type, tokens } = change;
  if (comparedBy === 'key' && type === 'messages_changed') return null;
  const { code, from, to, what } = targets[type];
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

/** What changed, and how many tokens that cost; null for no change or an unknown kind of change. */
export function changeIn(diagnostics: Diagnostics): { readonly type: Change; readonly tokens: number } | null {
  // The SDK's types list today's reasons; the upstream may send others, or something else altogether.
  const reason: unknown = diagnostics?.cache_miss_reason;
  if (typeof reason !== 'object' || reason === null || !('cache_missed_input_tokens' in reason)) return null;
  const { cache_missed_input_tokens: tokens } = reason;
  const type = 'type' in reason ? reason.type : null;
  return isKnown(type) && typeof tokens === 'number' && tokens >= 0 ? { type, tokens } : null;
}

function isKnown(type: unknown): type is Change {
  return typeof type === 'string' && Object.hasOwn(targets, type);
}
