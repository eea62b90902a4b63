/**
 * Sends a translated request and returns the open upstream response: key, headers, retries before the first byte, and one
 * repair after a 400 (self-healing.ts). Chat Completions and Responses both use it.
 */

import type { Steps } from '#shared/steps.ts';
import { encodeJsonSteps } from '#shared/json/json-chunks.ts';
import { pauseIfLarge, runInSlices } from '#electron/platform/time-slices.ts';
import type { Message } from '#shared/anthropic/types.ts';
import { estimateJsonSize } from '#shared/json/json-size.ts';
import { profileFor } from '#shared/models/profile-for.ts';
import { lifecycleNote } from '#shared/models/model-lifecycle.ts';
import { isAnthropic } from '#shared/settings/endpoint.ts';
import { cacheMissNote } from '#shared/translate/prompt-caching/cache-miss-reason.ts';
import { readRemovedThinking, removedThinkingNote } from '#shared/translate/generation/removed-thinking.ts';
import type { RequestTranslation, TranslationContext } from '#shared/translate/core/translation-interface.ts';
import { translateError } from '#shared/translate/errors/translate-error.ts';
import { turnKey } from '#shared/translate/core/turn-fingerprint.ts';
import type { Note } from '#shared/notes.ts';
import { upstreamBody } from '#shared/translate/params/upstream-streaming.ts';
import { resourceUrl } from '../upstream/resource-url.ts';

import type { ProxyDeps } from '../http/proxy-deps.ts';
import { learnedNotesSteps } from './learned-notes.ts';
import { createSelfHealing } from './self-healing.ts';
import { readKey } from '../http/read-api-key.ts';
import { createHasher } from '../http/sha256-hasher.ts';
import { suggestedIds } from '../upstream/models/listed-models.ts';
import { MAX_TURN_CHARACTERS } from './turn-buffer.ts';
import { forwardedHeaders } from '../upstream/forwarded-headers.ts';
import { retriesFor, sendWithRetry } from '../upstream/retry.ts';
import { captureMessage, setBody, statusLine } from '../recording/captured-message.ts';
import type { UpstreamResponse } from '../upstream/upstream-client.ts';
import { mergeBetas, upstreamHeaders } from '../upstream/request-headers.ts';
import type { ExchangeContext } from '../http/request-context.ts';
import { UpstreamRefused } from '../upstream/upstream-refused.ts';

export type UpstreamBody = RequestTranslation['body'];

/** `Translation`: what the request was translated to, by the endpoint's own translation. */
export interface MessagesCall<Translation extends RequestTranslation = RequestTranslation> {
  /** Status 200, body unread. */
  readonly upstreamResponse: UpstreamResponse;
  readonly translation: Translation;
  /** The body as sent. */
  readonly body: UpstreamBody;
  /** Notes of the translation and of repairs. */
  readonly notes: readonly Note[];
  addNote(note: Note): void;
  /**
   * Stores the exact content (to restore thinking that a client drops) and the upstream id, for later requests of the same
   * conversation. `id`: of the first message that belongs to the client's own body.
   */
  remember(id: string, content: Message['content']): void;
  /** Sends a further body of the same conversation (resumes `pause_turn`). @throws as `openMessagesCall` */
  send(body: UpstreamBody): Promise<UpstreamResponse>;
}

/** In steps: a request of many messages takes longer than other clients should wait. */
export type Translate<Translation extends RequestTranslation = RequestTranslation> = (
  context: TranslationContext,
) => Steps<Translation>;

/** @throws RequestRefused (by us), UpstreamRefused (by the upstream), UpstreamFailure (network) */
export async function openMessagesCall<Translation extends RequestTranslation>(
  context: ExchangeContext,
  deps: ProxyDeps,
  model: string,
  translate: Translate<Translation>,
): Promise<MessagesCall<Translation>> {
  const { recording, settings } = context;
  recording.modelUsed = model;
  const key = await readKey(deps, settings.endpoint);
  recording.secrets.push(key);
  await deps.signatures?.unlock(key);
  const healing = createSelfHealing(deps.learnedRules, model);

  for (;;) {
    const rules = deps.learnedRules.of(model);
    const live = deps.modelList.find(model);
    const profile = profileFor(model, live, rules);
    const inputs = {
      model,
      settings: settings.translation,
      createHasher,
      signatures: deps.signatures,
      previousMessages: asksForDiagnostics(context) ? deps.previousMessages : null,
      adjustments: healing.adjustments(),
      tracer: null,
    };
    const translation = await runInSlices(translate({ ...inputs, profile }), context.signal);
    const learnedSteps = learnedNotesSteps({
      rules,
      fresh: healing.learned(),
      translation,
      translateBy: (some) => translate({ ...inputs, profile: profileFor(model, live, some) }),
      betaHeader: context.request.headers['anthropic-beta'],
    });
    const learned = await runInSlices(learnedSteps, context.signal);
    recording.mark('translated');
    const ending = lifecycleNote(model, profile, deps.now());
    const notes = [...(ending === null ? [] : [ending]), ...translation.notes, ...learned, ...healing.notes()];
    recording.notes = notes;
    const body = upstreamBody(translation);
    const send = (next: UpstreamBody): Promise<UpstreamResponse> =>
      sendMessages(context, deps, key, next, { wanted: translation.betas, refused: profile.refused.betas });
    const response = await send(body);
    if (response.status >= 200 && response.status < 300) {
      return {
        upstreamResponse: response,
        translation,
        body,
        notes,
        addNote: (note) => void notes.push(note),
        remember(id, content) {
          // No model writes so much, and hashing it would hold up everybody else.
          if (estimateJsonSize(content, MAX_TURN_CHARACTERS) > MAX_TURN_CHARACTERS) return;
          rememberTurn(deps, translation, content);
          const names = translation.comparisonKeysOf(content);
          if (names !== null) deps.previousMessages.remember(names, id, translation.prefixHash());
        },
        send: async (next) => accept(deps, await send(next), translation),
      };
    }
    const text = await response.text();
    recordErrorBody(context, text);
    if (!healing.learnFromRefusal(response, text, profile)) throw refusedBy(deps, response, text, translation);
  }
}

