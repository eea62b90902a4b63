/** Arguments for the translation of a single tool: its client path, its target, and the limit left for strict ones. */

import type { ToolUnion } from '../../anthropic/types.ts';
import type { Draft } from '../core/request-draft.ts';
import type { ServerToolRules } from './server-tools.ts';
import type { StrictBudget } from './strict-tool-limit.ts';

export interface ToolContext {
  readonly draft: Draft;
  /** The upstream list: the tool becomes its next entry. */
  readonly tools: ToolUnion[];
  readonly budget: StrictBudget;
  readonly serverTools: ServerToolRules;
  /** The client's path of the definition; `tools[0].function` for the usual format. */
  readonly path: string;
  /** The client's path of the tool itself; `tools[0]`. */
  readonly outer: string;
}
