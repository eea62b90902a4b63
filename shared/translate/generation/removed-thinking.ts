/**
 * Earlier thinking that the API did not show to the model, as `input_transformations` of a message says. Sent with the beta
 * `thinking-binding-controls-2026-08-01`. https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
 */

import { isRecord } from '../../json/sanitize-text.ts';
import type { Note } from '../../notes.ts';

/** Which check a block failed. */
export type BindingReason = 'model' | 'prefix' | 'organization' | 'end_user';

export interface RemovedThinking {
  /** In the upstream body: `messages.1.content.0`. */
  readonly path: string;
  readonly reason: BindingReason;
}

const reasons: ReadonlyMap<unknown, BindingReason> = new Map([
  ['model_binding_mismatch', 'model'],
  ['prefix_binding_mismatch', 'prefix'],
  ['organization_binding_mismatch', 'organization'],
  ['end_user_binding_mismatch', 'end_user'],
]);

/** @param message a message or its start; entries of other types, which tell of no removal, are ignored */
export function readRemovedThinking(message: object): readonly RemovedThinking[] {
  const entries: unknown = Reflect.get(message, 'input_transformations');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown): RemovedThinking[] => {
    if (!isRecord(entry) || entry['type'] !== 'thinking_dropped' || typeof entry['path'] !== 'string') return [];
    return [{ path: entry['path'], reason: reasons.get(entry['reason']) ?? 'prefix' }];
  });
}

const causes: Readonly<Record<BindingReason, string>> = {
  model: 'another model produced it, whose thinking this one may not read',
  prefix: 'the conversation before it differs from the one in which it was produced',
  organization: 'it was produced for another organization',
  end_user: 'it was produced for another end user',
};

/**
 * @param locate upstream path to the client's
 * @returns null when nothing was removed
 */
export function removedThinkingNote(
  removed: readonly RemovedThinking[],
  locate: (upstreamPath: string) => string | null,
): Note | null {
  const [first] = removed;
  if (first === undefined) return null;
  const what = removed.length === 1 ? 'earlier thinking' : `${removed.length} blocks of earlier thinking`;
  return {
    verb: 'dropped',
    code: 'earlier-thinking-removed',
    from: locate(first.path),
    to: null,
    reason: `The API did not show ${what} to the model: ${causes[first.reason]}.`,
  };
}
