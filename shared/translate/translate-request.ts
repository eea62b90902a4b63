/** Translates a chat completion request to a Messages request: all steps in order. Each step fills its fields of the draft. */

import type { MessageRequest } from '../anthropic/types.ts';
import { RequestRefused } from '../errors.ts';
import { runToEnd, type Steps } from '../steps.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import { comparisonKeys, requestDiagnostics, cacheKeyOf } from './prompt-caching/cache-diagnostics.ts';
import { applyCaching } from './prompt-caching/cache-breakpoints.ts';
import type {
  ComparedBy,
  ResponseContext,
  RequestTranslation,
  TranslationContext,
} from './core/translation-interface.ts';
import { createMessageBuilder, type MessageBuilder } from './core/message-builder.ts';
import type { Draft } from './core/request-draft.ts';
import { findCompacted } from './core/compacted.ts';
import { leaveOutCompacted } from './messages/compacted-history.ts';
import { applyCompaction, compactionModeOf, ignoreResponseFields } from './compaction/compaction-request.ts';
import { createLocator } from './locate-client-path.ts';
import { translateMessages } from './messages/translate-messages.ts';
import { locatedNotes } from './locate-notes.ts';
import { applyOutputFormat } from './response-format/apply-response-format.ts';
import { startChain } from './messages/restore-assistant-turn.ts';
import { applyReasoning, hidesReasoning } from './generation/apply-reasoning.ts';
import { finishLastTurn } from './messages/prefill.ts';
import { checkRequestLimits } from './params/request-limits.ts';
import { declareToolsOfHistory, toolsOfHistory } from './tools/undeclared-tools.ts';
import { applySampling } from './generation/sampling.ts';
import { applyScalars } from './params/scalar-params.ts';
import { appendInstructions, translateLeadingSystem } from './messages/system-messages.ts';
import { applyToolChoice } from './tools/tool-choice.ts';
import { applyToolsSteps } from './tools/translate-tools.ts';
import type { FieldReader } from '../unread-fields/field-reader.ts';
import { chatRequestFields } from './unread/chat-fields.ts';
import { addUnreadFieldNotes } from './unread/note-unread-fields.ts';
import { createTracer, type TrailEntry } from './core/trail-recorder.ts';

/**
 * Pure and prefix-stable: a longer conversation translates to the same system, tools and earlier messages as a shorter one.
 *
 * @throws RequestRefused, with `param` in the client's body, for what Claude does not support; nothing else on a checked request
 */
export function translateRequest(request: ChatRequest, context: TranslationContext): RequestTranslation {
  return runToEnd(translateRequestSteps(request, context));
}

/**
 * The same in steps: one for each tool, for each message, and for each few hundred parts of a message.
 *
 * @param fields what is read of the request, so that the rest can be noted; null for a request that the proxy itself has built
 */
export function* translateRequestSteps(
  request: ChatRequest,
  context: TranslationContext,
  fields: FieldReader | null = chatRequestFields,
): Steps<RequestTranslation> {
  const draft = startDraft(request, context);
  // Tools first: all later steps use their names.
  yield* applyToolsSteps(draft);
  applyScalars(draft);
  if (draft.compaction === null) applyOutputFormat(draft);
  else ignoreResponseFields(draft);
  yield;
  // Where a forced call excludes thinking, what can be forced depends on the thinking that the messages replay.
  const choosesLate = context.profile.forcedToolChoice === 'not_with_thinking';
  const chooses = draft.compaction === null;
  if (chooses && !choosesLate) applyToolChoice(draft);
  const undeclared = toolsOfHistory(draft);

  // System and tools must be complete before the messages: stored messages are found by the hash of everything before them.
  const builder = createMessageBuilder(draft);
  const first = yield* translateLeadingSystem(builder);
  yield* leaveOutCompacted(builder, first);
  appendInstructions(builder);
  builder.boundSystem = [...builder.system];
  builder.boundTools = undeclared.length > 0 ? undeclared : (draft.body.tools ?? []);
  yield* translateMessages(builder, first);
  draft.body.messages = builder.messages;

  if (chooses && choosesLate) applyToolChoice(draft);
  applyCompaction(builder);
  applyReasoning(draft);
  applySampling(draft);
  declareToolsOfHistory(draft, undeclared);
  appendInstructions(builder);
  if (draft.compaction === null) finishLastTurn(builder);
  checkRequestLimits(builder);
  yield;
  if (fields !== null) addUnreadFieldNotes(draft, fields);
  yield;
  const comparedBy = requestDiagnostics(builder, applyCaching(builder));
  yield;
  return finish(builder, comparedBy);
}

