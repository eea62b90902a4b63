/** Translates `file` parts: PDF and text become documents, images become images, ids of Anthropic's Files API are passed on. */

import { RequestRefused } from '../../errors.ts';
import { beginningOfBase64, decodeBase64Steps, isBase64Steps, normalizeBase64Steps } from '../../encoding/base64.ts';
import { unescapePercentSteps } from '../../encoding/percent.ts';
import { UNITS_A_STEP } from '../../encoding/text-units.ts';
import { decodeUtf8Steps } from '../../encoding/utf8.ts';
import type { Steps } from '../../steps.ts';
import { addUnreadableNote } from '../core/draft-field.ts';
import type { Draft } from '../core/request-draft.ts';
import { requireFileId } from './file-id.ts';
import { base64Image, requireImages } from './image-part.ts';
import { imageTypeOf, isTextType, mediaTypeOfName, parseDataUrl, sniffMediaType } from './media-type.ts';
import type { NativeBlock } from './anthropic-blocks.ts';
import { cleanText, cleanTextSteps, isBlank } from '../../json/sanitize-text.ts';

type FileBlock = Extract<NativeBlock, { type: 'document' | 'image' }>;
type DocumentBlock = Extract<NativeBlock, { type: 'document' }>;

/** Maximal size of a whole request. https://platform.claude.com/docs/en/api/overview#request-size-limits */
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;

interface FileFields {
  readonly file_data?: string | null | undefined;
  readonly file_id?: string | null | undefined;
  readonly filename?: string | null | undefined;
}

/** `path` is the path of the `file` object. Specification of OpenAI field `file.file_data`: base64, with or without a data URL. */
export function* fileBlock(draft: Draft, file: FileFields, path: string): Steps<FileBlock> {
  const name = typeof file.filename === 'string' && !isBlank(file.filename) ? cleanText(file.filename) : null;
  if (typeof file.file_data === 'string' && file.file_data !== '')
    return yield* dataBlock(draft, file.file_data, name, path);
  if (typeof file.file_id === 'string' && file.file_id !== '') return idBlock(draft, file.file_id, name, path);
  throw new RequestRefused({
    code: 'missing_required_parameter',
    param: path,
    message: 'A file part needs file_data or file_id.',
    hint: 'Put the file into file_data as a data URL.',
  });
}

function idBlock(draft: Draft, id: string, name: string | null, path: string): FileBlock {
  requireFileId(id, `${path}.file_id`);
  const source = { type: 'file' as const, file_id: id };
  draft.context.tracer?.link(`${path}.file_id`, source, 'file_id', 'copied', 'An id of the Files API.');
  const image = name !== null && imageTypeOf(mediaTypeOfName(name) ?? '') !== null;
  return image ? { type: 'image', source } : titled(draft, { type: 'document', source }, name, path);
}

function* dataBlock(draft: Draft, given: string, name: string | null, path: string): Steps<FileBlock> {
  const from = `${path}.file_data`;
  const { tracer } = draft.context;
  const url = yield* parseDataUrl(given);
  const declared = url?.mediaType ?? (name === null ? null : mediaTypeOfName(name)) ?? 'application/octet-stream';
  if (url !== null && !url.base64) {
    const written = yield* unescapePercentSteps(url.data);
    if (!saysText(declared) && !(yield* isPlainText(written))) throw unreadableFile(from, declared);
    return yield* textDocument(draft, written, name, path);
  }

  const data = url?.data ?? (yield* normalizeBase64Steps(given));
  const sniffed = sniffMediaType(data);
  if (sniffed === 'application/pdf' || (sniffed === null && declared === 'application/pdf')) {
    yield* requirePdf(draft, data, from);
    const source = { type: 'base64' as const, media_type: 'application/pdf' as const, data };
    tracer?.link(from, source, 'data', 'moved', 'A PDF is a document; the address prefix is not part of it.');
    return titled(draft, { type: 'document', source }, name, path);
  }
  const text = sniffed === null ? yield* textOfFile(data, declared) : null;
  if (text !== null) return yield* textDocument(draft, text, name, path);
  if (sniffed !== null || imageTypeOf(declared) !== null) {
    requireImages(draft, path);
    const source = yield* base64Image(
      draft,
      data,
      declared === 'application/octet-stream' ? 'unknown' : declared,
      from,
    );
    tracer?.link(from, source, 'data', 'moved', 'The file is an image.');
    return { type: 'image', source };
  }
  throw unreadableFile(from, declared);
}

