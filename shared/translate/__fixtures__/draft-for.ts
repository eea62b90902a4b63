/** Drafts for the tests of single pieces, and a tracer that only remembers what it was told. */

import { createHash } from 'node:crypto';
import { profileFor } from '../../models/profile-for.ts';
import { parseChatRequest } from '../../openai/chat-request.ts';
import { translationSettingsSchema } from '../../settings/schema.ts';
import { noAdjustments, type TranslationContext } from '../context.ts';
import type { Draft } from '../draft.ts';
import type { Tracer } from '../trace.ts';

export type ContextChanges = Partial<Omit<TranslationContext, 'settings' | 'adjustments'>> & {
  settings?: Partial<TranslationContext['settings']>;
  adjustments?: Partial<TranslationContext['adjustments']>;
};

/** A draft for `request` (messages are added when missing) on `model`, before any piece has touched it. */
export function draftFor(model: string, request: object, changes: ContextChanges = {}): Draft {
  const { settings, adjustments, ...rest } = changes;
  return {
    request: parseChatRequest({ model, messages: [{ role: 'user', content: 'go' }], ...request }),
    context: {
      model,
      profile: profileFor(model),
      createHasher,
      signatures: null,
      tracer: null,
      ...rest,
      settings: { ...translationSettingsSchema.parse({}), ...settings },
      adjustments: { ...noAdjustments, ...adjustments },
    },
    body: { model },
    betas: new Set(),
    instructions: [],
    renamedTools: new Map(),
    customTools: new Set(),
    wrappedTools: new Set(),
    outputFormat: { kind: 'text' },
    expectsToolCall: false,
    notes: [],
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

export interface RecordingTracer extends Tracer {
  /** Source paths that were linked or dropped, in the order they came. */
  readonly accounted: string[];
}

export function recordingTracer(): RecordingTracer {
  const accounted: string[] = [];
  return {
    accounted,
    link: (from) => {
      accounted.push(from);
    },
    drop: (from) => {
      accounted.push(from);
    },
    add: () => undefined,
    replace: () => undefined,
  };
}

/** Leaf paths of `value` below `path`; an empty array or object is a leaf. */
export function leafPaths(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const parts = Array.isArray(value)
    ? value.flatMap((item, index) => leafPaths(item, `${path}[${index}]`))
    : Object.entries(value).flatMap(([key, item]) => leafPaths(item, path === '' ? key : `${path}.${key}`));
  return parts.length === 0 && path !== '' ? [path] : parts;
}

/** For each leaf, how many of the recorded paths cover it: anything but 1 is a gap or a double entry. */
export function miscounted(leaves: readonly string[], accounted: readonly string[]): readonly string[] {
  return leaves.flatMap((leaf) => {
    const count = accounted.filter((path) => leaf === path || leaf.startsWith(`${path}.`) || leaf.startsWith(`${path}[`)).length;
    return count === 1 ? [] : [`${leaf} x${count}`];
  });
}
