/**
 * Asks the API why the prompt cache missed: it compares a request with the earlier one whose response id it receives. That request
 * must be known for certain, and is found by what survives a change of the prefix: ids of tool calls, text of messages.
 * https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics
 */

import type { ContentBlockParam } from '../../anthropic/types.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import type { ComparisonKeys, ComparedBy, Hasher, PreviousMessages } from '../core/translation-interface.ts';
import type { MessageBuilder } from '../core/message-builder.ts';
import { dropRefusedField, isRefusedField, addRefusedAdditionNote } from '../core/refused-field.ts';
import type { Draft } from '../core/request-draft.ts';
import { hashText, toolUseIds, visibleText } from '../core/turn-fingerprint.ts';

/** Shorter texts ("Done.") occur in many conversations. */
const MIN_DISTINCTIVE_TEXT = 40;

/**
 * @param content of the response
 * @param promptCacheKey the request's, which separates conversations with equal text
 */
export function comparisonKeys(
  createHasher: () => Hasher,
  content: readonly ContentBlockParam[],
  promptCacheKey: string | null,
): ComparisonKeys {
  const key = promptCacheKey === null ? null : `key ${promptCacheKey}`;
  const ids = toolUseIds(content);
  if (ids.length > 0) return { turn: ids.map((id) => `call ${id}`), key };
  const text = visibleText(content);
  if (text.trim().length < MIN_DISTINCTIVE_TEXT) return { turn: [], key };
  return { turn: [`said ${hashText(createHasher, text, [])} ${promptCacheKey ?? ''}`], key };
}

/**
 * Adds `diagnostics` to a body that is cached, or whose client asks for a diagnosis itself. Without a known response its id is
 * null: the API then only stores a fingerprint of this request, which it does only for requests with the field, so that the next
 * one can be compared with it.
 */
export function requestDiagnostics(builder: MessageBuilder, cached: boolean): ComparedBy {
  const { request, body, context } = builder.draft;
  const { previousMessages, tracer } = context;
  if (previousMessages === null) return null;
  const named = namedMessage(request);
  if (!cached && named === null) return null;
  if (isRefusedField(builder.draft, 'diagnostics')) {
    if (named === null) addRefusedAdditionNote(builder.draft, 'diagnostics');
    else dropRefusedField(builder.draft, COMPARISON, 'diagnostics');
    return null;
  }
  const { id, by } = named === null ? previousMessage(builder, previousMessages) : { id: named, by: 'turn' as const };
  body.diagnostics = { previous_message_id: id };
  tracer?.drop('prompt_cache_key', 'It groups requests; Anthropic’s cache needs no key.');
  if (named === null) {
    const reason = 'Requests the reason why the prompt cache missed.';
    tracer?.add(body.diagnostics, 'previous_message_id', reason);
  } else {
    tracer?.link(COMPARISON, body.diagnostics, 'previous_message_id', 'renamed', 'OpenAI’s id of the same response.');
  }
  return by;
}

/** The last turns of the history: an agent's short last text identifies nothing, but the calls before it do. */
const MAX_TURNS_SEARCHED = 6;

function previousMessage(
  { draft, messages }: MessageBuilder,
  known: PreviousMessages,
): { readonly id: string | null; readonly by: ComparedBy } {
  const cacheKey = cacheKeyOf(draft);
  const { createHasher } = draft.context;
  let looked = 0;
  for (let index = messages.length - 1; index >= 0 && looked < MAX_TURNS_SEARCHED; index -= 1) {
    const message = messages[index];
    if (message?.role !== 'assistant') continue;
    looked += 1;
    for (const name of comparisonKeys(createHasher, message.content, cacheKey).turn) {
      const id = known.find(name);
      if (id !== null) return { id, by: 'turn' };
    }
  }
  const { key } = comparisonKeys(createHasher, [], cacheKey);
  const id = key === null ? null : known.find(key);
  return { id, by: id === null ? null : 'key' };
}

const COMPARISON = 'prompt_cache_options.comparison_response_id';

/** The upstream's id of the response that the client named. Ids of responses are the upstream's with another prefix. */
function namedMessage(request: ChatRequest): string | null {
  const id = request.prompt_cache_options?.['comparison_response_id'];
  return typeof id === 'string' && /^resp_[\w-]{1,128}$/.test(id) ? `msg_${id.slice('resp_'.length)}` : null;
}

/** True for a client that asks itself why the cache missed. */
export function wantsDiagnostics({
  prompt_cache_options: options,
}: {
  readonly prompt_cache_options?: object | null | undefined;
}): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'comparison_response_id' in options &&
    typeof options.comparison_response_id === 'string'
  );
}

export function cacheKeyOf({ request }: Draft): string | null {
  const key = request.prompt_cache_key ?? '';
  return key === '' ? null : key;
}
