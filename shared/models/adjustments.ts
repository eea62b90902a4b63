/** What one retry after a recognised refusal leaves out of this request (self-healing); initially all off. */
export interface Adjustments {
  /** Leave out every thinking and redacted_thinking block of the history. */
  readonly stripThinkingBlocks: boolean;
  /** Leave out the `thinking` field. */
  readonly omitThinking: boolean;
  /** No strict tools and no native output format: request them in the prompt. */
  readonly omitStrict: boolean;
  /** Send the summary of an earlier compaction as text instead of its block. */
  readonly compactionAsText: boolean;
  /** Request a summary by an instruction instead of `compaction`. */
  readonly summariseInWords: boolean;
}

export const noAdjustments: Adjustments = {
  stripThinkingBlocks: false,
  omitThinking: false,
  omitStrict: false,
  compactionAsText: false,
  summariseInWords: false,
};
