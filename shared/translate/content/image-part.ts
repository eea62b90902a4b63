/** Translates `image_url` parts: data URLs become base64 sources, the API itself fetches https URLs, the proxy fetches nothing. */

import { RequestRefused } from '../../errors.ts';
import type { ChatRequestPart } from '../../openai/chat-request.ts';
import { encodeBase64Steps, isBase64Steps, normalizeBase64Steps } from '../../encoding/base64.ts';
import { percentBytesSteps } from '../../encoding/percent.ts';
import type { Steps } from '../../steps.ts';
import { addNoteOnce } from '../core/message-builder.ts';
import { addNote, type Draft } from '../core/request-draft.ts';
import { ignoreField } from '../core/draft-field.ts';
import { imageTypeOf, validateRemoteUrl, parseDataUrl, sniffMediaType, type ImageType } from './media-type.ts';
import type { NativeBlock } from './anthropic-blocks.ts';
import type { Note } from '../../notes.ts';

type ImageBlock = Extract<NativeBlock, { type: 'image' }>;

/** Maximal base64 length of one image. https://platform.claude.com/docs/en/build-with-claude/vision */
export const MAX_IMAGE_BASE64 = 10 * 1024 * 1024;

/** @throws RequestRefused when the data is not an image, or not one that Claude reads */
export function* imageBlock(draft: Draft, part: ChatRequestPart, path: string): Steps<ImageBlock> {
  const given = part.image_url ?? '';
  const url = typeof given === 'string' ? given : given.url;
  const from = typeof given === 'string' ? `${path}.image_url` : `${path}.image_url.url`;
  requireImages(draft, path);
  if (typeof given !== 'string') addDetailNote(draft, given.detail, `${path}.image_url.detail`);
  const block: ImageBlock = { type: 'image', source: yield* imageSource(draft, url, from) };
  const key = block.source.type === 'base64' ? 'data' : 'url';
  draft.context.tracer?.link(from, block.source, key, 'moved', 'The address of an image is its source.');
  return block;
}

export function requireImages(draft: Draft, path: string): void {
  if (draft.context.profile.imageInput) return;
  throw new RequestRefused({
    code: 'unsupported_content',
    param: path,
    message: `The model ${draft.context.model} takes no images.`,
    hint: 'Choose a model with image input.',
  });
}

function* imageSource(draft: Draft, url: string, from: string): Steps<ImageBlock['source']> {
  const data = yield* parseDataUrl(url);
  if (data !== null) {
    const base64 = data.base64 ? data.data : yield* encodeBase64Steps(yield* percentBytesSteps(data.data));
    return yield* base64Image(draft, base64, data.mediaType, from);
  }
  switch (validateRemoteUrl(url)) {
    case 'ok':
      return { type: 'url', url: url.trim() };
    case 'not-a-url': {
      const base64 = yield* normalizeBase64Steps(url);
      if (sniffMediaType(base64) !== null) return yield* base64Image(draft, base64, 'unknown', from);
      throw refuseAddress(from, 'This is neither an https address nor a data URL.');
    }
    case 'not-https':
      throw refuseAddress(from, 'Only https addresses can be fetched for an image.');
    case 'private-host':
      throw refuseAddress(from, 'The address is on a private network, which the API cannot reach.');
  }
}

function refuseAddress(param: string, message: string): RequestRefused {
  return new RequestRefused({
    code: 'unsupported_content',
    param,
    message,
    hint: 'Send the image itself as a data URL (data:image/png;base64,…).',
  });
}

/** The type of the bytes overrides the declared type. */
export function* base64Image(
  draft: Draft,
  data: string,
  declared: string,
  from: string,
): Steps<Extract<ImageBlock['source'], { type: 'base64' }>> {
  const sniffed = sniffMediaType(data);
  const proven: ImageType | null = sniffed === null || sniffed === 'application/pdf' ? null : sniffed;
  const mediaType = proven ?? imageTypeOf(declared);
  if (!(yield* isBase64Steps(data))) {
    throw new RequestRefused({
      code: 'invalid_value',
      param: from,
      message: data === '' ? 'The image is empty.' : 'The image is not valid base64.',
      hint: 'Send the image as data:image/png;base64,…',
    });
  }
  if (mediaType === null || sniffed === 'application/pdf') {
    throw new RequestRefused({
      code: 'unsupported_content',
      param: from,
      message: `Claude does not read images of type '${declared}'.`,
      hint: 'Send JPEG, PNG, GIF or WebP.',
    });
  }
  if (data.length > MAX_IMAGE_BASE64) {
    throw new RequestRefused({
      code: 'image_too_large',
      param: from,
      message: `The image has ${data.length} base64 characters; the limit is ${MAX_IMAGE_BASE64}.`,
      hint: 'Send a smaller or more strongly compressed image.',
    });
  }
  if (mediaType !== imageTypeOf(declared) && declared !== 'unknown') {
    const reason = `The image is called '${declared}', but its bytes are ${mediaType}.`;
    const note: Note = { verb: 'repaired', code: 'image-type-corrected', from, to: null, reason };
    addNote(draft, note, { key: 'source.media_type' });
  }
  return { type: 'base64', media_type: mediaType, data };
}

function addDetailNote(draft: Draft, detail: string | null | undefined, from: string): void {
  if (detail === null || detail === undefined) return;
  if (detail === 'auto') return ignoreField(draft, from, 'It is Claude’s default.');
  draft.context.tracer?.drop(from, 'Claude decides by itself how closely it looks at an image.');
  addNoteOnce(draft, {
    verb: 'dropped',
    code: 'image-detail-dropped',
    from,
    to: null,
    reason: 'Claude decides by itself how closely it looks at an image.',
  });
}
