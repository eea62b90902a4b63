/**
 * Encodes a thinking block in a `reasoning` item and decodes it unchanged. The signature is the `encrypted_content`; the text is in
 * the summary. Where the summary does not hold the exact text, the carrier includes it.
 * Source: https://platform.claude.com/docs/en/build-with-claude/thinking (blocks must return verbatim).
 */

import type { ReasoningItem } from './output-items.ts';

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
  if (carried === null || carried === undefined || carried === '') return null;
  if (carried.startsWith(REDACTED)) return { type: 'redacted_thinking', data: carried.slice(REDACTED.length) };
  if (carried.startsWith(WHOLE)) return decodeWhole(carried.slice(WHOLE.length));
  const thinking = (item.summary ?? []).map((part) => part.text).join('\n\n');
  return { type: 'thinking', thinking, signature: carried };
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
