/** What is known of a model beyond the dated table, as plain data, for translations outside the proxy. */

import { z } from 'zod';
import type { LearnedRule } from './self-healing-rules.ts';
import type { LiveModel } from './live-models.ts';
import { profileFor } from './profile-for.ts';
import { type ModelProfile, modelProfileSchema } from './profile.ts';

export const knownModelSchema = z.strictObject({
  /** The profile that a request is translated by now. */
  profile: modelProfileSchema,
  /** The same without what refusals taught in this run; null when they taught nothing. */
  unlearned: modelProfileSchema.nullable(),
});
export type KnownModel = z.infer<typeof knownModelSchema>;

/** Null when the table already states all of it. */
export function knownModel(id: string, live: LiveModel | undefined, rules: readonly LearnedRule[]): KnownModel | null {
  const unlearned = profileFor(id, live);
  const profile = profileFor(id, live, rules);
  const table = JSON.stringify(profileFor(id));
  if (JSON.stringify(profile) === table && JSON.stringify(unlearned) === table) return null;
  return { profile, unlearned: JSON.stringify(profile) === JSON.stringify(unlearned) ? null : unlearned };
}

/** What a model accepts by current knowledge: the proxy's profile, else the table. */
export function currentProfile(models: readonly KnownModel[], id: string): ModelProfile {
  return models.find(({ profile }) => profile.id === id)?.profile ?? profileFor(id);
}

/** Profiles that may have been in use at another time, most likely first. */
export function candidateProfiles(models: readonly KnownModel[], id: string): readonly ModelProfile[] {
  const known = models.find(({ profile }) => profile.id === id);
  const all = [known?.profile, known?.unlearned, profileFor(id)];
  return all.filter((profile) => profile !== undefined && profile !== null);
}
