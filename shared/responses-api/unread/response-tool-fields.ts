/** The fields that are read of the tools of a Responses request, and of what chooses among them. */

import {
  noEffect,
  read,
  readAs,
  readEntries,
  readFields,
  readPartly,
  unsupported,
  type FieldReader,
  type Fields,
} from '../../unread-fields/field-reader.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { customFormat, optionFields, webSearch } from '../../translate/unread/chat-tool-fields.ts';
import { cacheMarks } from '../../translate/unread/part-fields.ts';

const isFalse = (value: unknown): boolean => value === false;

/** Without `direct` the tool is left out. */
const callers: FieldReader = (value, place, unread) => {
  if (!Array.isArray(value) || !value.includes('direct') || value.every((caller) => caller === 'direct')) return;
  unread.add('no-effect', place, 'The model calls the tool itself; there is no code here that could call it.');
};
const deferred: FieldReader = (value, place, unread) => {
  if (value !== false) unread.add('no-effect', place, 'The tool is offered from the start, without a search for it.');
};
/** Of the tools that the model calls and the client runs. */
const clientTool: Fields = {
  type: read,
  allowed_callers: callers,
  defer_loading: deferred,
  async: unsupported('The Messages API has no calls whose results may come later.', isFalse),
  ...cacheMarks,
};
const functionDefinition: Fields = {
  name: read,
  description: read,
  parameters: read,
  strict: read,
  output_schema: noEffect('Only code that calls the tool would read it.'),
  eager_input_streaming: optionFields['eager_input_streaming'] ?? read,
  input_examples: optionFields['input_examples'] ?? read,
};
const customDefinition: Fields = { name: read, description: read, format: customFormat };

/** Clients of chat completions describe a tool one level deeper, under its type. */
function definedTool(type: 'function' | 'custom', definition: Fields): FieldReader {
  const flat = readFields({ ...clientTool, ...definition });
  const nested = readFields({ ...clientTool, ...definition, [type]: readFields({ ...clientTool, ...definition }) });
  return readAs((tool) => (isRecord(tool[type]) && (tool['name'] ?? '') === '' ? nested : flat));
}

const localTool = readPartly({
  allowed_callers: callers,
  environment: readAs(({ type }) => (type === 'local' ? readFields({ type: read, skills: read }) : read)),
});

const clientSearch = readFields({ type: read, execution: read, description: read, parameters: read, ...cacheMarks });

const byType: ReadonlyMap<unknown, FieldReader> = new Map<unknown, FieldReader>([
  ['function', definedTool('function', functionDefinition)],
  ['custom', definedTool('custom', customDefinition)],
  ['web_search', webSearch],
  ['web_search_2025_08_26', webSearch],
  ['web_search_preview', webSearch],
  ['web_search_preview_2025_03_11', webSearch],
  // A field that nobody knows leaves these out with a note: it may restrict them.
  ['shell', localTool],
  ['local_shell', localTool],
  ['apply_patch', localTool],
  ['mcp', readPartly({ allowed_callers: callers, defer_loading: deferred })],
  ['tool_search', readAs(({ execution }) => (execution === 'client' ? clientSearch : read))],
]);

const namespace: FieldReader = (value, place, unread) => namespaceFields(value, place, unread);

/** An entry of `tools`. The translation notes tools of other types as a whole. */
export const responseToolFields: FieldReader = readAs(({ type }) =>
  type === 'namespace' ? namespace : (byType.get(type) ?? read),
);

const namespaceFields = readFields({
  type: read,
  name: read,
  description: noEffect('A namespace has no description upstream; its tools have their own.'),
  tools: readEntries(responseToolFields),
  ...cacheMarks,
});

const toolName = readFields({ name: read });
const namedTool = readFields({
  type: read,
  name: read,
  namespace: read,
  function: toolName,
  custom: toolName,
  server_label: read,
});

/** `tool_choice`; the translation notes choices of other types as a whole. */
export const responseChoiceFields: FieldReader = readAs(({ type }) => {
  if (type === 'allowed_tools') return allowedTools;
  return typeof type === 'string' && namedTypes.has(type) ? namedTool : read;
});
const namedTypes = new Set(['function', 'custom', 'shell', 'local_shell', 'apply_patch']);
const allowedTools = readFields({ type: read, mode: read, tools: readEntries(namedTool) });
