/** Parses the content of a turn into parts, for any of the APIs: their part types have different names. */

import { extendPath } from '../../json/json-path.ts';
import { decodeCompaction } from '../../responses-api/compaction/compaction-carrier.ts';
import { isObject, listOf, member, textOf } from '../../json/unknown-json.ts';
import { writeJson } from '../../json/exact-number.ts';

/** A reference to content that was not sent inline; the conversation view never fetches anything. */
export type MediaSource =
  | { readonly kind: 'data'; readonly mediaType: string; readonly base64: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'stored'; readonly id: string };

export type ConversationPart = { readonly path: string } & (
  | { readonly kind: 'text' | 'refusal'; readonly text: string }
  /** `text` is null where it was encrypted or hidden. */
  | { readonly kind: 'reasoning'; readonly text: string | null }
  | { readonly kind: 'image'; readonly source: MediaSource }
  | {
      readonly kind: 'file';
      readonly name: string | null;
      readonly source: MediaSource | null;
      readonly text: string | null;
    }
  /** `input` is the tool's input, as JSON text or as the custom tool's text. */
  | { readonly kind: 'call'; readonly id: string | null; readonly name: string; readonly input: string }
  | {
      readonly kind: 'result';
      readonly callId: string | null;
      /** The tool's name, from its call. */
      readonly name: string | null;
      readonly failed: boolean;
      readonly parts: readonly ConversationPart[];
    }
  /** `text`: the summary that stands for everything before it; null where only its request, or another provider's, is known. */
  | { readonly kind: 'compaction'; readonly requested: boolean; readonly text: string | null }
  /** A part type without a form of its own here. */
  | { readonly kind: 'other'; readonly type: string; readonly json: string }
);

/** Reads a string, one part or a list of parts at `path`. Never throws; drops nothing. */
export function conversationParts(content: unknown, path: string): readonly ConversationPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', path, text: content }];
  if (content === null || content === undefined) return [];
  if (!Array.isArray(content)) return [partOf(content, path)];
  return content.map((part: unknown, index) => partOf(part, extendPath(path, index)));
}

function partOf(part: unknown, path: string): ConversationPart {
  if (typeof part === 'string') return { kind: 'text', path, text: part };
  const type = textOf(member(part, 'type')) ?? '';
  return (
    textPart(part, type, path) ?? mediaPart(part, type, path) ?? toolPart(part, type, path) ?? other(part, type, path)
  );
}

function other(value: unknown, type: string, path: string): ConversationPart {
  return { kind: 'other', path, type, json: writeJson(value, 2) };
}

function textPart(part: unknown, type: string, path: string): ConversationPart | null {
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'summary_text':
    case 'reasoning_text': {
      const text = textOf(member(part, 'text'));
      return text === null ? null : { kind: 'text', path: `${path}.text`, text };
    }
    case 'refusal':
      return { kind: 'refusal', path: `${path}.refusal`, text: textOf(member(part, 'refusal')) ?? '' };
    case 'thinking':
      return { kind: 'reasoning', path: `${path}.thinking`, text: textOf(member(part, 'thinking')) || null };
    case 'redacted_thinking':
      return { kind: 'reasoning', path, text: null };
    case 'compaction':
      return compactionPart(part, path);
    default:
      return null;
  }
}

/** A block of the Messages API, or an item of the Responses API that carries one. */
export function compactionPart(part: unknown, path: string): ConversationPart {
  const encrypted = member(part, 'encrypted_content');
  const carried = member(decodeCompaction(encrypted), 'content');
  return { kind: 'compaction', path, requested: false, text: textOf(member(part, 'content')) ?? textOf(carried) };
}

