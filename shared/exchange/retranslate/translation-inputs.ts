/** What a stored request is translated by again: today's settings, and what the proxy knows of the models by now. */

import type { KnownModel } from '../../models/known-models.ts';
import type { Settings } from '../../settings/schema.ts';

export interface TranslationInputs {
  readonly settings: Settings;
  /** Those of which more is known than the table says. */
  readonly models: readonly KnownModel[];
}
