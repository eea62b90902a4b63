/**
 * `input_transformations` of a response: the reasoning items of the input that the model was not shown, because this proxy could not
 * send them or the upstream removed them. Source: `Response.InputTransformation` of the `openai` package.
 */

import { member, textOf } from '../../json/unknown-json.ts';
import type { Note } from '../../notes.ts';
import type { ResponsesResponse } from '../../openai/types.ts';
import type { RemovedThinking } from '../../translate/generation/removed-thinking.ts';
import type { ResponsesRequest } from '../request-schema.ts';

export type InputTransformation = NonNullable<ResponsesResponse['input_transformations']>[number];
type Reason = InputTransformation['reason'];

/** Notes on reasoning items that could not be sent. */
const noted: ReadonlyMap<string, Reason> = new Map([
  // Another provider's models produced it, or it has no signature.
  ['reasoning-unsigned', 'model_mismatch'],
  ['reasoning-before-found-tools', 'prefix_mismatch'],
]);

export interface WithheldReasoning {
  readonly request: ResponsesRequest;
  readonly notes: readonly Note[];
  /** All earlier thinking was left out, because the API had refused it. */
  readonly isStripped: boolean;
  /** Upstream path to the client's. */
  readonly locate: (upstreamPath: string) => string | null;
}

/** @param removed what the upstream says that it removed @returns in the order of the input, each item once */
export function inputTransformations(
  { request, notes, isStripped, locate }: WithheldReasoning,
  removed: readonly RemovedThinking[],
): readonly InputTransformation[] {
  const reasons = new Map<string, Reason>();
  for (const { code, from } of notes) {
    const reason = noted.get(code);
    if (reason !== undefined && from !== null) reasons.set(from, reason);
  }
  for (const { path, reason } of removed) {
    const from = locate(path);
    if (from !== null) reasons.set(from, `${reason}_mismatch`);
  }
  if (reasons.size === 0 && !isStripped) return [];
  const input = Array.isArray(request.input) ? request.input : [];
  return input.flatMap((item, index): InputTransformation[] => {
    const path = `input[${index}]`;
    const reason = reasons.get(path) ?? (isStripped ? 'prefix_mismatch' : undefined);
    if (reason === undefined || item['type'] !== 'reasoning') return [];
    return [{ id: textOf(member(item, 'id')) ?? path, action: 'removed', reason, type: 'reasoning' }];
  });
}
