/** Translates one function definition: name, description, schema, and `strict` where the model supports it. */

import type { ToolUnion } from '../../anthropic/types.ts';
import { requireShallow, sendable } from '../content/sendable-json.ts';
import { addNote } from '../core/request-draft.ts';
import { ignoreField, isUnset, addUnreadableNote } from '../core/draft-field.ts';
import { RENAMED, renameTool } from './tool-names.ts';
import { strictSchema } from '../json-schema/strict/strict-schema.ts';
import { renameKeys } from '../json-schema/rename-properties.ts';
import { toolSchema, type ToolSchema } from '../json-schema/input-schema.ts';
import { claimStrict } from './strict-tool-limit.ts';
import { extendPath } from '../../json/json-path.ts';
import { cleanText, cleanValue, isRecord } from '../../json/sanitize-text.ts';
import type { ToolContext } from './tool-context.ts';

export type Tool = Extract<ToolUnion, { input_schema: unknown }>;

export interface FunctionDefinition {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly parameters?: unknown;
  readonly [option: string]: unknown;
}

/** `strictPath` is the path of the client's `strict`, if set; `schemaKey` the key of the schema in its definition. */
export function functionTool(
  toolContext: ToolContext,
  definition: FunctionDefinition,
  strictPath: string | null,
  schemaKey: 'parameters' | 'input_schema' = 'parameters',
): Tool {
  const { draft, path } = toolContext;
  const schemaPath = `${path}.${schemaKey}`;
  const plain = sendableSchema(toolContext, definition.parameters, schemaPath);
  const name = declareToolName(toolContext, definition.name);
  addSchemaNotes(toolContext, plain, schemaPath);
  if (plain.change === 'wrapped') draft.wrappedTools.add(name);
  if (plain.names.size > 0) draft.parameterNames.set(name, plain.names);
  const strict = strictPath === null ? null : strictTool(toolContext, plain, schemaPath, strictPath);
  const tool: Tool = { name, input_schema: strict ?? plain.schema };
  if (!isUnset(definition.description) && definition.description !== '') {
    tool.description = cleanText(definition.description);
    if (tool.description !== definition.description) addUnreadableNote(draft, `${path}.description`);
  }
  if (strict !== null) tool.strict = true;
  copyOptions(toolContext, tool, definition, plain.names);
  traceTool(toolContext, tool, definition, schemaKey, plain.change === 'copied' && strict === null);
  traceParameters(toolContext, tool, schemaPath, plain.names);
  return tool;
}

/** Named before characters are replaced: two names may differ in nothing else, and responses have the client's own. */
function sendableSchema({ draft }: ToolContext, parameters: unknown, path: string): ToolSchema {
  requireShallow(parameters, path);
  const named = toolSchema(parameters);
  const schema = cleanValue(named.schema);
  if (schema === named.schema) return named;
  addUnreadableNote(draft, path);
  // Deeper names and values may be equal now.
  const valid = toolSchema(schema);
  const same = named.change === 'copied' || named.change === 'renamed';
  return {
    schema: valid.schema,
    change: same && valid.change !== 'copied' ? valid.change : named.change,
    lost: [...new Set([...named.lost, ...valid.lost])].toSorted(),
    names: named.names,
  };
}

/** The upstream name; a change is noted with its path in the list. */
export function declareToolName(toolContext: ToolContext, name: string): string {
  const { draft, tools, path } = toolContext;
  const renamed = renameTool(draft, name);
  if (renamed !== name) {
    const to = `tools[${tools.length}].name`;
    addNote(draft, { verb: 'renamed', code: 'tool-renamed', from: `${path}.name`, to, reason: RENAMED });
  }
  return renamed;
}

const PARAMETERS_RENAMED =
  'Names of parameters have letters, digits, _, . and - only, 64 at most; responses use the original names.';

const schemaNotes = {
  copied: null,
  renamed: null,
  defaulted: ['defaulted', 'The tool takes no parameters, and the API requires a schema for that.'],
  coerced: ['repaired', 'The schema was made valid: an object at the root, JSON Schema 2020-12 throughout.'],
  flattened: ['emulated', 'A union of objects at the root of a schema became one object with the properties of all.'],
  wrapped: ['emulated', 'Parameters that are not an object were wrapped in one; calls are unwrapped.'],
} as const;

