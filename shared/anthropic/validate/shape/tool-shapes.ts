/** The shapes of tool definitions and of `tool_choice`. Source: `ToolUnion` and `ToolChoice` in the official SDK. */

import { betaGates } from './betas.ts';
import { cacheControl } from './block-shapes.ts';
import {
  anything,
  dictionary,
  flag,
  integer,
  list,
  matching,
  nullable,
  object,
  oneOf,
  optional,
  required,
  tagged,
  text,
} from './shape.ts';
import type { Check, Field, Variant } from './shape.ts';

const common: Readonly<Record<string, Field>> = {
  cache_control: optional(cacheControl),
  defer_loading: optional(flag),
  strict: optional(flag),
  allowed_callers: optional(list(text)),
};

const custom: Variant = {
  check: object({
    name: required(matching(/^[a-zA-Z0-9_-]{1,128}$/)),
    input_schema: required(dictionary),
    type: optional(nullable(oneOf('custom'))),
    description: optional(text),
    eager_input_streaming: optional(nullable(flag)),
    input_examples: optional(list(dictionary)),
    ...common,
  }),
};

/** A tool that the API defines: its name is fixed, the rest is options. */
const builtIn = (name: string, fields: Readonly<Record<string, Field>> = {}): Variant => ({
  check: object({ type: required(text), name: required(oneOf(name)), ...common, ...fields }),
});

const web: Readonly<Record<string, Field>> = {
  max_uses: optional(nullable(integer(1))),
  allowed_domains: optional(nullable(list(text))),
  blocked_domains: optional(nullable(list(text))),
};
const search: Readonly<Record<string, Field>> = {
  ...web,
  user_location: optional(
    nullable(
      object({
        type: required(oneOf('approximate')),
        city: optional(nullable(text)),
        country: optional(nullable(text)),
        region: optional(nullable(text)),
        timezone: optional(nullable(text)),
      }),
    ),
  ),
};
const fetching: Readonly<Record<string, Field>> = {
  ...web,
  citations: optional(nullable(object({ enabled: optional(flag) }))),
  max_content_tokens: optional(nullable(integer(1))),
};
const inclusion: Readonly<Record<string, Field>> = { response_inclusion: optional(oneOf('full', 'excluded')) };
const examples: Readonly<Record<string, Field>> = { input_examples: optional(list(dictionary)) };
const computer: Variant = { check: dictionary, betas: betaGates.computerUse };

export const tool: Check = tagged(
  {
    custom,
    bash_20250124: builtIn('bash', examples),
    text_editor_20250124: builtIn('str_replace_editor', examples),
    text_editor_20250429: builtIn('str_replace_based_edit_tool', examples),
    text_editor_20250728: builtIn('str_replace_based_edit_tool', {
      ...examples,
      max_characters: optional(nullable(integer(1))),
    }),
    memory_20250818: builtIn('memory', examples),
    code_execution_20250522: builtIn('code_execution'),
    code_execution_20250825: builtIn('code_execution'),
    code_execution_20260120: builtIn('code_execution'),
    code_execution_20260521: builtIn('code_execution'),
    web_search_20250305: builtIn('web_search', search),
    web_search_20260209: builtIn('web_search', search),
    web_search_20260318: builtIn('web_search', { ...search, ...inclusion }),
    web_fetch_20250910: builtIn('web_fetch', fetching),
    web_fetch_20260209: builtIn('web_fetch', fetching),
    web_fetch_20260309: builtIn('web_fetch', { ...fetching, use_cache: optional(flag) }),
    web_fetch_20260318: builtIn('web_fetch', {
      ...fetching,
      ...inclusion,
      use_cache: optional(flag),
      url_sources: optional(anything),
    }),
    tool_search_tool_bm25: builtIn('tool_search_tool_bm25'),
    tool_search_tool_bm25_20251119: builtIn('tool_search_tool_bm25'),
    tool_search_tool_regex: builtIn('tool_search_tool_regex'),
    tool_search_tool_regex_20251119: builtIn('tool_search_tool_regex'),
    computer_toolset_20260801: { check: dictionary },
    browser_toolset_20260801: { check: dictionary },
    computer_20241022: computer,
    computer_20250124: computer,
    computer_20251124: computer,
    mcp_toolset: { check: dictionary, betas: betaGates.mcp },
    advisor_20260301: { check: dictionary, betas: betaGates.advisor },
  },
  'custom',
);

const parallel = { disable_parallel_tool_use: optional(flag) };
const choice = (fields: Readonly<Record<string, Field>>): Variant => ({
  check: object({ type: required(text), ...fields }),
});

export const toolChoice: Check = tagged({
  auto: choice(parallel),
  any: choice(parallel),
  tool: choice({ name: required(text), ...parallel }),
  none: choice({}),
});
