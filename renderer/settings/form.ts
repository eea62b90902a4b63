/** The settings as the form holds them (text fields, a list of aliases, a key being typed), and back. Pure. */

import { readPastedKey } from '#shared/settings/pasted-key.ts';
import { settingsSchema, type Settings } from '#shared/settings/schema.ts';

export interface SettingsForm extends Omit<
  Settings,
  'provider' | 'port' | 'aliases' | 'allowedHosts' | 'allowedOrigins'
> {
  port: string;
  /** One in a line. */
  allowedHosts: string;
  /** One in a line. */
  allowedOrigins: string;
  aliases: { name: string; model: string }[];
  /** A key being typed; empty when none is. Never filled from outside. */
  apiKey: string;
  /** Keep the typed key for this run only. */
  session: boolean;
}

export function toForm(settings: Settings): SettingsForm {
  const { provider: _, port, aliases, allowedHosts, allowedOrigins, ...rest } = settings;
  return {
    ...rest,
    port: String(port),
    allowedHosts: allowedHosts.join('\n'),
    allowedOrigins: allowedOrigins.join('\n'),
    aliases: Object.entries(aliases).map(([name, model]) => ({ name, model })),
    apiKey: '',
    session: false,
  };
}

/** The settings that the form describes; not yet checked. Rows of aliases left empty on both sides are skipped. */
export function fromForm(form: SettingsForm): Settings {
  const { apiKey: _, session: __, port, aliases, allowedHosts, allowedOrigins, ...rest } = form;
  const named = aliases.map((alias) => [alias.name.trim(), alias.model.trim()] as const);
  return {
    ...rest,
    provider: 'anthropic',
    model: rest.model.trim(),
    endpoint: rest.endpoint.trim(),
    port: /^\s*\d+\s*$/.test(port) ? Number(port) : Number.NaN,
    allowedHosts: linesOf(allowedHosts),
    allowedOrigins: linesOf(allowedOrigins),
    aliases: Object.fromEntries(named.filter(([name, model]) => name !== '' || model !== '')),
  };
}

function linesOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Errors of the form, by field name as react-hook-form spells it (`aliases.0.model`). Empty without errors. */
export function formErrors(form: SettingsForm): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  const parsed = settingsSchema.safeParse(fromForm(form));
  for (const issue of parsed.error?.issues ?? []) {
    const [first, index] = issue.path;
    const inList = (first === 'allowedHosts' || first === 'allowedOrigins') && typeof index === 'number';
    const path = inList ? first : issue.path.join('.');
    if (!errors.has(path)) errors.set(path, inList ? `Entry ${index + 1}: ${issue.message}` : issue.message);
  }
  const seen = new Set<string>();
  form.aliases.forEach((alias, index) => {
    const name = alias.name.trim();
    const model = alias.model.trim();
    if (name === '' && model === '') return;
    if (name === '') errors.set(`aliases.${index}.name`, 'Enter the name that clients request.');
    else if (seen.has(name)) errors.set(`aliases.${index}.name`, 'This name is used twice.');
    if (model === '') errors.set(`aliases.${index}.model`, 'Enter the Claude model for this name.');
    seen.add(name);
  });
  const keyProblem = apiKeyProblem(form.apiKey);
  if (keyProblem !== null) errors.set('apiKey', keyProblem);
  return errors;
}

/** Why the typed or pasted text is no key; null when it is one or empty. */
export function apiKeyProblem(typed: string): string | null {
  const read = readPastedKey(typed);
  return read.kind === 'unusable' ? `${read.message} ${read.hint}` : null;
}
