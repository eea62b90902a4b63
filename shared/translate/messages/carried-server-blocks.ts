/**
 * Reads `anthropic_blocks` of an assistant message: calls and results of tools that ran upstream, as an earlier response had them.
 * Their place among the text is not known, so they come before it, which is where the model had read them at the latest.
 */

import { RequestRefused } from '../../errors.ts';
import type { Steps } from '../../steps.ts';
import type { ChatRequestMessage } from '../../openai/chat-request.ts';
import { isRecord } from '../../json/sanitize-text.ts';
import { asContentBlock } from '../content/anthropic-blocks.ts';
import { translatePart } from '../content/content-part.ts';
import { isCompactionPart } from '../core/compacted.ts';
import { addNoteOnce, type MessageBuilder, type SourcedBlock } from '../core/message-builder.ts';
import { ignoreField } from '../core/draft-field.ts';

/** @returns the blocks that the API takes back; a note names the first other one */
export function* carriedServerBlocks(
  builder: MessageBuilder,
  message: ChatRequestMessage,
  path: string,
): Steps<SourcedBlock[]> {
  const given: unknown = message.anthropic_blocks;
  const blocks: SourcedBlock[] = [];
  if (!Array.isArray(given)) return blocks;
  for (const [index, part] of given.entries()) {
    const from = `${path}.anthropic_blocks[${index}]`;
    if (isRecord(part) && part['type'] === 'container') {
      ignoreField(builder.draft, from, 'The request names its container in a field of its own.');
      continue;
    }
    if (isCompactionPart(part)) {
      if (from === builder.draft.compacted?.path) blocks.splice(0);
      else ignoreField(builder.draft, from, 'A compaction that a later one replaces, or that failed, has no effect.');
      continue;
    }
    const block = isServerBlock(part) ? yield* readBlock(builder, part, from) : null;
    if (block !== null) {
      blocks.push({ block, from });
      continue;
    }
    const reason = 'A block of an earlier response is not one that the API takes back.';
    ignoreField(builder.draft, from, reason);
    addNoteOnce(builder.draft, { verb: 'dropped', code: 'response-block-not-replayed', from, to: null, reason });
  }
  return blocks;
}

function isServerBlock(part: unknown): part is { readonly type: string } {
  return isRecord(part) && typeof part['type'] === 'string' && /_tool_(?:use|result)$/.test(part['type']);
}

function* readBlock(
  builder: MessageBuilder,
  part: { readonly type: string },
  from: string,
): Steps<SourcedBlock['block'] | null> {
  try {
    const block = yield* translatePart(builder, part, from, 'assistant');
    return block === null || block.type === 'tool_reference' ? null : asContentBlock(block);
  } catch (error) {
    // Unlike content, the field is not one that the client wrote itself.
    if (error instanceof RequestRefused) return null;
    throw error;
  }
}
