/** Arguments of tool calls are JSON inside strings of the body: the cost of parsing them is counted over the whole request. */

import { REQUEST_JSON_LIMITS } from '../../json/json-limits.ts';

/** The budget for the remaining calls, because all arguments of a request together must cost no more than its body may. */
export interface ArgumentBudget {
  /** JSON values in the texts. */
  values: number;
  /** Quotes times characters of broken texts: each attempted repair copies the text. */
  mending: number;
}

export function startArgumentBudget(): ArgumentBudget {
  // About 0.1 s: 1 MB that broke off in its 50th quote, or 100 kB in its 500th.
  return { values: REQUEST_JSON_LIMITS.values, mending: 50_000_000 };
}
