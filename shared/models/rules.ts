/** Finds the dated rule of a model id in any spelling (snapshot date, vendor prefix, dots). The data is in `rule-data.ts`. */

import { modelRules, type ModelRule } from './rule-data.ts';

export { modelRules, rulesDate, type ModelRule, type TokenPrice } from './rule-data.ts';

const byId = new Map<string, ModelRule>();
for (const rule of modelRules) {
  byId.set(rule.id, rule);
  for (const alias of rule.aliases) byId.set(alias, rule);
}

/**
 * Normalises the spellings of other platforms to the id of Anthropic's own API: `anthropic/claude-opus-4.8`,
 * `us.anthropic.claude-haiku-4-5-20251001-v1:0`, `claude-haiku-4-5@20251001`. Any other id is returned in lower case.
 */
export function canonicalModelId(modelId: string): string {
  return modelId
    .trim()
    .toLowerCase()
    .replace(/^(?:[a-z]{2,6}\.)?anthropic[./:]/, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace('@', '-')
    .replace(/(\d)\.(\d)/g, '$1-$2');
}

/** The rule for `modelId`, or undefined when the table does not know it. A dated snapshot of a known model follows that model. */
export function ruleFor(modelId: string): ModelRule | undefined {
  const id = canonicalModelId(modelId);
  return byId.get(id) ?? byId.get(id.replace(/-\d{8}$/, ''));
}
