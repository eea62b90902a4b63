/** Rules on images and documents: encoding, true type, bytes, pixels and count. */

import type { ModelRule } from '../../../models/rule-data.ts';
import type { ValidationRefusal } from '../refusal.ts';
import { firstRefusal, invalid } from '../refusal.ts';
import type { Block, ShapedRequest } from '../shaped-request.ts';
import { blocksOf, resultBlocks } from '../shaped-request.ts';
import { decodeHead, isStrictBase64 } from './base64-rules.ts';
import { readImage } from './image-header.ts';

const maximumBytes = 10_485_760;
/** Enough for the size in a JPEG that begins with a thumbnail and a colour profile. */
const headBytes = 262_144;

interface Medium {
  readonly path: string;
  readonly block: Block;
}

export function checkMedia(request: ShapedRequest, rule: ModelRule): ValidationRefusal | null {
  const media = findMedia(request);
  const images = media.filter(({ block }) => block.type === 'image');
  const maximum = rule.contextTokens < 1_000_000 ? 100 : 600;
  if (images.length > maximum) return invalid(`messages: too many images: ${images.length} > ${maximum}`);
  const side = images.length > 20 ? 2000 : 8000;
  return firstRefusal(media, ({ path, block }) =>
    block.type === 'image' ? checkImage(block, path, side) : checkDocument(block, path),
  );
}

function findMedia(request: ShapedRequest): readonly Medium[] {
  const found: Medium[] = [];
  const collect = (blocks: readonly Block[], path: string): void => {
    for (const [index, block] of blocks.entries()) {
      const here = `${path}.${index}`;
      if (block.type === 'image' || block.type === 'document') found.push({ path: `${here}.${block.type}`, block });
      else if (block.type === 'tool_result') collect(resultBlocks(block), `${here}.tool_result.content`);
    }
  };
  for (const [index, turn] of request.messages.entries()) collect(blocksOf(turn), `messages.${index}.content`);
  return found;
}

function checkImage(block: Block, path: string, side: number): ValidationRefusal | null {
  const { source } = block;
  if (source?.type === 'url') return checkUrl(source.url ?? '', path);
  if (source?.type !== 'base64') return null;
  const data = source.data ?? '';
  const where = `${path}.source.base64`;
  if (data === '' || !isStrictBase64(data)) return invalid(`${where}.data: Input should be valid base64`);
  if (data.length > maximumBytes) {
    return invalid(`${where}: image exceeds 10 MB maximum: ${data.length} bytes > ${maximumBytes} bytes`);
  }
  const image = readImage(decodeHead(data, headBytes));
  if (image === null) return null;
  if (image.mediaType !== source.media_type) {
    return invalid(
      `${where}: The image was specified using the ${source.media_type ?? ''} media type, but the image appears to be a ${image.mediaType} image`,
    );
  }
  if (image.width <= side && image.height <= side) return null;
  const request = side === 2000 ? ' for many-image requests' : '';
  return invalid(
    `${where}.data: At least one of the image dimensions exceed max allowed size${request}: ${side} pixels`,
    'image_dimensions_too_large',
  );
}

function checkDocument(block: Block, path: string): ValidationRefusal | null {
  const { source } = block;
  if (source?.type === 'url') return checkUrl(source.url ?? '', path);
  if (source?.type === 'text' && (source.data ?? '') === '') {
    return invalid(`${path}.source.text.data: String should have at least 1 character`);
  }
  if (source?.type !== 'base64') return null;
  const data = source.data ?? '';
  if (data === '' || !isStrictBase64(data)) return invalid(`${path}.source.base64.data: Input should be valid base64`);
  const head = String.fromCodePoint(...decodeHead(data, 1024));
  return head.includes('%PDF') ? null : invalid(`${path}.source.base64.data: The PDF specified was not valid.`);
}

const checkUrl = (url: string, path: string): ValidationRefusal | null =>
  url.startsWith('https://') ? null : invalid(`${path}.source.url: Only HTTPS URLs are supported.`);
