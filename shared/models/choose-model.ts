/** Decides which Claude model answers a request, from the name the client asked for and the settings. */

import type { Settings } from '../settings/schema.ts';
import { canonicalModelId, ruleFor } from './rules.ts';

export interface ModelChoice {
  /** The id that goes upstream. */
  readonly model: string;
  /** One sentence for people. */
  readonly reason: string;
}

const LONGEST_NAME = 128;
/** What an id can be made of. A name of anything else would also not fit into the header that tells it. */
const idShape = /^[!-~]{1,128}$/;

type ModelSettings = Pick<Settings, 'model' | 'aliases' | 'useRequestedClaudeModels'>;

/** Endings that tools hang on a model name to mean a mode: the mode has fields of its own, the name is the part before. */
const modeSuffix = /(?:\[1m\]|[-:@](?:thinking|reasoning|none|minimal|low|medium|high|xhigh|max|fast|latest|online))$/i;

/**
 * First the alias table, then a Claude id as asked if the settings allow it, then the configured model. The name is tried as
 * it stands and then with mode endings (`-thinking`, `-high`, `[1m]`) taken off. Never fails: some model always answers.
 */
export function chooseModel(requested: string | undefined, settings: ModelSettings): ModelChoice {
  const asked = requested?.trim() ?? '';
  if (asked === '') return configured(settings, 'The client named no model');
  const bare = withoutModeSuffixes(asked);
  const alias = aliasFor(asked, settings) ?? aliasFor(bare, settings);
  if (alias !== undefined) return { model: alias, reason: `The alias table says ${asked} means ${alias}.` };
  if (!looksLikeClaude(bare) || !idShape.test(asked)) return configured(settings, `${asked} is not a Claude model`);
  if (!settings.useRequestedClaudeModels) return configured(settings, 'The settings always use one model');
  const model = idAsAsked(asked, bare);
  return { model, reason: model === asked ? 'As asked.' : `${asked} is another spelling of ${model}.` };
}

function configured(settings: ModelSettings, because: string): ModelChoice {
  return { model: settings.model, reason: `${because}; the configured model answers.` };
}

/** Exact name first, then without regard to case. */
function aliasFor(name: string, settings: ModelSettings): string | undefined {
  if (Object.hasOwn(settings.aliases, name)) return settings.aliases[name];
  const lower = name.toLowerCase();
  const key = Object.keys(settings.aliases).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : settings.aliases[key];
}

function withoutModeSuffixes(name: string): string {
  let bare = name;
  // A million endings, one by one, would keep everybody waiting.
  if (name.length > LONGEST_NAME) return name;
  while (modeSuffix.test(bare) && ruleFor(bare) === undefined) bare = bare.replace(modeSuffix, '');
  return bare;
}

function looksLikeClaude(name: string): boolean {
  return canonicalModelId(name).startsWith('claude-');
}

/** A model of the table goes by the spelling the API knows (snapshot dates kept); any other Claude id goes as asked. */
function idAsAsked(asked: string, bare: string): string {
  const canonical = canonicalModelId(bare);
  return ruleFor(canonical) === undefined ? canonicalCase(asked) : canonical;
}

/** Unknown ids keep their endings: `-fast` may be part of the name of a model newer than the table. */
function canonicalCase(asked: string): string {
  const canonical = canonicalModelId(asked);
  return canonical.startsWith('claude-') ? canonical : asked;
}
