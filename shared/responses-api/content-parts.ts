/** The content parts of Responses items as those of chat messages: both APIs carry the same data under different names. */

import { RequestRefused } from '../errors.ts';
import { requireFileId } from '../translate/content/file-id.ts';
import { type ContentPart, isKnownPart } from './output-items.ts';

export interface ChatPart {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * @param path of the list; null for an item of an earlier response
 * @throws RequestRefused for an image without an address or a file, and for an id that no file can have
 */
export function checkImages(content: string | readonly ContentPart[], path: string | null): void {
  if (typeof content === 'string') return;
  for (const [index, part] of content.entries()) {
    if (!isKnownPart(part) || part.type !== 'input_image' || (part.image_url ?? null) !== null) continue;
    const at = path === null ? 'input' : `${path}[${index}]`;
    const id = part.file_id ?? '';
    if (id !== '') requireFileId(id, path === null ? at : `${at}.file_id`);
    else {
      throw new RequestRefused({
        code: 'missing_required_parameter',
        param: at,
        message: 'An input_image needs image_url or file_id.',
        hint: 'Put the image into image_url as a data URL or an https address.',
      });
    }
  }
}

/** The content of an item as that of a chat message. */
export function chatContent(content: string | readonly ContentPart[]): string | ChatPart[] {
  return typeof content === 'string' ? content : content.map(chatPart);
}

function chatPart(part: ContentPart): ChatPart {
  if (!isKnownPart(part)) return part;
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', text: part.text, ...cacheMarksOf(part) };
    case 'refusal':
      return { type: 'refusal', refusal: part.refusal, ...cacheMarksOf(part) };
    case 'input_image':
      if (part.image_url !== null && part.image_url !== undefined) {
        return {
          type: 'image_url',
          image_url: { url: part.image_url, ...(part.detail ? { detail: part.detail } : {}) },
          ...cacheMarksOf(part),
        };
      }
      return {
        type: 'image',
        source: { type: 'file', file_id: part.file_id ?? '' },
        ...cacheMarksOf(part),
      };
    case 'input_file':
      if (part.file_url !== null && part.file_url !== undefined) {
        return {
          type: 'document',
          source: { type: 'url', url: part.file_url },
          ...(part.filename ? { title: part.filename } : {}),
          ...cacheMarksOf(part),
        };
      }
      return {
        type: 'file',
        file: {
          ...(part.file_data ? { file_data: part.file_data } : {}),
          ...(part.file_id ? { file_id: part.file_id } : {}),
          ...(part.filename ? { filename: part.filename } : {}),
        },
        ...cacheMarksOf(part),
      };
  }
}

/** OpenAI's marker and Anthropic's, which chat completions reads at the same places. */
export function cacheMarksOf(holder: object): Record<string, unknown> {
  const marks: Record<string, unknown> = {};
  for (const key of ['prompt_cache_breakpoint', 'cache_control']) {
    const mark: unknown = Reflect.get(holder, key);
    if (mark !== undefined && mark !== null) marks[key] = mark;
  }
  return marks;
}
