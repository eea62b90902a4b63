/** Arguments of tool calls are JSON inside strings of the body: the cost of parsing them is counted over the whole request. */

import { REQUEST_JSON_LIMITS } from '../../json/json-limits.ts';

/** The budget for the remaining calls, because all arguments of a request together must cost no more than its body may. */
export interface ArgumentBudget {
  /** JSON values in the texts. */
  values: number;
  /** Quotes, or places to mend, times characters of broken texts: each attempted repair copies the text. */
  mending: number;
}

export function startArgumentBudget(): ArgumentBudget {
  // 500 kB that broke off in its 100th quote, 100 kB in its 500th, or a dozen texts of 16 kB with faults anywhere.
  return { values: REQUEST_JSON_LIMITS.values, mending: 50_000_000 };
}
