/**
 * Pages of the input of a stored response. Adds what clients may omit from an item and the list requires: ids, and content as
 * parts.
 * Source: `ResponseItemList` and `ResponseItem` of the `openai` package.
 */

import { RequestRefused } from '../errors.ts';

export interface InputItemPage {
  readonly object: 'list';
  readonly data: readonly object[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

export interface PageQuery {
  readonly limit: string | null;
  readonly order: string | null;
  readonly after: string | null;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/**
 * @param items all input items in order
 * @param responseId id of their response
 * @throws RequestRefused (400) for an invalid query
 */
export function pageOfInput(items: readonly object[], responseId: string, query: PageQuery): InputItemPage {
  const limit = readLimit(query.limit);
  const order = query.order ?? 'desc';
  if (order !== 'asc' && order !== 'desc') refuse('order', 'It must be asc or desc.');
  const listed = items.map((item, index) => listedItem(item, `${responseId.replace(/^resp_/, '')}_in_${index}`));
  const ordered = order === 'asc' ? listed : listed.toReversed();
  const start = query.after === null ? 0 : ordered.findIndex(({ id }) => id === query.after) + 1;
  if (query.after !== null && start === 0) refuse('after', 'There is no such item.');
  const data = ordered.slice(start, start + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + limit < ordered.length,
  };
}

function readLimit(text: string | null): number {
  const limit = text === null ? DEFAULT_LIMIT : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    refuse('limit', `It must be a whole number from 1 to ${MAX_LIMIT}.`);
  return limit;
}

/** The item with what clients may omit: id, and content as parts. `name` ends the id of one without. */
export function listedItem(item: object, name: string): { readonly id: string; readonly [field: string]: unknown } {
  const type = 'type' in item && typeof item.type === 'string' ? item.type : 'message';
  const id = 'id' in item && typeof item.id === 'string' ? item.id : `${type === 'message' ? 'msg' : type}_${name}`;
  if (type !== 'message') return { ...item, id };
  const parts =
    'content' in item && typeof item.content === 'string' ? { content: [textPart(item, item.content)] } : {};
  return { type, status: 'completed', ...item, id, ...parts };
}

function textPart(item: object, text: string): object {
  return 'role' in item && item.role === 'assistant'
    ? { type: 'output_text', text, annotations: [], logprobs: [] }
    : { type: 'input_text', text };
}

function refuse(param: string, message: string): never {
  throw new RequestRefused({
    code: 'invalid_value',
    param,
    message: `The value of ${param} cannot be used. ${message}`,
    hint: `Correct ${param}, or leave it out.`,
  });
}
