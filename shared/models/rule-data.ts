/** The dated table of what each Claude model accepts: facts and sources, no logic. */

import { fableRules } from './rule-data/fable.ts';
import { haikuRules } from './rule-data/haiku.ts';
import type { ModelRule } from './rule-data/model-rule.ts';
import { mythosRules } from './rule-data/mythos.ts';
import { opusRules } from './rule-data/opus.ts';
import { sonnetRules } from './rule-data/sonnet.ts';

export type { ModelRule, TokenPrice } from './rule-data/model-rule.ts';

/** The day on which all sources were last read (Fable 5.2 and Mythos 5.2: 2026-11-09; days of retirement: 2026-11-30). */
export const rulesDate = '2026-11-09';

/** All current models, newest of a line first. */
export const modelRules: readonly ModelRule[] = [
  ...fableRules,
  ...mythosRules,
  ...opusRules,
  ...sonnetRules,
  ...haikuRules,
];
