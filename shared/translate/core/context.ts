/** What a translation is given and what it gives back: the seam between the pure translator and its callers. */

import type { AnthropicVersion, ModelProfile } from '../../models/profile.ts';
import type { MessageRequest, ContentBlockParam } from '../../anthropic/types.ts';
import type { Note } from './notes.ts';
import type { Tracer } from './tracer.ts';

/** The user's choices that change a translation. All have defaults in `settings/schema.ts`. */
export interface TranslationSettings {
  /** Turns every loss into a 400 of our own. */
  readonly strict: boolean;
  readonly anthropicVersion: AnthropicVersion;
  /** Ask for summarised thinking when the model thinks and would otherwise hide it. */
  readonly showReasoning: boolean;
  /** `instruct` keeps all tools and says which are allowed (stable prefix); `filter` removes the others. */
  readonly allowedTools: 'instruct' | 'filter';
  /** Emulate `verbosity` with one system line. */
  readonly verbosityHint: boolean;
  /** Prefix user messages with their `name`. */
  readonly namePrefix: boolean;
  readonly promptCaching: boolean;
  /** Several answers (`n`) are allowed: each is a request of its own. */
  readonly fanOut: boolean;
}

/**
 * Finds the exact assistant content that the upstream once gave, so that thinking signatures survive clients that drop them.
 * Synchronous and in memory; null when nothing verified is known.
 */
export interface SignatureLookup {
  /** `toolUseIds` as the client sees them; `textHash` is the hash of the turn's visible text, empty when there are ids. */
  find(key: {
    toolUseIds: readonly string[];
    textHash: string;
    prefixHash: string;
  }): readonly ContentBlockParam[] | null;
}

/** The upstream's ids of earlier answers, by the names of `ComparisonKeys`. Synchronous and in memory. */
export interface PreviousMessages {
  /** Null when no answer, or more than one, goes by that name. */
  find(name: string): string | null;
}

/** What an answer goes by until the next request of its conversation comes. */
export interface ComparisonKeys {
  /** Each belongs to this answer alone, as far as anybody can tell. */
  readonly turn: readonly string[];
  /** Shared by all requests with the same `prompt_cache_key`; null without one. */
  readonly key: string | null;
}

/** How the earlier request was found: by its answer in the history, or by a `prompt_cache_key` that may span conversations. */
export type ComparedBy = 'turn' | 'key' | null;

/** Incremental hash; the proxy passes node:crypto's SHA-256, the window a pure one. Hex digest. */
export interface Hasher {
  update(text: string): void;
  digest(): string;
}

/** What one retry after a recognised refusal leaves out of this request (self-healing); all off at first. */
export interface Adjustments {
  /** Leave out every thinking and redacted_thinking block of the history. */
  readonly stripThinkingBlocks: boolean;
  /** Leave out the `thinking` field. */
  readonly omitThinking: boolean;
  /** No strict tools and no native output format: ask in words. */
  readonly omitStrict: boolean;
}

export const noAdjustments: Adjustments = {
  stripThinkingBlocks: false,
  omitThinking: false,
  omitStrict: false,
};

export interface TranslationContext {
  /** The Claude model id that goes upstream. */
  readonly model: string;
  readonly profile: ModelProfile;
  readonly settings: TranslationSettings;
  readonly createHasher: () => Hasher;
  readonly signatures: SignatureLookup | null;
  /** Null: the API is not asked why the prompt cache missed. */
  readonly previousMessages: PreviousMessages | null;
  readonly adjustments: Adjustments;
  /** Only the inspector passes one; without it the trail costs nothing. */
  readonly tracer: Tracer | null;
}

/** What the response side must remember of the request. Plain data, made by the request side. */
export interface ResponseContext {
  /** The name the client asked for; echoed as `model`. */
  readonly requestedModel: string;
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Upstream tool name -> the client's name, only where they differ. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** Upstream names of tools that stand for OpenAI custom tools: their reply unwraps `input.input`. */
  readonly customTools: ReadonlySet<string>;
  /** Upstream names of tools whose root schema was wrapped in `{value}`: their reply unwraps it. */
  readonly wrappedTools: ReadonlySet<string>;
  /** The request used `functions`: answer with `function_call`. */
  readonly legacyFunctions: boolean;
  /** How the final text is to be treated, from `response_format`. */
  readonly outputFormat: OutputFormatPlan;
  /** Keep reasoning out of the answer (`reasoning.exclude`). */
  readonly hideReasoning: boolean;
  /** A tool call was demanded but could only be asked for in words: verify, retry once. */
  readonly expectsToolCall: boolean;
}

export type OutputFormatPlan =
  | { readonly kind: 'text' }
  /** Ask in words, strip code fences, validate; `schema` is the client's own, null for json_object. */
  | { readonly kind: 'instructed'; readonly schema: JsonSchema | null }
  /** The API enforces it; `wrapped` means the root was put in `{value}` and is unwrapped in the text. */
  | { readonly kind: 'native'; readonly schema: JsonSchema; readonly wrapped: boolean };

export type JsonSchema = { readonly [keyword: string]: unknown } | boolean;

export interface RequestTranslation {
  readonly body: MessageRequest;
  /** Values for the `anthropic-beta` header, deduplicated. */
  readonly betas: readonly string[];
  readonly notes: readonly Note[];
  readonly responseContext: ResponseContext;
  /** Maps an upstream message index back to the client's, for `param` in errors: upstream path -> client path. */
  readonly locate: (upstreamPath: string) => string | null;
  /** Hash over system, tools and all messages sent: the key under which the answer's content is remembered. */
  readonly prefixHash: () => string;
  /** Which earlier request the API was asked to compare this one with. */
  readonly comparedBy: ComparedBy;
  /** What the answer with this content goes by in later requests; null when the API keeps nothing to compare them with. */
  readonly comparisonKeysOf: (content: readonly ContentBlockParam[]) => ComparisonKeys | null;
}