/**
 * Browsers and operating systems derive the type from the extension and call TypeScript `video/mp2t`: the bytes decide. Control
 * characters that no text file has (all below a space but tab, line breaks, form feed, backspace and escape) mean another format,
 * except where the declared type says text.
 */
function* textOfFile(data: string, declared: string): Steps<string | null> {
  const bytes = yield* decodeBase64Steps(data);
  const text = bytes === null ? null : yield* decodeUtf8Steps(bytes);
  if (text === null) return null;
  return saysText(declared) || (yield* isPlainText(text)) ? text : null;
}

function saysText(declared: string): boolean {
  return isTextType(declared) || declared === 'application/octet-stream';
}

function* isPlainText(text: string): Steps<boolean> {
  for (let start = 0; start < text.length; start += UNITS_A_STEP) {
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[\u0000-\u0007\u000b\u000e-\u001a\u001c-\u001f\u007f]/.test(text.slice(start, start + UNITS_A_STEP)))
      return false;
    yield;
  }
  return true;
}

/**
 * https://platform.claude.com/docs/en/build-with-claude/citations: plain text documents contain their text, whatever their declared
 * type.
 */
function* textDocument(draft: Draft, text: string, name: string | null, path: string): Steps<DocumentBlock> {
  const from = `${path}.file_data`;
  if (isBlank(text)) {
    throw new RequestRefused({
      code: 'invalid_value',
      param: from,
      message: 'The file is empty.',
      hint: 'Leave it out.',
    });
  }
  const source = { type: 'text' as const, media_type: 'text/plain' as const, data: yield* cleanTextSteps(text) };
  if (source.data !== text) addUnreadableNote(draft, from, { key: 'source.data' });
  draft.context.tracer?.link(from, source, 'data', 'moved', 'A text file is a document of plain text.');
  return titled(draft, { type: 'document', source }, name, path);
}

function titled(draft: Draft, block: DocumentBlock, name: string | null, path: string): DocumentBlock {
  if (name === null) return block;
  const document = { ...block, title: name };
  draft.context.tracer?.link(`${path}.filename`, document, 'title', 'renamed', 'The title of a document.');
  return document;
}

/** Refuses files that are not PDF, and PDFs for models without PDF input. */
export function* requirePdf(draft: Draft, data: string, from: string): Steps<void> {
  if (!draft.context.profile.pdfInput) {
    throw new RequestRefused({
      code: 'unsupported_content',
      param: from,
      message: `The model ${draft.context.model} takes no PDF files.`,
      hint: 'Send the text of the file, or choose another model.',
    });
  }
  if (!(yield* isBase64Steps(data)) || !looksLikePdf(data)) {
    throw new RequestRefused({
      code: 'invalid_value',
      param: from,
      message: 'The file is called a PDF, but it is none.',
      hint: 'Send the bytes of the PDF as base64.',
    });
  }
  if (data.length > MAX_REQUEST_BYTES) {
    throw new RequestRefused({
      code: 'request_too_large',
      status: 413,
      param: from,
      message: 'The file is larger than a whole request may be (32 MB).',
      hint: 'Split the file, or send its text.',
    });
  }
}

/** Some writers put other bytes before the header; readers search for it in the first kilobyte. */
function looksLikePdf(data: string): boolean {
  const head = beginningOfBase64(data, 1024);
  return head !== null && String.fromCharCode(...head).includes('%PDF');
}

function unreadableFile(param: string, mediaType: string): RequestRefused {
  return new RequestRefused({
    code: 'unsupported_content',
    param,
    message: `Claude does not read files of type '${mediaType}'.`,
    hint: 'Send PDF, plain text (UTF-8), JPEG, PNG, GIF or WebP.',
  });
}
