/** The fields that are read of the tools of a chat request, and of what chooses among them. */

import {
  readAs,
  readEntries,
  readFields,
  readPartly,
  read,
  unsupported,
  type FieldReader,
  type Fields,
} from '../../unread-fields/field-reader.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { isUnset } from '../core/draft-field.ts';
import { toolOptions } from '../tools/function-tool.ts';
import { isAnthropicToolType } from '../tools/anthropic-tool.ts';
import { cacheMarks } from './part-fields.ts';
import { isSearchType } from '../read/read-tool-choice.ts';

/** Anthropic's options of a client tool, beside `function` or inside it. */
export const optionFields: Fields = Object.fromEntries(
  Object.entries(toolOptions).map(([option, fits]) => [
    option,
    unsupported('The value is not one that it can have.', fits),
  ]),
);
const definition: Fields = { name: read, description: read, parameters: read, strict: read };
const grammar: Fields = { syntax: read, definition: read };
const nestedGrammar = readFields({ type: read, grammar: readFields(grammar) });
const flatGrammar = readFields({ type: read, ...grammar });
const freeText = readFields({ type: read });
/** Of a custom tool: its grammar, flat or one level deeper. */
export const customFormat = readAs(({ type, grammar: nested }) =>
  type === 'grammar' ? (isUnset(nested) ? flatGrammar : nestedGrammar) : freeText,
);
const custom = readFields({ name: read, description: read, format: customFormat });
const functionFields = readFields({ ...definition, ...optionFields });

/** A function of the legacy list `functions`. */
export const legacyFunction = functionFields;

export const chatToolFields: FieldReader = readAs((tool) => {
  const { type } = tool;
  if (typeof type === 'string' && isAnthropicToolType(type)) return anthropicTool;
  if (isSearch(tool)) return webSearch;
  if (!isUnset(tool['function'])) return wrappedFunction;
  if (!isUnset(tool['custom'])) return wrappedCustom;
  const schema = tool['input_schema'] ?? tool['parameters'];
  if (type === 'custom' && isUnset(schema)) return flatCustom;
  return isUnset(tool['input_schema']) ? flatFunction : flatAnthropicTool;
});

function isSearch(tool: Readonly<Record<string, unknown>>): boolean {
  const type = typeof tool['type'] === 'string' ? tool['type'] : null;
  return isSearchType({ type, function: isUnset(tool['function']) ? null : { name: '' } });
}

const anthropicTool = readPartly(cacheMarks);
const inside = (field: string): FieldReader => unsupported(`It is read from inside ${field}.`);
const wrappedFunction = readFields({
  type: read,
  function: functionFields,
  strict: read,
  ...cacheMarks,
  ...optionFields,
  name: inside('function'),
  description: read,
  parameters: read,
  custom: unsupported('A tool is a function or a custom tool, not both.'),
});
const wrappedCustom = readFields({ type: read, custom, ...cacheMarks });
const flatCustom = readFields({ type: read, name: read, description: read, format: customFormat, ...cacheMarks });
const flatFunction = readFields({ type: read, ...definition, ...cacheMarks, ...optionFields });
const flatAnthropicTool = readFields({
  type: read,
  name: read,
  description: read,
  input_schema: read,
  strict: read,
  ...cacheMarks,
  ...optionFields,
  parameters: unsupported('The tool has an input_schema too.'),
});

const toolName = readFields({ name: read });
const namedTool = readFields({
  type: read,
  name: read,
  function: toolName,
  custom: toolName,
  server_label: read,
  mcp_server_name: read,
});
const allowedTools = { mode: read, tools: readEntries(namedTool) };

export const toolChoiceFields = readFields({
  type: read,
  name: read,
  function: toolName,
  custom: toolName,
  allowed_tools: readFields(allowedTools),
  ...allowedTools,
  disable_parallel_tool_use: read,
});
export const legacyChoice = toolName;

const approximate: Fields = { city: read, country: read, region: read, timezone: read };
const flatLocation = readFields({ type: read, ...approximate });
const nestedLocation = readFields({ type: read, approximate: readFields(approximate) });

/**
 * A search tool of OpenAI's, or `web_search_options`. Where a field leaves the search out, that note is enough. The location is flat
 * as in the Responses API, or under `approximate`.
 */
export const webSearch = readFields({
  type: read,
  name: read,
  search_context_size: read,
  external_web_access: read,
  search_content_types: read,
  filters: readFields({ allowed_domains: read, blocked_domains: read }),
  user_location: readAs((location) => (isRecord(location['approximate']) ? nestedLocation : flatLocation)),
  ...cacheMarks,
});
