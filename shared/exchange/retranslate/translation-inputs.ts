/** The inputs for translating a stored request again: today's settings, and what the proxy has learned of the models. */

import type { KnownModel } from '../../models/known-models.ts';
import type { Settings } from '../../settings/schema.ts';

export interface TranslationInputs {
  readonly settings: Settings;
  /** Models of which more is known than the table states. */
  readonly models: readonly KnownModel[];
}
