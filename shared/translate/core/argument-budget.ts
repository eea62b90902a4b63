/** Arguments of tool calls are JSON inside strings of the body: what reading them may cost is counted over the whole request. */

import { REQUEST_JSON_LIMITS } from '../../json/json-limits.ts';

/** What is left for the calls that follow, because all arguments of a request together cost no more than its body may. */
export interface ArgumentBudget {
  /** JSON values in the texts. */
  values: number;
  /** Quotes times characters of broken texts: repairing copies the text for quote after quote. */
  mending: number;
}

export function startArgumentBudget(): ArgumentBudget {
  // About 0.1 s: 1 MB that broke off in its 50th quote, or 100 kB in its 500th.
  return { values: REQUEST_JSON_LIMITS.values, mending: 50_000_000 };
}
