/** What the makers of single tools are handed: where the tool stood, where it goes, what is left for strict ones. */

import type { ToolUnion } from '../../anthropic/types.ts';
import type { Draft } from '../core/request-draft.ts';
import type { StrictBudget } from './strict-tool-limit.ts';

export interface ToolContext {
  readonly draft: Draft;
  /** The upstream list: the tool will be its next entry. */
  readonly tools: ToolUnion[];
  readonly budget: StrictBudget;
  /** The client's path of the definition; `tools[0].function` for the usual shape. */
  readonly path: string;
  /** The client's path of what stands beside it; `tools[0]`. */
  readonly outer: string;
}
