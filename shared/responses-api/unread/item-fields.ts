/** The fields that are read of the input items of a Responses request, by the items' types. */

import {
  noEffect,
  read,
  readAs,
  readEntries,
  readFields,
  readPartly,
  repeated,
  unsupported,
  type FieldReader,
  type Fields,
} from '../../unread-fields/field-reader.ts';
import { cacheMarks, ofResponseTexts, partFields } from '../../translate/unread/part-fields.ts';
import { responseToolFields } from './response-tool-fields.ts';

const detail = noEffect('Claude decides by itself how closely it looks at an image or a document.');
const text = readFields({ type: read, text: read, ...cacheMarks, ...ofResponseTexts });
const refusal = readFields({ type: read, refusal: read, ...cacheMarks, annotations: repeated });

const image: Fields = { type: read, image_url: read, ...cacheMarks };
const addressedImage = readFields({ ...image, detail: read, file_id: unsupported('The image has an image_url too.') });
const uploadedImage = readFields({ ...image, file_id: read, detail });

const file: Fields = { type: read, filename: read, detail, ...cacheMarks };
const otherSource = unsupported('The file has another source too.');
const addressedFile = readFields({ ...file, file_url: read, file_data: otherSource, file_id: otherSource });
const sentFile = readFields({ ...file, file_data: read, file_id: otherSource });
const uploadedFile = readFields({ ...file, file_id: read });

const isFilled = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** Parts of other types pass to the translation of chat requests as they are. */
function contentPart(position: 'user' | 'assistant' | 'tool' | 'system'): FieldReader {
  const ofChat = partFields(position);
  return readAs((part) => {
    switch (part['type']) {
      case 'input_text':
      case 'output_text':
      case 'text':
        return text;
      case 'refusal':
        return refusal;
      case 'input_image':
        return isGiven(part['image_url']) ? addressedImage : uploadedImage;
      case 'input_file':
        if (isGiven(part['file_url'])) return addressedFile;
        return isFilled(part['file_data']) ? sentFile : uploadedFile;
      default:
        return ofChat;
    }
  });
}

const phase = noEffect('The Messages API does not tell comments from final answers.');
const messageItem: Fields = { type: read, role: read, id: repeated, status: repeated, ...cacheMarks };
const assistantMessage = readFields({ ...messageItem, content: readEntries(contentPart('assistant')), phase });
const userMessage = readFields({ ...messageItem, content: readEntries(contentPart('user')), phase });
const instructionMessage = readFields({ ...messageItem, content: readEntries(contentPart('system')), phase });

function messageFields({ role }: Readonly<Record<string, unknown>>): FieldReader {
  if (role === 'assistant') return assistantMessage;
  return role === 'user' ? userMessage : instructionMessage;
}

const caller = readAs(({ type }) =>
  type === 'direct'
    ? readFields({ type: repeated })
    : unsupported('There is no code here that could have called the tool.'),
);
const isFalse = (value: unknown): boolean => value === false;
const asynchronous = unsupported('The Messages API has no calls whose results may come later.', isFalse);
const item: Fields = { type: read, id: repeated, status: repeated, created_by: repeated };
const call: Fields = { ...item, call_id: read, caller, ...cacheMarks };
const output: Fields = { ...item, call_id: read, caller, ...cacheMarks };
const outputParts = readEntries(contentPart('tool'));
const functionOutput = readFields({ ...output, output: outputParts, name: repeated, namespace: repeated });

const reasoning = readFields({
  ...item,
  summary: readEntries(readFields({ type: read, text: read })),
  content: repeated,
  encrypted_content: read,
  cache_control: unsupported('A thinking block takes no cache marker.'),
});

/** `text.format`, of a request or of an item that changes it. */
export const textFormatFields = readFields({ type: read, name: read, schema: read, strict: read, description: read });

const compaction = readFields({ ...item, encrypted_content: read });

const byType: ReadonlyMap<unknown, FieldReader> = new Map([
  ['message', readAs(messageFields)],
  ['reasoning', reasoning],
  ['compaction', compaction],
  ['compaction_summary', compaction],
  ['compaction_trigger', readFields({ type: read, id: repeated })],
  [
    'function_call',
    readFields({
      ...call,
      name: read,
      namespace: read,
      arguments: read,
      async: asynchronous,
      parsed_arguments: repeated,
    }),
  ],
  ['custom_tool_call', readFields({ ...call, name: read, namespace: read, input: read, async: asynchronous })],
  ['local_shell_call', readFields({ ...call, action: read })],
  ['shell_call', readFields({ ...call, action: read, environment: repeated })],
  ['apply_patch_call', readFields({ ...call, operation: read })],
  ['tool_search_call', readFields({ ...call, arguments: read, execution: repeated })],
  ['function_call_output', functionOutput],
  ['custom_tool_call_output', functionOutput],
  ['local_shell_call_output', readFields({ ...output, id: read, output: read })],
  ['shell_call_output', readFields({ ...output, output: read, max_output_length: repeated })],
  ['apply_patch_call_output', readFields({ ...output, output: read, status: read })],
  ['tool_search_output', readFields({ ...output, tools: readEntries(responseToolFields), execution: repeated })],
  [
    'configuration_update',
    readFields({
      type: read,
      id: repeated,
      reasoning: readFields({ effort: read }),
      text: readFields({ format: textFormatFields }),
    }),
  ],
  ['item_reference', readFields({ type: read, id: read })],
  [
    'additional_tools',
    readFields({ type: read, role: repeated, id: repeated, tools: readEntries(responseToolFields) }),
  ],
]);
/** Their own steps account for all of an item of another type. */
const other = readPartly({});

/** An entry of `input`. */
export const inputItemFields: FieldReader = readAs((entry) => {
  const type = entry['type'] ?? ('role' in entry ? 'message' : null);
  return byType.get(type) ?? other;
});
