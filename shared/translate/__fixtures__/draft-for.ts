/** Drafts for unit tests of the translator. */

import { createHash } from 'node:crypto';
import { profileFor } from '../../models/profile-for.ts';

import { translationSettingsSchema } from '../../settings/schema.ts';
import { type TranslationContext } from '../core/translation-interface.ts';
import { findCompacted } from '../core/compacted.ts';
import { compactionModeOf } from '../compaction/compaction-request.ts';
import type { Draft } from '../core/request-draft.ts';
import { noAdjustments } from '../../models/adjustments.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';

export type ContextChanges = Partial<Omit<TranslationContext, 'settings' | 'adjustments'>> & {
  settings?: Partial<TranslationContext['settings']>;
  adjustments?: Partial<TranslationContext['adjustments']>;
};

/** A draft for `request` (messages are added when missing) on `model`, before any translation step. */
export function draftFor(model: string, request: object, changes: ContextChanges = {}): Draft {
  const { settings, adjustments, ...rest } = changes;
  const parsed = parseChatRequest({ model, messages: [{ role: 'user', content: 'go' }], ...request });
  const context = {
    model,
    profile: profileFor(model),
    createHasher,
    signatures: null,
    previousMessages: null,
    tracer: null,
    ...rest,
    settings: { ...translationSettingsSchema.parse({}), ...settings },
    adjustments: { ...noAdjustments, ...adjustments },
  };
  return {
    request: parsed,
    context,
    compaction: compactionModeOf(parsed, context),
    compacted: findCompacted(parsed),
    body: { model },
    betas: new Set(),
    instructions: [],
    renamedTools: new Map(),
    parameterNames: new Map(),
    customTools: new Set(),
    wrappedTools: new Set(),
    outputFormat: { kind: 'text' },
    expectsToolCall: false,
    notes: [],
    noted: new Set(),
    unplaced: new Map(),
  };
}

export function createHasher(): ReturnType<TranslationContext['createHasher']> {
  const hash = createHash('sha256');
  return {
    update: (text) => {
      hash.update(text);
    },
    digest: () => hash.digest('hex'),
  };
}

/** Codes of the notes, in order. */
export function codes(draft: Draft): readonly string[] {
  return draft.notes.map((note) => note.code);
}
