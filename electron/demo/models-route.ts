/** `GET /v1/models` of the mock server: the dated model facts in the shape of the official SDK's `ModelInfo`. */

import type { Anthropic } from '@anthropic-ai/sdk';
import { canCompact } from '#shared/anthropic/validate/index.ts';
import { modelRules } from '#shared/models/rule-data.ts';
import type { ModelRule } from '#shared/models/rule-data.ts';

type ModelInfo = Anthropic.ModelInfo;

const support = (supported: boolean): { supported: boolean } => ({ supported });

/** The API lists a model under its dated id where it has one. */
export const datedId = (rule: ModelRule): string => rule.aliases[0] ?? rule.id;

export function modelInfo(rule: ModelRule): ModelInfo {
  const { levels } = rule.effort;
  const { types } = rule.thinking;
  return {
    type: 'model',
    id: datedId(rule),
    display_name: displayName(rule.id),
    // The sources give no release dates; the API documents the epoch for unknown dates.
    created_at: '1970-01-01T00:00:00Z',
    deprecated_at: rule.deprecatedOn === null ? null : `${rule.deprecatedOn}T00:00:00Z`,
    retires_at: rule.retiresOn === null ? null : `${rule.retiresOn}T00:00:00Z`,
    lifecycle: rule.lifecycle,
    line: rule.line,
    max_input_tokens: rule.contextTokens,
    max_tokens: rule.maxOutputTokens,
    capabilities: {
      batch: support(true),
      citations: support(true),
      code_execution: support(true),
      context_management: {
        supported: true,
        clear_thinking_20251015: support(true),
        clear_tool_uses_20250919: support(true),
        compact_20260112: support(canCompact(rule)),
      },
      effort: {
        supported: levels.length > 0,
        low: support(levels.includes('low')),
        medium: support(levels.includes('medium')),
        high: support(levels.includes('high')),
        xhigh: support(levels.includes('xhigh')),
        max: support(levels.includes('max')),
      },
      image_input: support(rule.imageInput),
      pdf_input: support(rule.pdfInput),
      server_tools: { supported: true, web_search: support(true), code_execution: support(true) },
      structured_outputs: support(rule.structuredOutputs),
      thinking: {
        supported: true,
        types: {
          adaptive: support(types.includes('adaptive')),
          enabled: support(types.includes('enabled')),
          disabled: support(types.includes('disabled')),
          between_tools: support(types.includes('between_tools')),
        },
      },
    },
  };
}

export interface ModelPage {
  readonly data: readonly ModelInfo[];
  readonly has_more: boolean;
  readonly first_id: string | null;
  readonly last_id: string | null;
}

/** One page, with `limit` (1 to 1000, default 20), `after_id`, `before_id` and `lifecycle[]` of the query. */
export function modelPage(query: URLSearchParams): ModelPage {
  const wanted = [...query.getAll('lifecycle[]'), ...query.getAll('lifecycle')];
  const all = modelRules
    .filter((rule) => wanted.length === 0 || wanted.includes(rule.lifecycle))
    .map((rule) => modelInfo(rule));
  const after = all.findIndex((model) => model.id === query.get('after_id')) + 1;
  const before = all.findIndex((model) => model.id === query.get('before_id'));
  const limit = Math.min(1000, Math.max(1, Number.parseInt(query.get('limit') ?? '20', 10) || 20));
  const end = before === -1 ? all.length : before;
  const start = before === -1 ? after : Math.max(after, end - limit);
  const data = all.slice(start, Math.min(end, start + limit));
  const more = before === -1 ? start + data.length < end : start > 0;
  return { data, has_more: more, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}

/** `claude-opus-5-5` is shown as `Claude Opus 5.5`. */
function displayName(id: string): string {
  const [vendor = '', line = '', ...version] = id.split('-');
  return `${capital(vendor)} ${capital(line)} ${version.map(capital).join('.')}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