function mediaPart(part: unknown, type: string, path: string): ConversationPart | null {
  switch (type) {
    case 'image_url': {
      const image = member(part, 'image_url');
      return imageOf(textOf(image) ?? textOf(member(image, 'url')), null, path);
    }
    case 'input_image':
      return imageOf(textOf(member(part, 'image_url')), textOf(member(part, 'file_id')), path);
    case 'image': {
      const source = sourceOf(member(part, 'source'));
      return source === null ? null : { kind: 'image', path, source };
    }
    case 'file': {
      const file = member(part, 'file');
      return fileOf(textOf(member(file, 'filename')), member(file, 'file_data'), null, member(file, 'file_id'), path);
    }
    case 'input_file': {
      const [data, url, id] = [member(part, 'file_data'), member(part, 'file_url'), member(part, 'file_id')];
      return fileOf(textOf(member(part, 'filename')), data, url, id, path);
    }
    case 'document': {
      const source = member(part, 'source');
      const plain = member(source, 'type') === 'text' ? textOf(member(source, 'data')) : null;
      return { kind: 'file', path, name: textOf(member(part, 'title')), source: sourceOf(source), text: plain };
    }
    case 'input_audio': {
      const base64 = textOf(member(member(part, 'input_audio'), 'data'));
      const format = textOf(member(member(part, 'input_audio'), 'format')) ?? 'mpeg';
      const source: MediaSource | null =
        base64 === null ? null : { kind: 'data', mediaType: `audio/${format}`, base64 };
      return { kind: 'file', path, name: null, source, text: null };
    }
    default:
      return null;
  }
}

function imageOf(url: string | null, id: string | null, path: string): ConversationPart | null {
  const source = url !== null ? urlSource(url) : id !== null ? ({ kind: 'stored', id } as const) : null;
  return source === null ? null : { kind: 'image', path, source };
}

function fileOf(name: string | null, data: unknown, url: unknown, id: unknown, path: string): ConversationPart {
  const given = textOf(data) ?? textOf(url);
  const stored = textOf(id);
  let source: MediaSource | null = stored === null ? null : { kind: 'stored', id: stored };
  if (given !== null) {
    const named = typeof url === 'string' || given.startsWith('data:');
    source = named ? urlSource(given) : { kind: 'data', mediaType: 'application/octet-stream', base64: given };
  }
  return { kind: 'file', path, name, source, text: null };
}

function urlSource(url: string): MediaSource {
  if (!url.startsWith('data:')) return { kind: 'url', url };
  const comma = url.indexOf(',');
  const [mediaType = ''] = url.slice('data:'.length, comma === -1 ? undefined : comma).split(';');
  return { kind: 'data', mediaType: mediaType.toLowerCase(), base64: comma === -1 ? '' : url.slice(comma + 1) };
}

/** Source of an image or a document in the Messages API. */
function sourceOf(source: unknown): MediaSource | null {
  const mediaType = textOf(member(source, 'media_type')) ?? '';
  const data = textOf(member(source, 'data'));
  const url = textOf(member(source, 'url'));
  const id = textOf(member(source, 'file_id'));
  if (member(source, 'type') === 'base64' && data !== null) return { kind: 'data', mediaType, base64: data };
  if (url !== null) return { kind: 'url', url };
  return id === null ? null : { kind: 'stored', id };
}

function toolPart(part: unknown, type: string, path: string): ConversationPart | null {
  if (type.endsWith('tool_use')) {
    const id = textOf(member(part, 'id'));
    return {
      kind: 'call',
      path,
      id,
      name: textOf(member(part, 'name')) ?? type,
      input: inputText(member(part, 'input')),
    };
  }
  if (type.endsWith('tool_result')) {
    const callId = textOf(member(part, 'tool_use_id'));
    const content = member(part, 'content');
    const failed = member(part, 'is_error') === true || String(member(content, 'type')).endsWith('_error');
    return { kind: 'result', path, callId, name: null, failed, parts: conversationParts(content, `${path}.content`) };
  }
  return null;
}

/** A call's input as text: JSON stays as it was sent. */
export function inputText(input: unknown): string {
  return typeof input === 'string' ? input : writeJson(input ?? {});
}

/** The calls of a chat message: `tool_calls`, or the legacy `function_call`. */
export function chatCalls(message: unknown, path: string): readonly ConversationPart[] {
  const calls = listOf(member(message, 'tool_calls')).map((call, index): ConversationPart => {
    const inner = isObject(member(call, 'custom')) ? member(call, 'custom') : member(call, 'function');
    return {
      kind: 'call',
      path: `${path}.tool_calls[${index}]`,
      id: textOf(member(call, 'id')),
      name: textOf(member(inner, 'name')) ?? '',
      input: inputText(member(inner, 'arguments') ?? member(inner, 'input')),
    };
  });
  const legacy = member(message, 'function_call');
  if (!isObject(legacy)) return calls;
  const [name, input] = [textOf(legacy['name']) ?? '', inputText(legacy['arguments'])];
  return [...calls, { kind: 'call', path: `${path}.function_call`, id: null, name, input }];
}
