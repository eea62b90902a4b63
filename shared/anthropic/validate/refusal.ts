/** The parts of a Messages API error that a rule decides. */

export interface ValidationRefusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  /** `error.details.error_code` where the API has one for the case. */
  readonly errorCode: string | null;
}

/** A 400 `invalid_request_error`, the result of nearly every broken rule. */
export function invalid(message: string, errorCode: string | null = null): ValidationRefusal {
  return { status: 400, type: 'invalid_request_error', message, errorCode };
}

/** The API answers 404 both for unknown and for retired models. */
export function unknownModel(id: string): ValidationRefusal {
  return { status: 404, type: 'not_found_error', message: `model: ${id}`, errorCode: null };
}

/** The first refusal that a rule finds among the items, in order. */
export function firstRefusal<Item>(
  items: readonly Item[],
  rule: (item: Item, index: number) => ValidationRefusal | null,
): ValidationRefusal | null {
  for (const [index, item] of items.entries()) {
    const refusal = rule(item, index);
    if (refusal !== null) return refusal;
  }
  return null;
}
