/** Applies the rules for OpenAI's image and file parts to images and documents in Anthropic's format. */

import { RequestRefused } from '../../errors.ts';
import type { Steps } from '../../steps.ts';
import type { Draft } from '../core/request-draft.ts';
import { requirePdf } from './file-part.ts';
import { base64Image, requireImages } from './image-part.ts';
import { validateRemoteUrl } from './media-type.ts';
import type { NativeBlock } from './anthropic-blocks.ts';

/** Refuses what the API would refuse; replaces a media type that contradicts the bytes. */
export function* checkNativeMedia(draft: Draft, block: NativeBlock, path: string): Steps<void> {
  if (block.type !== 'image' && block.type !== 'document') return;
  const { source } = block;
  if (source.type === 'url' && validateRemoteUrl(source.url) !== 'ok') {
    throw new RequestRefused({
      code: 'unsupported_content',
      param: `${path}.source.url`,
      message: 'Only https addresses that are reachable from outside can be fetched by the API.',
      hint: 'Send the content itself as base64.',
    });
  }
  if (block.type === 'image') {
    requireImages(draft, path);
    if (block.source.type === 'base64') {
      const { data, media_type: declared } = block.source;
      const checked = yield* base64Image(draft, data, declared, `${path}.source.data`);
      block.source.media_type = checked.media_type;
    }
  } else if (block.source.type === 'base64') yield* requirePdf(draft, block.source.data, `${path}.source.data`);
}
