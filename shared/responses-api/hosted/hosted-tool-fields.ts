/**
 * Every field of OpenAI's tools that is more than a name or a schema, and what becomes of it, so that no restriction is lost. The
 * compiler checks that no field of the SDK's types is missing.
 * Source: `Tool` in the `openai` package.
 */

import type OpenAI from 'openai';
import type { ResponsesTool } from '../request-schema.ts';

type Tool = OpenAI.Responses.Tool;
type ToolType = Tool['type'];
/** `web_search` and the like have several spellings of one type. */
type FieldsOf<Type extends ToolType> = Exclude<
  Tool extends infer Each
    ? Each extends { type: infer Types }
      ? Type extends Types
        ? keyof Each
        : never
      : never
    : never,
  'type'
>;

/**
 * `kept`: has a place upstream, or the translation of the tool decides by its value. `harmless`: restricts nothing (a description, a
 * preference). `callers`: who may call the tool. `left-out`: the tool never reaches the upstream.
 */
type FieldRule = 'kept' | 'harmless' | 'callers' | 'left-out';

type Rules = { readonly [Type in ToolType]: { readonly [Field in FieldsOf<Type>]: FieldRule } };

const search = {
  external_web_access: 'kept',
  filters: 'kept',
  search_context_size: 'kept',
  user_location: 'kept',
} as const;
const preview = { search_content_types: 'kept', search_context_size: 'kept', user_location: 'kept' } as const;
const clientTool = { allowed_callers: 'callers', async: 'harmless', defer_loading: 'harmless' } as const;

export const hostedToolFields: Rules = {
  function: {
    ...clientTool,
    name: 'kept',
    description: 'kept',
    parameters: 'kept',
    strict: 'kept',
    output_schema: 'harmless',
  },
  custom: { ...clientTool, name: 'kept', description: 'kept', format: 'kept' },
  namespace: { name: 'kept', description: 'harmless', tools: 'kept' },
  tool_search: { description: 'kept', execution: 'kept', parameters: 'kept' },
  web_search: search,
  web_search_2025_08_26: search,
  web_search_preview: preview,
  web_search_preview_2025_03_11: preview,
  mcp: {
    server_label: 'kept',
    server_url: 'kept',
    server_description: 'harmless',
    allowed_callers: 'callers',
    allowed_tools: 'kept',
    authorization: 'kept',
    connector_id: 'kept',
    defer_loading: 'harmless',
    headers: 'kept',
    require_approval: 'kept',
    tunnel_id: 'kept',
  },
  shell: { allowed_callers: 'callers', environment: 'kept' },
  local_shell: {},
  apply_patch: { allowed_callers: 'callers' },
  file_search: {
    vector_store_ids: 'left-out',
    filters: 'left-out',
    max_num_results: 'left-out',
    ranking_options: 'left-out',
  },
  code_interpreter: { container: 'left-out', allowed_callers: 'left-out' },
  programmatic_tool_calling: {},
  image_generation: {
    action: 'left-out',
    background: 'left-out',
    complexity: 'left-out',
    frame_count: 'left-out',
    frame_duration_ms: 'left-out',
    input_fidelity: 'left-out',
    input_image_mask: 'left-out',
    model: 'left-out',
    moderation: 'left-out',
    output_compression: 'left-out',
    output_format: 'left-out',
    partial_images: 'left-out',
    quality: 'left-out',
    size: 'left-out',
    svg: 'left-out',
  },
  computer: {},
  computer_use_preview: { display_height: 'left-out', display_width: 'left-out', environment: 'left-out' },
};

/** Fields of no tool type that every tool may have. */
const common: Readonly<Record<string, FieldRule>> = { type: 'harmless', cache_control: 'harmless' };

/** Whether the model may call the tool only from within code, for which there is no counterpart. */
export function isOnlyProgrammatic({ allowed_callers: allowed }: ResponsesTool): boolean {
  return Array.isArray(allowed) && !allowed.includes('direct');
}

/** The first field with a value that the table does not know: it may be a restriction. */
export function unknownField(tool: ResponsesTool): string | null {
  const rules: Readonly<Record<string, FieldRule>> = isToolType(tool.type) ? hostedToolFields[tool.type] : {};
  const unknown = Object.entries(tool).find(
    ([field, value]) => value !== null && value !== undefined && !Object.hasOwn({ ...common, ...rules }, field),
  );
  return unknown?.[0] ?? null;
}

function isToolType(type: string): type is ToolType {
  return Object.hasOwn(hostedToolFields, type);
}
