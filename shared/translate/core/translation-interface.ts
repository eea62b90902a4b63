/** Input and output of a translation: the interface between the pure translator and its callers. */

import type { AnthropicVersion, ModelProfile } from '../../models/profile.ts';
import type { MessageRequest, ContentBlockParam } from '../../anthropic/types.ts';
import type { Note } from '../../notes.ts';
import type { Tracer } from './trail-recorder.ts';
import type { Adjustments } from '../../models/adjustments.ts';

/** The settings that change a translation. `settings/schema.ts` has their defaults. */
export interface TranslationSettings {
  /** Turns every loss into a 400 of our own. */
  readonly strict: boolean;
  readonly anthropicVersion: AnthropicVersion;
  /** Request summarised thinking when the model thinks and would otherwise omit its text. */
  readonly showReasoning: boolean;
  /** `instruct` keeps all tools and names the allowed ones in the prompt (stable prefix); `filter` removes the others. */
  readonly allowedTools: 'instruct' | 'filter';
  /** Emulate `verbosity` with one system line. */
  readonly verbosityHint: boolean;
  /** Prefix user messages with their `name`. */
  readonly namePrefix: boolean;
  readonly promptCaching: boolean;
  /** Several choices (`n`) are allowed: each is a separate request. */
  readonly fanOut: boolean;
}

/**
 * Finds the exact assistant content that the upstream sent earlier, so that thinking signatures survive clients that drop them.
 * Synchronous and in memory; null when no verified content is known.
 */
export interface SignatureLookup {
  /** `toolUseIds` as the client sees them; `textHash` is the hash of the turn's visible text, empty when there are ids. */
  find(key: {
    toolUseIds: readonly string[];
    textHash: string;
    prefixHash: string;
  }): readonly ContentBlockParam[] | null;
}

/** The upstream's ids of earlier responses, by the keys in `ComparisonKeys`. Synchronous and in memory. */
export interface PreviousMessages {
  /** Null when no response, or more than one, has that key. */
  find(name: string): string | null;
}

/** The keys of a response by which the next request of its conversation finds it. */
export interface ComparisonKeys {
  /** Each belongs to this response alone, as far as is known. */
  readonly turn: readonly string[];
  /** Shared by all requests with the same `prompt_cache_key`; null without one. */
  readonly key: string | null;
}

/** How the earlier request was found: by its response in the history, or by a `prompt_cache_key` that may span conversations. */
export type ComparedBy = 'turn' | 'key' | null;

/** Incremental hash; the proxy passes node:crypto's SHA-256, the window a pure one. Hex digest. */
export interface Hasher {
  update(text: string): void;
  digest(): string;
}

export interface TranslationContext {
  /** The Claude model id that is sent upstream. */
  readonly model: string;
  readonly profile: ModelProfile;
  readonly settings: TranslationSettings;
  readonly createHasher: () => Hasher;
  readonly signatures: SignatureLookup | null;
  /** Null: the request does not ask the API why the prompt cache missed. */
  readonly previousMessages: PreviousMessages | null;
  readonly adjustments: Adjustments;
  /** Only the inspector passes one; without it the trail costs nothing. */
  readonly tracer: Tracer | null;
}

/** What the response translation needs of the request. Plain data, made by the request translation. */
export interface ResponseContext {
  /** The model name that the client sent; echoed as `model`. */
  readonly requestedModel: string;
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Upstream tool name -> the client's name, only where they differ. */
  readonly toolNames: ReadonlyMap<string, string>;
  /** Upstream tool name -> upstream parameter name -> the client's, only where they differ. */
  readonly parameterNames: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Upstream names of tools that stand for OpenAI custom tools: the response translation unwraps `input.input`. */
  readonly customTools: ReadonlySet<string>;
  /** Upstream names of tools whose root schema was wrapped in `{value}`: the response translation unwraps it. */
  readonly wrappedTools: ReadonlySet<string>;
  /** The request used `functions`: respond with `function_call`. */
  readonly legacyFunctions: boolean;
  /** Handling of the final text, from `response_format`. */
  readonly outputFormat: OutputFormatPlan;
  /** Keep reasoning out of the response (`reasoning.exclude`). */
  readonly hideReasoning: boolean;
  /** A tool call was required but could only be requested in the prompt: verify, retry once. */
  readonly expectsToolCall: boolean;
  /** The request asked for a summary of the conversation; null: for a response. */
  readonly compaction: CompactionMode | null;
}

/** `native`: by the API's `compaction`, answered with one block. `summary`: by an instruction, answered with text. */
export type CompactionMode = 'native' | 'summary';

export type OutputFormatPlan =
  | { readonly kind: 'text' }
  /** Request the format in the prompt, strip code fences, validate; `schema` is the client's own, null for json_object. */
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
  /** Hash over system, tools and all messages sent: the key under which the response's content is stored. */
  readonly prefixHash: () => string;
  /** The earlier request that the API compares this one with. */
  readonly comparedBy: ComparedBy;
  /** The keys of a response with this content for later requests; null when the API stores nothing to compare them with. */
  readonly comparisonKeysOf: (content: readonly ContentBlockParam[]) => ComparisonKeys | null;
}