/** The same translation with the account of every field, for the inspector. */
export function traceRequest(
  request: ChatRequest,
  context: TranslationContext,
): { readonly translation: RequestTranslation; readonly trail: readonly TrailEntry[] } {
  const tracer = createTracer(request);
  const translation = translateRequest(request, { ...context, tracer });
  return { translation, trail: tracer.trail(translation.body) };
}

function startDraft(request: ChatRequest, context: TranslationContext): Draft {
  return {
    request,
    context,
    body: {},
    betas: new Set(),
    instructions: [],
    renamedTools: new Map(),
    parameterNames: new Map(),
    customTools: new Set(),
    wrappedTools: new Set(),
    outputFormat: { kind: 'text' },
    expectsToolCall: false,
    compaction: compactionModeOf(request, context),
    compacted: findCompacted(request),
    notes: [],
    noted: new Set(),
    unplaced: new Map(),
  };
}

function finish(builder: MessageBuilder, comparedBy: ComparedBy): RequestTranslation {
  const { draft, system, messages } = builder;
  const { tracer } = draft.context;
  const { model, max_tokens: maxTokens, tools, messages: _built, ...others } = draft.body;
  if (maxTokens === undefined) {
    throw new RequestRefused({
      code: 'invalid_value',
      param: 'max_tokens',
      message: 'The request has no output limit.',
      hint: 'Send max_tokens as a whole number of at least 1.',
    });
  }
  const body: MessageRequest = {
    model: model ?? draft.context.model,
    max_tokens: maxTokens,
    ...(tools === undefined || tools.length === 0 ? {} : { tools }),
    ...(system.length === 0 ? {} : { system }),
    messages,
    ...others,
  };
  tracer?.replace(draft.body, body);
  traceTransport(draft, body);
  let hash: string | null = null;
  return {
    body,
    betas: [...draft.betas],
    notes: locatedNotes(draft, builder),
    responseContext: responseContextOf(draft),
    locate: createLocator(builder, body),
    prefixHash: () => (hash ??= (builder.chain ?? startChain(builder)).over(messages)),
    comparedBy,
    comparisonKeysOf: (content) =>
      body.diagnostics ? comparisonKeys(draft.context.createHasher, content, cacheKeyOf(draft)) : null,
  };
}

/** Fields about the exchange itself rather than the prompt. */
function traceTransport({ request, context: { tracer } }: Draft, body: MessageRequest): void {
  if (tracer === null) return;
  const same = request.model === body.model;
  tracer.link(
    'model',
    body,
    'model',
    same ? 'copied' : 'renamed',
    same ? 'The same model.' : 'The model that this name maps to.',
  );
  tracer.drop('stream', 'It applies to the client’s response; long responses are always streamed from the upstream.');
  for (const field of ['prompt_cache_options', 'prompt_cache_retention']) {
    tracer.drop(field, 'It states which prompts are cached and for how long; the breakpoints implement it.');
  }
  tracer.drop('stream_options', 'They apply to the client’s stream.');
  if (request.tool_choice !== undefined && request.tool_choice !== null) {
    tracer.drop('function_call', 'tool_choice replaces it.');
  }
}

function responseContextOf(draft: Draft): ResponseContext {
  const { request } = draft;
  return {
    requestedModel: request.model,
    model: draft.context.model,
    stream: request.stream === true,
    includeUsage: request.stream_options?.include_usage === true,
    toolNames: new Map([...draft.renamedTools].map(([client, upstream]) => [upstream, client])),
    parameterNames: new Map([...draft.parameterNames].map(([tool, names]) => [tool, reversed(names)])),
    customTools: draft.customTools,
    wrappedTools: draft.wrappedTools,
    legacyFunctions: (request.functions ?? []).length > 0 && (request.tools ?? []).length === 0,
    outputFormat: draft.outputFormat,
    hideReasoning: hidesReasoning(request),
    expectsToolCall: draft.expectsToolCall,
    compaction: draft.compaction,
  };
}

function reversed(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...names].map(([client, upstream]) => [upstream, client]));
}
