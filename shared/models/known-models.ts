/** What is known of a model beyond the dated table, as plain data: for whoever translates by it elsewhere than in the proxy. */

import { z } from 'zod';
import type { LearnedRule } from './refusal-rules.ts';
import type { LiveModel } from './live-models.ts';
import { profileFor } from './profile-for.ts';
import { type ModelProfile, modelProfileSchema } from './profile.ts';

export const knownModelSchema = z.strictObject({
  /** What a request of now is translated by. */
  profile: modelProfileSchema,
  /** The same without what refusals taught in this run; null when they taught nothing. */
  unlearned: modelProfileSchema.nullable(),
});
export type KnownModel = z.infer<typeof knownModelSchema>;

/** Null when the table says all of it already. */
export function knownModel(id: string, live: LiveModel | undefined, rules: readonly LearnedRule[]): KnownModel | null {
  const unlearned = profileFor(id, live);
  const profile = profileFor(id, live, rules);
  const table = JSON.stringify(profileFor(id));
  if (JSON.stringify(profile) === table && JSON.stringify(unlearned) === table) return null;
  return { profile, unlearned: JSON.stringify(profile) === JSON.stringify(unlearned) ? null : unlearned };
}

/** What a model accepts by all that is known: the last word of the proxy, else the table. */
export function currentProfile(models: readonly KnownModel[], id: string): ModelProfile {
  return models.find(({ profile }) => profile.id === id)?.profile ?? profileFor(id);
}

/** What it may have been taken to accept at another time, the likeliest first. */
export function candidateProfiles(models: readonly KnownModel[], id: string): readonly ModelProfile[] {
  const known = models.find(({ profile }) => profile.id === id);
  const all = [known?.profile, known?.unlearned, profileFor(id)];
  return all.filter((profile) => profile !== undefined && profile !== null);
}
