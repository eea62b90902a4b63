/** Translations of Responses requests for tests of their tools. */

import { profileFor } from '../../models/profile-for.ts';
import type { LearnedRule } from '../../models/self-healing-rules.ts';
import { contextFor } from '../../translate/__fixtures__/translate.ts';
import { parseResponsesRequest } from '../request-schema.ts';
import { translateResponsesRequest, type ResponsesTranslation } from '../translate-responses-request.ts';

interface Options {
  readonly model?: string;
  readonly rules?: readonly LearnedRule[];
  readonly strict?: boolean;
}

/** Translates a Responses request of which only the tools matter. */
export function translateTools(body: object, { model = 'claude-opus-4-8', rules = [], strict = false }: Options = {}) {
  return translateResponsesRequest(
    parseResponsesRequest({ model: 'gpt-5', input: 'x', max_output_tokens: 100, ...body }),
    { previousItems: [], findItem: () => null },
    contextFor(model, { profile: profileFor(model, undefined, rules), settings: { strict, promptCaching: false } }),
  );
}

export type Fields = Record<string, unknown>;

/** The tools of the upstream body. */
export function upstreamTools({ body }: ResponsesTranslation): Fields[] {
  return (body.tools ?? []).map((tool) => Object.fromEntries(Object.entries(tool)));
}

/** The notes of losses at a path of the client's body or below it. */
export function lossesAt({ notes }: ResponsesTranslation, path: string) {
  return notes.filter(
    ({ verb, from }) => verb === 'dropped' && (from === path || from?.startsWith(`${path}.`) === true),
  );
}

