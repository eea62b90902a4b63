/**
 * `n`: several choices for one request. The Messages API has one, so each choice is a separate request, and this file merges the
 * responses: choices by index, counts added up. Specification of OpenAI's `n` and `choices`.
 */

import type { Usage } from '../../anthropic/types.ts';
import { RequestRefused } from '../../errors.ts';
import type { ChatRequest } from '../../openai/chat-request.ts';
import type { ChatCompletion, ChatCompletionChunk } from '../../openai/types.ts';
import { isUnset } from '../core/draft-field.ts';
import { addUsage, translateUsage } from './usage.ts';

/** Every choice is a separate, billed request. */
export const MAX_CHOICES = 8;

/**
 * Number of choices to request.
 *
 * @throws RequestRefused for more than one unless `several` are allowed, and for an invalid number
 */
export function requestedChoices({ n }: Pick<ChatRequest, 'n'>, several: boolean): number {
  if (isUnset(n) || n === 1) return 1;
  if (!Number.isInteger(n) || n < 1 || (several && n > MAX_CHOICES)) {
    throw new RequestRefused({
      code: 'invalid_value',
      param: 'n',
      message: `n must be a whole number from 1 to ${MAX_CHOICES}, not ${n}.`,
      hint: 'Leave n out for one choice.',
    });
  }
  if (several) return n;
  throw new RequestRefused({
    code: 'unsupported_value',
    param: 'n',
    message: `The Messages API gives one choice per request; n was ${n}.`,
    hint: 'Leave n out, or allow several choices in Settings: each is then requested, and billed, separately.',
  });
}

/**
 * @param first the completion of choice 0
 * @param others the completions of the further choices, by index
 * @param usages the usage of each
 * @returns one completion with the id of the first
 */
export function mergeCompletions(
  first: ChatCompletion,
  others: readonly ChatCompletion[],
  usages: readonly Usage[],
): ChatCompletion {
  const completions = [first, ...others];
  const total = addedUp(usages);
  return {
    ...first,
    choices: completions.flatMap(({ choices }, index) => choices.map((choice) => ({ ...choice, index }))),
    ...(total === null ? {} : { usage: translateUsage(total) }),
  };
}

export interface ChunkMerger {
  /** The chunk with the merged stream's id and index; null for one with only usage, which is sent once at the end. */
  take(choiceIndex: number, chunk: ChatCompletionChunk): ChatCompletionChunk | null;
  /** The single usage chunk, if the client requested it; after everything else. */
  finish(usages: readonly Usage[]): ChatCompletionChunk | null;
}

/** Merges streams of chunks, one for each choice, into one stream with the id of the one that began first. */
export function createChunkMerger(): ChunkMerger {
  let head: Pick<ChatCompletionChunk, 'id' | 'object' | 'created' | 'model'> | null = null;
  let counted = false;

  return {
    take(choiceIndex, chunk) {
      const { id, object, created, model } = chunk;
      head ??= { id, object, created, model };
      if (chunk.choices.length === 0) {
        counted = true;
        return null;
      }
      return { ...chunk, id: head.id, choices: chunk.choices.map((choice) => ({ ...choice, index: choiceIndex })) };
    },
    finish(usages) {
      const total = addedUp(usages);
      if (!counted || head === null || total === null) return null;
      return { ...head, choices: [], usage: translateUsage(total) };
    },
  };
}

function addedUp(usages: readonly Usage[]): Usage | null {
  const [first, ...rest] = usages;
  return first === undefined ? null : rest.reduce(addUsage, first);
}
