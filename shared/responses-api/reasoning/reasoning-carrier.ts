/**
 * Encodes a thinking block in a `reasoning` item and decodes it unchanged. The signature is the `encrypted_content`; the text is in
 * the summary. Where the summary does not hold the exact text, the carrier includes it.
 * Source: https://platform.claude.com/docs/en/build-with-claude/thinking (blocks must return verbatim).
 */

import { isRecord } from '../../json/sanitize-text.ts';
import type { ReasoningItem } from '../output-items.ts';

export type ThinkingCarrier =
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string };

const REDACTED = 'redacted:';
const WHOLE = 'whole:';

/** `encrypted_content` for one block. `summary` is the text that the item shows, or null when it shows none. */
export function encodeThinking(block: ThinkingCarrier, summary: string | null): string {
  if (block.type === 'redacted_thinking') return REDACTED + block.data;
  return (summary ?? '') === block.thinking
    ? block.signature
    : WHOLE + JSON.stringify({ thinking: block.thinking, signature: block.signature });
}

/** The block that a `reasoning` item carries, or null when it carries none (nothing unsigned is ever replayed). */
export function decodeThinking(item: ReasoningItem): ThinkingCarrier | null {
  const carried = item.encrypted_content;
  if (typeof carried !== 'string' || carried === '') return null;
  if (carried.startsWith(REDACTED)) return { type: 'redacted_thinking', data: carried.slice(REDACTED.length) };
  if (carried.startsWith(WHOLE)) return decodeWhole(carried.slice(WHOLE.length));
  const texts = summaryTexts(item.summary ?? []);
  return texts === null ? null : { type: 'thinking', thinking: texts.join('\n\n'), signature: carried };
}

/** Null when the summary is no list of texts: a signature is valid only with the exact text. */
function summaryTexts(summary: unknown): string[] | null {
  if (!Array.isArray(summary)) return null;
  const texts = summary.map((part: unknown) => (isRecord(part) ? part['text'] : null));
  return texts.every((part) => typeof part === 'string') ? texts : null;
}

function decodeWhole(json: string): ThinkingCarrier | null {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || !('thinking' in value) || !('signature' in value)) return null;
    const { thinking, signature } = value;
    return typeof thinking === 'string' && typeof signature === 'string'
      ? { type: 'thinking', thinking, signature }
      : null;
  } catch {
    return null;
  }
}
