/** The fields that are read of the parts of a chat message. Everything else in a part is noted. */

import { wrappedPart, type ChatRequestPart } from '../../openai/chat-request.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import {
  readAs,
  readEntries,
  noEffect,
  readFields,
  readValues,
  read,
  repeated,
  unsupported,
  type FieldReader,
  type Fields,
} from '../../unread-fields/field-reader.ts';
import { isAnthropicBlockType, nativeBlockFields } from '../content/anthropic-blocks.ts';
import { partType, type PartPosition } from '../content/content-part.ts';
import { isThoughtPart } from '../content/thought-part.ts';

const isEmpty = (value: unknown): boolean =>
  value === '' || value === false || (Array.isArray(value) && value.length === 0);

/** Every lifetime of OpenAI's has one of the two of Anthropic's. */
export const openaiLifetime = readValues(
  ['in_memory', '5m', '30m', '1h', '12h', '24h'],
  'The lifetime of a cached prompt is not known; it is 5m.',
);

const marker = readFields({
  type: read,
  ttl: readValues(['5m', '1h'], 'Cached prompts live for 5m or 1h; without either it is 5m.'),
  scope: unsupported('The scope of a cache entry cannot be chosen.'),
});
const unreadable = unsupported('A cache marker is an object.');

/** Anthropic's marker and OpenAI's, wherever either is read. */
export const cacheMarks: Fields = {
  cache_control: (value, place, unread) => (isRecord(value) ? marker : unreadable)(value, place, unread),
  prompt_cache_breakpoint: readFields({
    mode: readValues(['explicit'], 'A breakpoint has one mode only.'),
    ttl: openaiLifetime,
  }),
};

/** Of a text that a model wrote, as responses have them; some libraries keep fields of the message inside its text. */
export const ofResponseTexts: Fields = {
  annotations: repeated,
  logprobs: repeated,
  role: repeated,
  refusal: unsupported('A refusal is read from the message or from a part of its own.', isEmpty),
  tool_calls: unsupported('Tool calls are read from the message.', isEmpty),
};

const text: Fields = { type: read, text: read, ...cacheMarks, ...ofResponseTexts };

/** A part of a message's content, by its type. */
export function partFields(position: PartPosition): FieldReader {
  return byPosition[position];
}

function readerOf(position: PartPosition): FieldReader {
  const plainText = readFields({
    ...text,
    citations: unsupported('Only text of an assistant message has citations.', isEmpty),
  });
  return readAs((part) => {
    if (isWrapper(part)) return readFields({ type: read, value: byPosition[position] });
    const type = partType(part);
    switch (type) {
      case 'text':
        if (position === 'assistant' && Array.isArray(part['citations'])) break;
        return plainText;
      case 'input_text':
      case 'output_text':
        return plainText;
      case 'refusal':
        return refusal;
      case 'image_url':
      case 'input_image':
        return image;
      case 'file':
        return file;
      case 'tool_use':
        return position === 'assistant' ? toolUse : read;
      case 'tool_result':
        return position === 'user' ? toolResult : read;
      default:
        break;
    }
    if (isThoughtPart(part)) return position === 'assistant' ? thought : read;
    // Other types are refused.
    return isAnthropicBlockType(type) ? native(type) : read;
  });
}

function isWrapper(part: ChatRequestPart): boolean {
  return wrappedPart(part) !== null && isRecord(part['value']);
}

const refusal = readFields({ type: read, refusal: read, ...cacheMarks, annotations: repeated });
const image = readFields({
  type: read,
  image_url: readFields({ url: read, detail: read }),
  detail: noEffect('Claude decides by itself how closely it looks at an image.'),
  ...cacheMarks,
});
const file = readFields({
  type: read,
  file: readFields({ file_data: read, file_id: read, filename: read }),
  ...cacheMarks,
});
const toolUse = readFields({ type: read, id: read, name: read, input: read, ...cacheMarks, caller: repeated });

const ofThoughts: Fields = {
  type: read,
  id: repeated,
  index: repeated,
  format: read,
  summary: repeated,
  cache_control: unsupported('A thinking block takes no cache marker.'),
};
const sealedThought = readFields({ ...ofThoughts, data: read });
const signedThought = readFields({
  ...ofThoughts,
  thinking: read,
  signature: read,
  text: read,
  reasoning: read,
  reasoning_content: read,
  reasoningText: read,
  extras: read,
});

/** Thinking, in the shapes that clients give it. */
export const thought = readAs(({ type }) =>
  type === 'redacted_thinking' || type === 'reasoning.encrypted' ? sealedThought : signedThought,
);

const byPosition: Readonly<Record<PartPosition, FieldReader>> = {
  user: readerOf('user'),
  assistant: readerOf('assistant'),
  tool: readerOf('tool'),
  system: readerOf('system'),
};

const toolResult = readFields({
  type: read,
  tool_use_id: read,
  is_error: read,
  content: readEntries(byPosition.tool),
  ...cacheMarks,
});

const natives = new Map<string, FieldReader>();

function native(type: Parameters<typeof nativeBlockFields>[0]): FieldReader {
  const known = natives.get(type);
  if (known !== undefined) return known;
  const reader = nativeBlockFields(type, cacheMarks);
  natives.set(type, reader);
  return reader;
}