/** Gateways may refuse the unknown field, so only Anthropic's own API gets it by default. */
function asksForDiagnostics({ settings, demo }: ExchangeContext): boolean {
  const { cacheDiagnosis } = settings.translation;
  if (cacheDiagnosis !== 'anthropic') return cacheDiagnosis === 'always';
  return demo || isAnthropic(new URL(settings.endpoint));
}

async function accept(
  deps: ProxyDeps,
  upstreamResponse: UpstreamResponse,
  translation: RequestTranslation,
): Promise<UpstreamResponse> {
  if (upstreamResponse.status >= 200 && upstreamResponse.status < 300) return upstreamResponse;
  throw refusedBy(deps, upstreamResponse, await upstreamResponse.text(), translation);
}

async function sendMessages(
  context: ExchangeContext,
  deps: ProxyDeps,
  key: string,
  body: UpstreamBody,
  betas: { readonly wanted: readonly string[]; readonly refused: readonly string[] },
): Promise<UpstreamResponse> {
  const { recording, settings, request } = context;
  const url = resourceUrl(settings.endpoint, 'messages');
  const headers = upstreamHeaders({
    key,
    anthropicVersion: settings.translation.anthropicVersion,
    betas: mergeBetas(request.headers['anthropic-beta'], betas.wanted).filter((beta) => !betas.refused.includes(beta)),
    accept: body.stream === true ? 'text/event-stream' : 'application/json',
    userAgent: deps.userAgent,
  });
  // The length of the client's own body: that of this one is known only afterwards.
  await pauseIfLarge(recording.client.bytes, context.signal);
  const bytes = await runInSlices(encodeJsonSteps(body), context.signal);
  await pauseIfLarge(bytes.length, context.signal);
  const capture = recording.beginUpstream(`POST ${url.href}`, headers);
  setBody(capture, bytes);
  recording.mark('upstreamSent');
  const upstreamResponse = await sendWithRetry(
    () =>
      deps.upstream.send({
        method: 'POST',
        url,
        headers,
        body: bytes,
        signal: context.signal,
        secrets: recording.secrets,
        hold: holdFor(context),
      }),
    { retries: retriesFor(request.headers), signal: context.signal },
  );
  recording.mark('upstreamHeaders');
  recording.upstreamResponse = captureMessage(statusLine(upstreamResponse.status), { ...upstreamResponse.headers });
  return upstreamResponse;
}

/** Counts held bytes of the upstream response against this request's memory share. */
export function holdFor({ memory }: ExchangeContext): (bytes: number) => void {
  return (bytes) => memory.add(bytes);
}

const RETURNED_BY_CLIENTS = new Set(['text', 'tool_use']);

/** Every client returns text and tool calls unchanged; all other blocks are stored. */
function rememberTurn(deps: ProxyDeps, translation: RequestTranslation, content: Message['content']): void {
  if (deps.signatures === null || content.every((block) => RETURNED_BY_CLIENTS.has(block.type))) return;
  deps.signatures.remember({ ...turnKey(createHasher, content), prefixHash: translation.prefixHash() }, content);
}

/**
 * Notes what a message says of its request: why the cache missed, and which thinking was removed. Called before the response head,
 * whose headers name the notes.
 *
 * @param message the message, or its start
 */
export function addMessageNotes(call: MessagesCall, message: Pick<Message, 'diagnostics'>): void {
  const { comparedBy, locate } = call.translation;
  const notes = [
    cacheMissNote(message.diagnostics, comparedBy),
    removedThinkingNote(readRemovedThinking(message), locate),
  ];
  for (const note of notes) if (note !== null) call.addNote(note);
}

function recordErrorBody(context: ExchangeContext, text: string): void {
  const capture = context.recording.upstreamResponse;
  if (capture !== null) setBody(capture, text);
}

export function refusedBy(
  deps: Pick<ProxyDeps, 'modelList' | 'now'>,
  upstreamResponse: UpstreamResponse,
  body: string,
  translation: RequestTranslation,
): UpstreamRefused {
  const { headers, ...translated } = translateError(
    { status: upstreamResponse.status, body, headers: upstreamResponse.headers },
    { locate: translation.locate, knownModels: suggestedIds(deps), now: deps.now() },
  );
  return new UpstreamRefused(translated, { ...forwardedHeaders(upstreamResponse), ...headers });
}
