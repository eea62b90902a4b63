/** A request body with a checked shape, as the rules read it: only what rules need, loosely typed. */

import type { Effort, ThinkingType } from '../../models/profile.ts';

export interface ShapedCacheControl {
  readonly type: 'ephemeral';
  readonly ttl?: '5m' | '1h';
}

export interface Source {
  readonly type: string;
  readonly media_type?: string;
  readonly data?: string;
  readonly url?: string;
  readonly content?: string | readonly Block[];
}

export interface Block {
  readonly type: string;
  readonly text?: string;
  readonly id?: string;
  readonly name?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly tool_use_id?: string;
  /** Blocks of a `tool_result`; any value in the result of a server tool. */
  readonly content?: unknown;
  readonly is_error?: boolean;
  readonly thinking?: string;
  readonly signature?: string;
  readonly data?: string;
  readonly source?: Source;
  readonly cache_control?: ShapedCacheControl | null;
  readonly citations?: unknown;
  readonly encrypted_content?: string | null;
  readonly tool_changes?: unknown;
}

export interface Turn {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content?: string | readonly Block[];
  readonly output_config?: { readonly effort?: Effort | null } | null;
  readonly clear_at?: string | null;
}

export interface ShapedTool {
  readonly type?: string | null;
  readonly name?: string;
  readonly description?: string;
  readonly input_schema?: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
  readonly cache_control?: ShapedCacheControl | null;
}

export interface ShapedRequest {
  readonly model: string;
  readonly messages: readonly Turn[];
  readonly max_tokens?: number;
  readonly system?: string | readonly Block[];
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly stop_sequences?: readonly string[];
  readonly stream?: boolean;
  readonly thinking?: {
    readonly type: ThinkingType;
    readonly budget_tokens?: number;
    readonly display?: 'summarized' | 'omitted' | 'updates' | null;
    readonly block_binding?: { readonly prefix_mismatch_behavior?: 'error' | 'drop_block' | 'allow' | null } | null;
  };
  readonly output_config?: {
    readonly effort?: Effort | null;
    readonly format?: { readonly type: 'json_schema'; readonly schema: Readonly<Record<string, unknown>> } | null;
  };
  readonly tools?: readonly ShapedTool[];
  readonly tool_choice?: {
    readonly type: 'auto' | 'any' | 'tool' | 'none';
    readonly name?: string;
    readonly disable_parallel_tool_use?: boolean;
  };
  readonly metadata?: { readonly user_id?: string | null };
  readonly cache_control?: ShapedCacheControl | null;
  readonly diagnostics?: { readonly previous_message_id?: string | null } | null;
  readonly speed?: 'standard' | 'fast' | null;
  readonly compaction?: { readonly type: 'summarize'; readonly instructions?: string | null } | null;
  readonly context_management?: {
    readonly edits?: readonly { readonly type?: string; readonly trigger?: { readonly value: number } | null }[];
  } | null;
}

/** The content of a turn as blocks; a string counts as one text block. */
export function blocksOf(turn: { readonly content?: string | readonly Block[] }): readonly Block[] {
  if (turn.content === undefined) return [];
  return typeof turn.content === 'string' ? [{ type: 'text', text: turn.content }] : turn.content;
}

/** The blocks inside a `tool_result`; none when its content is a string or absent. */
export function resultBlocks(block: Block): readonly Block[] {
  return block.type === 'tool_result' && isBlockList(block.content) ? block.content : [];
}

/** The shape check ensures that a list in a `tool_result` holds blocks. */
const isBlockList = (content: unknown): content is readonly Block[] => Array.isArray(content);

export const isServerResult = (block: Block): boolean =>
  block.type.endsWith('_tool_result') && block.type !== 'tool_result';

export const isThinkingBlock = (block: Block): boolean =>
  block.type === 'thinking' || block.type === 'redacted_thinking';

/** The API treats consecutive turns of one role as one turn. System turns stay separate. */
export interface MergedTurn {
  readonly role: Turn['role'];
  /** Index of the first merged message. */
  readonly start: number;
  readonly blocks: readonly { readonly block: Block; readonly message: number; readonly position: number }[];
}

export function mergeTurns(messages: readonly Turn[]): readonly MergedTurn[] {
  const merged: { role: Turn['role']; start: number; blocks: { block: Block; message: number; position: number }[] }[] =
    [];
  for (const [message, turn] of messages.entries()) {
    const blocks = blocksOf(turn).map((block, position) => ({ block, message, position }));
    const last = merged.at(-1);
    if (last?.role === turn.role) last.blocks.push(...blocks);
    else merged.push({ role: turn.role, start: message, blocks });
  }
  return merged;
}
