/**
 * What one Claude model accepts, as the translator needs it. The facts come from `rules.ts` (dated, static), `live-models.ts`
 * (reported capabilities) and `self-healing-effects.ts` (learned from refusals).
 */

import { z } from 'zod';

const effortSchema = z.enum(['low', 'medium', 'high', 'xhigh', 'max']);
export type Effort = z.infer<typeof effortSchema>;
const thinkingTypeSchema = z.enum(['adaptive', 'enabled', 'disabled', 'between_tools']);
export type ThinkingType = z.infer<typeof thinkingTypeSchema>;

/** A schema, because profiles are sent to the window, which translates stored requests with them. */
export const modelProfileSchema = z
  .strictObject({
    id: z.string(),
    /** False for an id that no table has: then every value below is the strictest one. */
    known: z.boolean(),
    maxOutputTokens: z.number(),
    contextTokens: z.number(),
    /** `default_only`: send none. `one_of_temperature_top_p`: one of the two, temperature 0..1, thinking off. */
    sampling: z.enum(['default_only', 'one_of_temperature_top_p']),
    thinking: z
      .strictObject({
        /** The model's behaviour when the `thinking` field is absent. */
        default: z.enum(['off', 'adaptive', 'always_on_adaptive']),
        types: z.array(thinkingTypeSchema).readonly(),
        /** Whether `{type: "disabled"}` is accepted: `effort<=high` means not together with xhigh or max. */
        disabled: z.enum(['allowed', 'rejected', 'effort<=high']),
        displayDefault: z.enum(['omitted', 'summarized']),
        /**
         * True where the upstream checks a signature against the conversation: for every account, or for this one, as a refusal
         * revealed.
         */
        prefixCheck: z.boolean(),
      })
      .readonly(),
    effort: z.strictObject({ levels: z.array(effortSchema).readonly(), default: effortSchema.nullable() }).readonly(),
    prefill: z.boolean(),
    midConversationSystem: z.boolean(),
    forcedToolChoice: z.enum(['ok', 'rejected', 'not_with_thinking']),
    structuredOutputs: z.boolean(),
    strictTools: z.boolean(),
    imageInput: z.boolean(),
    pdfInput: z.boolean(),
    /** Whether the server-run `web_search` tool works on it. */
    webSearch: z.boolean(),
    /** Whether `speed: "fast"` is accepted (with its beta header). */
    fastMode: z.boolean(),
    /** Shortest prefix that the API caches, in tokens; null when unknown. */
    minCacheableTokens: z.number().nullable(),
    /** Fields that the upstream refused as unknown: not sent again. Empty until a refusal. */
    refused: z
      .strictObject({ fields: z.array(z.string()).readonly(), betas: z.array(z.string()).readonly() })
      .readonly(),
    lifecycle: z.enum(['active', 'deprecated', 'retired', 'unknown']),
    /** Announced day of retirement (ISO date), null when none is announced. */
    retiresOn: z.string().nullable(),
    /** The id that Anthropic recommends in its place. */
    successor: z.string().nullable(),
  })
  .readonly();
export type ModelProfile = z.infer<typeof modelProfileSchema>;

export type AnthropicVersion = '2023-06-01' | '2026-10-21';
