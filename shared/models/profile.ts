/**
 * What one Claude model accepts, as the translator needs to know it. Where the facts come from is the
 * business of `rules.ts` (dated, static) and `merge.ts` (live capabilities, learned refusals).
 */

export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';
export type ThinkingType = 'adaptive' | 'enabled' | 'disabled' | 'between_tools';

export interface ModelProfile {
  readonly id: string;
  /** False for an id that no table knows: then every value below is the strictest one. */
  readonly known: boolean;
  readonly maxOutputTokens: number;
  readonly contextTokens: number;
  /** `default_only`: send none. `one_of_temperature_top_p`: one of the two, temperature 0..1, thinking off. */
  readonly sampling: 'default_only' | 'one_of_temperature_top_p';
  readonly thinking: {
    /** What the model does when the `thinking` field is left out. */
    readonly default: 'off' | 'adaptive' | 'always_on_adaptive';
    readonly types: readonly ThinkingType[];
    /** Whether `{type: "disabled"}` passes: `effort<=high` means not together with xhigh or max. */
    readonly disabled: 'allowed' | 'rejected' | 'effort<=high';
    readonly displayDefault: 'omitted' | 'summarized';
    /** True where a signature is checked against the conversation: for every account, or for this one by what it was refused. */
    readonly prefixCheck: boolean;
  };
  readonly effort: { readonly levels: readonly Effort[]; readonly default: Effort | null };
  readonly prefill: boolean;
  readonly midConversationSystem: boolean;
  readonly forcedToolChoice: 'ok' | 'rejected' | 'not_with_thinking';
  readonly structuredOutputs: boolean;
  readonly strictTools: boolean;
  readonly imageInput: boolean;
  readonly pdfInput: boolean;
  /** Whether the server-run `web_search` tool works on it. */
  readonly webSearch: boolean;
  /** Whether `speed: "fast"` is accepted (with its beta header). */
  readonly fastMode: boolean;
  /** Shortest prefix the API caches, in tokens; null when nobody knows. */
  readonly minCacheableTokens: number | null;
  /** What the upstream was seen to refuse as unknown: not sent again. Empty until a refusal teaches it. */
  readonly refused: { readonly fields: readonly string[]; readonly betas: readonly string[] };
  readonly lifecycle: 'active' | 'deprecated' | 'retired' | 'unknown';
}

export type AnthropicVersion = '2023-06-01' | '2026-10-21';
