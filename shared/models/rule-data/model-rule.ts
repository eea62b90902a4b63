/** The type of one dated model entry. The entries are in the files beside this one, one file per model line. */

import type { Effort, ModelProfile, ThinkingType } from '../profile.ts';

/** USD per million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
}

export interface ModelRule {
  readonly id: string;
  /** Dated snapshot ids that name the same model. */
  readonly aliases: readonly string[];
  readonly line: 'fable' | 'mythos' | 'opus' | 'sonnet' | 'haiku';
  readonly lifecycle: 'active' | 'deprecated' | 'retired';
  /** ISO date, null while active. */
  readonly deprecatedOn: string | null;
  /** Announced day of retirement (ISO date), null when none is announced. */
  readonly retiresOn: string | null;
  /** Id that Anthropic recommends in its place; null while active. */
  readonly successor: string | null;
  readonly maxOutputTokens: number;
  readonly contextTokens: number;
  /** Under API version 2023-06-01. */
  readonly sampling: ModelProfile['sampling'];
  /** Under API version 2026-10-21, which has no such fields for any model. */
  readonly samplingUnder20261021: 'rejected';
  readonly thinking: {
    readonly default: ModelProfile['thinking']['default'];
    readonly types: readonly ThinkingType[];
    readonly disabled: ModelProfile['thinking']['disabled'];
    readonly displayDefault: 'omitted' | 'summarized';
    /**
     * Accounts that get a 400 for a replayed thinking block whose conversation changed: `recent_accounts` are those created since
     * 2026-08-31 (older ones only when `block_binding` is set); `disputed` means that the sources contradict each other.
     */
    readonly prefixCheck: 'none' | 'recent_accounts' | 'every_account' | 'disputed';
    readonly blockPreservation: 'all_turns' | 'last_turn_only';
  };
  /** No levels: any `output_config.effort` is refused. */
  readonly effort: { readonly levels: readonly Effort[]; readonly default: Effort | null };
  readonly prefill: boolean;
  readonly midConversationSystem: boolean;
  /** `not_with_thinking`: refused only together with `thinking.type: "enabled"`. */
  readonly forcedToolChoice: ModelProfile['forcedToolChoice'];
  readonly structuredOutputs: boolean;
  readonly strictTools: boolean;
  readonly imageInput: boolean;
  readonly pdfInput: boolean;
  readonly minCacheableTokens: number | null;
  /** Null when no price is published. */
  readonly pricePerMtok: TokenPrice | null;
  /** The price once the prompt is longer than `overTokens`; null when there is one price for all lengths. */
  readonly longPromptPrice: (TokenPrice & { readonly overTokens: number }) | null;
  readonly notes: readonly string[];
  /** Names of fields above that are inferred, not read from a page. */
  readonly unverified: readonly string[];
  readonly sources: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low';
}
