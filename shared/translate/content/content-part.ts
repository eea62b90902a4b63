/** Translates one content part to one block: text, images, files, and blocks already in Anthropic's format. Audio is refused. */

import { RequestRefused } from '../../errors.ts';
import type { Steps } from '../../steps.ts';
import type { ChatRequestPart } from '../../openai/chat-request.ts';
import { readMark } from '../read/read-cache-control.ts';
import { addNoteOnce, type MessageBuilder } from '../core/message-builder.ts';
import { addUnreadableNote } from '../core/draft-field.ts';
import { fileBlock } from './file-part.ts';
import { imageBlock } from './image-part.ts';
import {
  cleanUnlessSigned,
  isAnthropicBlockType,
  nativeBlockRoles,
  readNativeBlock,
  type NativeBlock,
} from './anthropic-blocks.ts';
import { checkNativeMedia } from './anthropic-media.ts';
import { addUnsignedNote, isThoughtPart } from './thought-part.ts';
import { cleanTextSteps, isBlank } from '../../json/sanitize-text.ts';

export type PartPosition = keyof typeof nativeBlockRoles;
type Part = string | ChatRequestPart;

/** A part's type; some clients omit `type`. */
export function partType(part: Part): string {
  if (typeof part === 'string') return 'text';
  if (typeof part.type === 'string') return part.type;
  if (typeof part.text === 'string') return 'text';
  if (part.image_url !== null && part.image_url !== undefined) return 'image_url';
  if (part.file !== null && part.file !== undefined) return 'file';
  return 'unknown';
}

/**
 * The block for a part at `path`. A file or text of megabytes takes many steps, everything else one.
 *
 * @returns null for a part without visible content (the API refuses blank text)
 * @throws RequestRefused (`unsupported_content`) for content without a counterpart in this role
 */
export function* translatePart(
  builder: MessageBuilder,
  part: Part,
  path: string,
  position: PartPosition,
): Steps<NativeBlock | null> {
  if (typeof part === 'string') return yield* translateText(builder, part, path, path, position);
  const block = yield* translateTyped(builder, part, path, position);
  if (block !== null) {
    const mark = readMark(builder.draft, part, path);
    if (mark !== null) builder.marks.set(block, mark);
    builder.draft.context.tracer?.link(`${path}.type`, block, 'type', 'copied', 'The kind of the part.');
  }
  return block;
}

function* translateTyped(
  builder: MessageBuilder,
  part: ChatRequestPart,
  path: string,
  position: PartPosition,
): Steps<NativeBlock | null> {
  const type = partType(part);
  const { tracer } = builder.draft.context;
  switch (type) {
    case 'text':
      if (position === 'assistant' && Array.isArray(part['citations'])) break;
      return yield* translateText(builder, part.text ?? '', path, `${path}.text`, position);
    case 'input_text':
    case 'output_text':
      return yield* translateText(builder, part.text ?? '', path, `${path}.text`, position);
    case 'refusal':
      return yield* translateText(builder, part.refusal ?? '', path, `${path}.refusal`, position);
    case 'image_url':
    case 'input_image':
      allow(builder, position, 'image', path);
      return yield* imageBlock(builder.draft, part, path);
    case 'file':
      allow(builder, position, 'document', path);
      return yield* fileBlock(builder.draft, part.file ?? {}, `${path}.file`);
    default:
      break;
  }
  // Assistant turns handle it themselves. Elsewhere, even signed thinking has no place.
  if (isThoughtPart(part)) {
    addUnsignedNote(builder.draft, path);
    return null;
  }
  allow(builder, position, type, path);
  // `allow` accepted only Anthropic's types.
  if (!isAnthropicBlockType(type)) throw unsupported(type, path);
  if (type === 'text' && isBlank(part.text ?? '')) return null;
  const cleaned = cleanUnlessSigned(type, part);
  if (cleaned !== part) addUnreadableNote(builder.draft, path, { key: '' });
  const block = readNativeBlock(type, cleaned, path);
  yield* checkNativeMedia(builder.draft, block, path);
  for (const key of Object.keys(block)) {
    tracer?.link(`${path}.${key}`, block, key, 'copied', 'The part is already in the shape of the Messages API.');
  }
  return block;
}

function* translateText(
  builder: MessageBuilder,
  text: string,
  path: string,
  from: string,
  position: PartPosition,
): Steps<NativeBlock | null> {
  const { draft } = builder;
  if (isBlank(text)) {
    draft.context.tracer?.drop(path, 'There is nothing visible in this text, and the Messages API refuses blank text.');
    if (text !== '') {
      addNoteOnce(draft, {
        verb: 'repaired',
        code: 'blank-text-left-out',
        from,
        to: null,
        reason: 'Text without a visible character was left out, because the Messages API refuses it.',
      });
    }
    return null;
  }
  const cleaned = yield* cleanTextSteps(text);
  if (cleaned !== text) addUnreadableNote(draft, from, { key: 'text' });
  const block = { type: 'text' as const, text: cleaned };
  draft.context.tracer?.link(
    from,
    block,
    'text',
    position === 'system' ? 'moved' : 'copied',
    'Text is sent unchanged.',
  );
  return block;
}

/** Refuses types that have no meaning in a role, so that nothing is dropped silently. */
function allow(builder: MessageBuilder, position: PartPosition, type: string, path: string): void {
  const { context, betas } = builder.draft;
  const known = nativeBlockRoles[position].has(type);
  // Version 2026-10-21 refuses documents in assistant turns; blocks of MCP servers need their beta.
  const closed = position === 'assistant' && type === 'document' && context.settings.anthropicVersion !== '2023-06-01';
  const gated = type.startsWith('mcp_') && ![...betas].some((beta) => beta.startsWith('mcp-client-'));
  if (!known || closed || gated) throw unsupported(type, path, position);
}

const positionNames: Readonly<Record<PartPosition, string>> = {
  user: 'a user message',
  assistant: 'an assistant message',
  tool: 'a tool result',
  system: 'a system message',
};

function unsupported(type: string, path: string, position?: PartPosition): RequestRefused {
  const where = position === undefined ? 'a message' : positionNames[position];
  const audio = type === 'input_audio' || type === 'audio';
  return new RequestRefused({
    code: 'unsupported_content',
    param: path,
    message: audio ? 'Claude takes no audio input.' : `Content of type '${type}' cannot be sent to Claude in ${where}.`,
    hint: audio
      ? 'Transcribe the audio first and send the text.'
      : 'Send text, images (data URL or https) or files (PDF, text) in user messages.',
  });
}
