/** Chooses the Claude model for a request, from the name that the client sent and the settings. */

import type { Settings } from '../settings/schema.ts';
import { canonicalModelId, ruleFor } from './rules.ts';

export interface ModelChoice {
  /** The id that is sent upstream. */
  readonly model: string;
  /** One sentence for people. */
  readonly reason: string;
}

const MAX_NAME = 128;
/** Characters of a model id. Any other name would also be invalid in the response header that reports it. */
const idShape = /^[!-~]{1,128}$/;

type ModelSettings = Pick<Settings, 'model' | 'aliases' | 'useRequestedClaudeModels'>;

/** Suffixes that tools append to a model name to select a mode: the mode has fields of its own, the rest is the name. */
const modeSuffix = /(?:\[1m\]|[-:@](?:thinking|reasoning|none|minimal|low|medium|high|xhigh|max|fast|latest|online))$/i;

/**
 * First the alias table, then a Claude id as requested if the settings allow it, then the configured model. Tries the name as it
 * stands and then without mode suffixes (`-thinking`, `-high`, `[1m]`). Never fails: there is always a model.
 */
export function chooseModel(requested: string | undefined, settings: ModelSettings): ModelChoice {
  const requestedId = requested?.trim() ?? '';
  if (requestedId === '') return configured(settings, 'The client named no model');
  const bare = withoutModeSuffixes(requestedId);
  const alias = aliasFor(requestedId, settings) ?? aliasFor(bare, settings);
  if (alias !== undefined) return { model: alias, reason: `The alias table says ${requestedId} means ${alias}.` };
  if (!looksLikeClaude(bare) || !idShape.test(requestedId))
    return configured(settings, `${requestedId} is not a Claude model`);
  if (!settings.useRequestedClaudeModels) return configured(settings, 'The settings always use one model');
  const model = idAsRequested(requestedId, bare);
  return { model, reason: model === requestedId ? 'As asked.' : `${requestedId} is an alias of ${model}.` };
}

function configured(settings: ModelSettings, because: string): ModelChoice {
  return { model: settings.model, reason: `${because}; the configured model is used.` };
}

/** Exact name first, then case-insensitive. */
function aliasFor(name: string, settings: ModelSettings): string | undefined {
  if (Object.hasOwn(settings.aliases, name)) return settings.aliases[name];
  const lower = name.toLowerCase();
  const key = Object.keys(settings.aliases).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : settings.aliases[key];
}

function withoutModeSuffixes(name: string): string {
  let bare = name;
  // Bounded: removing a million suffixes one by one would block the event loop.
  if (name.length > MAX_NAME) return name;
  while (modeSuffix.test(bare) && ruleFor(bare) === undefined) bare = bare.replace(modeSuffix, '');
  return bare;
}

function looksLikeClaude(name: string): boolean {
  return canonicalModelId(name).startsWith('claude-');
}

/** A model of the table gets the spelling that the API knows (snapshot dates kept); any other Claude id is sent as requested. */
function idAsRequested(requestedId: string, bare: string): string {
  const canonical = canonicalModelId(bare);
  return ruleFor(canonical) === undefined ? canonicalCase(requestedId) : canonical;
}

/** Unknown ids keep their suffixes: `-fast` may be part of the name of a model newer than the table. */
function canonicalCase(requestedId: string): string {
  const canonical = canonicalModelId(requestedId);
  return canonical.startsWith('claude-') ? canonical : requestedId;
}
