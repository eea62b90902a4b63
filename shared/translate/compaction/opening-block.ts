/** The summary of a compaction as the first block of the messages. */

import { betaOfBlock, type CompactionBlockParam, ON_DEMAND_BETA } from '../../anthropic/compaction.ts';
import { cleanText } from '../../json/sanitize-text.ts';
import { addBeta } from '../core/beta-headers.ts';
import { type Compacted, SUMMARY_PART } from '../core/compacted.ts';
import type { SourcedBlock } from '../core/message-builder.ts';
import { addNote, type Draft } from '../core/request-draft.ts';

/** The summary as the first block: the API's own block unchanged, or text where the API does not take that block. */
export function openingBlock(draft: Draft, { part, path }: Compacted): SourcedBlock {
  const { tracer } = draft.context;
  const reason = 'The block of a compaction is sent back unchanged.';
  if (isSendable(draft, part)) {
    const block: CompactionBlockParam = { ...part, type: 'compaction' };
    addBeta(draft, betaOfBlock(part));
    tracer?.link(path, block, 'content', 'copied', reason);
    for (const key of Object.keys(part)) tracer?.link(`${path}.${key}`, block, key, 'copied', reason);
    return { block, from: path };
  }
  const block = { type: 'text' as const, text: cleanText(summaryText(part.content)) };
  tracer?.drop(path, 'The summary is sent as text.');
  tracer?.link(`${path}.content`, block, 'text', 'merged', 'The summary is sent as text.');
  if (part['type'] !== SUMMARY_PART) {
    addNote(draft, {
      verb: 'emulated',
      code: 'compaction-sent-as-text',
      from: path,
      to: 'messages[0].content[0].text',
      reason: 'The API does not take the block of this compaction, so its summary is sent as text.',
    });
  }
  return { block, from: path };
}

function isSendable({ context }: Draft, part: Compacted['part']): boolean {
  const { refused } = context.profile;
  if (part['type'] !== 'compaction' || context.adjustments.compactionAsText) return false;
  // Neither kind of block lacks both.
  if (typeof part['signature'] !== 'string' && typeof part['encrypted_content'] !== 'string') return false;
  const beta = betaOfBlock(part);
  return !refused.betas.includes(beta) && !(beta === ON_DEMAND_BETA && refused.fields.includes('compaction'));
}

/** Ends with an instruction, because nothing may follow: then the model goes on from here. */
export function summaryText(summary: string): string {
  return `This conversation was compacted. A summary stands for everything before this point:\n\n<summary>\n${summary}\n</summary>\n\nContinue from it.`;
}

/** The turn after a summary with nothing behind it, for models whose last message must be the user's. */
export const CONTINUE_SUMMARY_TEXT = 'Continue from the summary above.';
