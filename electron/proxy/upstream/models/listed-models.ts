/** The models listed to clients: the upstream's, else the dated table. */

import type { LiveModel } from '#shared/models/live-models.ts';
import { hasEnded } from '#shared/models/model-lifecycle.ts';
import { modelRules, type ModelRule } from '#shared/models/rules.ts';
import type { ModelList } from './model-list.ts';

/** The table's models that are not retired, in the upstream's shape. `now`: epoch milliseconds. */
export function builtInModels(now: number): readonly LiveModel[] {
  return modelRules.filter((rule) => !hasEnded(rule, now)).map(liveModelOf);
}

/** Ids to suggest in place of an unknown one, from the present data. */
export function suggestedIds({
  modelList,
  now,
}: {
  readonly modelList: ModelList;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): readonly string[] {
  const live = modelList.known().filter(({ lifecycle }) => lifecycle !== 'retired');
  return (live.length > 0 ? live : builtInModels(now())).map(({ id }) => id);
}

function liveModelOf(rule: ModelRule): LiveModel {
  return {
    id: rule.id,
    lifecycle: rule.lifecycle,
    deprecated_at: rule.deprecatedOn === null ? null : `${rule.deprecatedOn}T00:00:00Z`,
    retires_at: rule.retiresOn === null ? null : `${rule.retiresOn}T00:00:00Z`,
  };
}