function addSchemaNotes({ draft, tools }: ToolContext, { change, lost, names }: ToolSchema, from: string): void {
  const to = `tools[${tools.length}].input_schema`;
  if (names.size > 0) {
    const listed = [...names.keys()].map((name) => JSON.stringify(name)).join(', ');
    addNote(draft, {
      verb: 'renamed',
      code: 'tool-parameters-renamed',
      from,
      to,
      reason: `${PARAMETERS_RENAMED} These differ: ${listed}.`,
    });
  }
  if (lost.length > 0) {
    const left = `${lost.join(', ')}: cannot be kept in JSON Schema 2020-12 and left out, so that less is demanded.`;
    addNote(draft, { verb: 'dropped', code: 'schema-keywords-dropped', from, to, reason: left });
  }
  const note = schemaNotes[change];
  if (note === null) return;
  const [verb, reason] = note;
  addNote(draft, { verb, code: `tool-schema-${change}`, from: change === 'defaulted' ? null : from, to, reason });
}

/** The schema in the enforceable subset; null, with a note, when `strict` cannot be honoured. */
function strictTool(
  { draft, tools, budget }: ToolContext,
  { schema }: ToolSchema,
  from: string,
  strictPath: string,
): Tool['input_schema'] | null {
  const { context } = draft;
  const lose = (why: string): null => {
    addNote(draft, {
      verb: 'dropped',
      code: 'strict-dropped',
      from: strictPath,
      to: null,
      reason: `The API cannot enforce strict: ${why}.`,
    });
    return null;
  };
  if (context.adjustments.omitStrict) return lose('the API refused the schemas of this request');
  if (!context.profile.strictTools) return lose('this model has no strict tools');
  const strict = strictSchema(schema);
  if (!strict.ok) return lose(strict.reason);
  if (!claimStrict(budget, strict.counts)) return lose('the request holds more than the API can compile');
  if (strict.softened.length > 0) {
    const reason = `${strict.softened.join(', ')}: in the description for the model, not enforced.`;
    const to = `tools[${tools.length}].input_schema`;
    addNote(draft, { verb: 'emulated', code: 'schema-softened', from, to, reason });
  }
  return { ...strict.schema, type: 'object' };
}

/** Anthropic's own options, copied when valid: the API would refuse the whole request for an invalid one. */
export const toolOptions: Readonly<Record<string, (value: unknown) => boolean>> = {
  defer_loading: (value) => typeof value === 'boolean',
  eager_input_streaming: (value) => typeof value === 'boolean',
  input_examples: (value) => Array.isArray(value),
  allowed_callers: (value) => Array.isArray(value),
};

function copyOptions(
  { outer }: ToolContext,
  tool: Tool,
  definition: FunctionDefinition,
  names: ReadonlyMap<string, string>,
): void {
  for (const [option, fits] of Object.entries(toolOptions)) {
    const value = definition[option];
    if (!fits(value)) continue;
    const examples: readonly unknown[] | null = option === 'input_examples' && Array.isArray(value) ? value : null;
    const named = examples?.map((example) => renameKeys(example, names)) ?? value;
    Object.assign(tool, { [option]: sendable(named, `${outer}.${option}`) });
  }
}

function traceTool(
  toolContext: ToolContext,
  tool: Tool,
  definition: FunctionDefinition,
  schemaKey: string,
  copied: boolean,
): void {
  const { draft, path } = toolContext;
  const { tracer } = draft.context;
  if (tracer === null) return;
  tracer.link(
    `${path}.name`,
    tool,
    'name',
    tool.name === definition.name ? 'moved' : 'renamed',
    'The name of the tool.',
  );
  tracer.link(`${path}.description`, tool, 'description', 'moved', 'What the tool does.');
  const reason = copied ? 'The parameters of the tool.' : 'The parameters, in the form the API takes.';
  tracer.link(`${path}.${schemaKey}`, tool, 'input_schema', copied ? 'renamed' : 'merged', reason);
  if (tool.strict === true) tracer.link(`${path}.strict`, tool, 'strict', 'moved', 'The API guarantees the schema.');
  else ignoreField(draft, `${path}.strict`, 'Nothing is guaranteed.');
  for (const option of Object.keys(toolOptions)) {
    if (Object.hasOwn(tool, option))
      tracer.link(`${toolContext.outer}.${option}`, tool, option, 'copied', 'An option of the Messages API.');
  }
}

function traceParameters(
  { draft }: ToolContext,
  tool: Tool,
  schemaPath: string,
  names: ReadonlyMap<string, string>,
): void {
  const { tracer } = draft.context;
  const { properties } = tool.input_schema;
  if (tracer === null || !isRecord(properties)) return;
  for (const [client, upstream] of names) {
    const from = extendPath(`${schemaPath}.properties`, client);
    if (Object.hasOwn(properties, upstream)) tracer.link(from, properties, upstream, 'renamed', PARAMETERS_RENAMED);
  }
}
