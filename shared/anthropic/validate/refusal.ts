/** How the Messages API says no: the parts of an error answer that a rule decides. */

export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  /** `error.details.error_code` where the API has one for the case. */
  readonly errorCode: string | null;
}

/** A 400 `invalid_request_error`, which is what nearly every broken rule gives. */
export function invalid(message: string, errorCode: string | null = null): Refusal {
  return { status: 400, type: 'invalid_request_error', message, errorCode };
}

/** The API answers 404 alike for a model that never was and for one that is retired. */
export function unknownModel(id: string): Refusal {
  return { status: 404, type: 'not_found_error', message: `model: ${id}`, errorCode: null };
}

/** The first refusal that a rule finds among the items, in order. */
export function firstRefusal<Item>(
  items: readonly Item[],
  rule: (item: Item, index: number) => Refusal | null,
): Refusal | null {
  for (const [index, item] of items.entries()) {
    const refusal = rule(item, index);
    if (refusal !== null) return refusal;
  }
  return null;
}
