/** Complete translations for tests: a request body and a model in, the upstream request out. */

import { profileFor } from '../../models/profile-for.ts';

import { defaultSettings } from '../../settings/schema.ts';
import { type RequestTranslation, type TranslationContext } from '../core/translation-interface.ts';
import { translateRequest } from '../translate-request.ts';
import { createHasher, type ContextChanges } from './draft-for.ts';
import { noAdjustments } from '../../models/adjustments.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';

export function contextFor(model: string, changes: ContextChanges = {}): TranslationContext {
  const { settings, adjustments, ...rest } = changes;
  return {
    model,
    profile: profileFor(model),
    createHasher,
    signatures: null,
    previousMessages: null,
    tracer: null,
    ...rest,
    settings: { ...defaultSettings.translation, ...settings },
    adjustments: { ...noAdjustments, ...adjustments },
  };
}

/** `body` may name its own model and messages; both have defaults. */
export function translate(body: object, changes: ContextChanges = {}): RequestTranslation {
  const request = parseChatRequest({ model: 'claude-opus-4-8', messages: [{ role: 'user', content: 'go' }], ...body });
  return translateRequest(request, contextFor(changes.model ?? request.model, changes));
}

/** The messages without cache marks, abbreviated: role and blocks. */
export function turns(translation: RequestTranslation): readonly (readonly [string, readonly object[]])[] {
  return translation.body.messages.map(({ role, content }) => [
    role,
    typeof content === 'string' || content === undefined ? [] : content.map(withoutMark),
  ]);
}

export function withoutMark(block: object): object {
  const copy: { cache_control?: unknown } = { ...block };
  delete copy.cache_control;
  return copy;
}

/** The paths of all cache marks. */
export function marks(translation: RequestTranslation): readonly string[] {
  const { tools = [], system, messages } = translation.body;
  const found: string[] = [];
  const look = (items: readonly object[], path: string): void => {
    for (const [index, item] of items.entries()) if ('cache_control' in item) found.push(`${path}[${index}]`);
  };
  look(tools, 'tools');
  look(typeof system === 'object' ? system : [], 'system');
  for (const [index, { content }] of messages.entries()) {
    look(typeof content === 'object' ? content : [], `messages[${index}].content`);
  }
  return found;
}

export function noteCodes(translation: RequestTranslation): readonly string[] {
  return translation.notes.map(({ code }) => code);
}

/** A function tool and a call of it, for histories. */
export const tool = (name: string): object => ({
  type: 'function',
  function: {
    name,
    description: 'd',
    parameters: { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] },
  },
});
export const call = (id: string, name = 'a', args = '{}'): object => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
