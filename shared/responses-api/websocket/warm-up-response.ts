/** The events of a request with `generate: false`: a finished response without output, which a later request continues. */

import type { ResponsesEvent, ResponsesResponse } from '../../openai/types.ts';
import { noUsage } from '../../translate/response/usage.ts';
import type { ResponsesRequest } from '../request-schema.ts';
import { responseObject } from '../response-object.ts';

export interface WarmUp {
  readonly response: ResponsesResponse;
  readonly events: readonly ResponsesEvent[];
}

/**
 * @param id of the response
 * @param model the name that responses report
 * @param createdAt epoch seconds
 */
export function warmUpResponse(request: ResponsesRequest, id: string, model: string, createdAt: number): WarmUp {
  const context = { request, responseContext: { requestedModel: model }, createdAt, compared: false };
  const progress = { id, output: [], diagnostics: null, error: null, incomplete: null, extras: {} };
  const started = responseObject(context, { ...progress, status: 'in_progress', usage: null });
  const response = responseObject(context, { ...progress, status: 'completed', usage: noUsage });
  const events: ResponsesEvent[] = [
    { type: 'response.created', response: started, sequence_number: 0 },
    { type: 'response.in_progress', response: started, sequence_number: 1 },
    { type: 'response.completed', response, sequence_number: 2 },
  ];
  return { response, events };
}
