/**
 * Imports and exports the ai-proxy configuration as JSON: `provider`, `model`, `api_key`, `override.endpoint`, alone or inside
 * `plugins["ai-proxy"]`. Source: the guide of the `ai-proxy` plugin, "Configuration" and "Basic Configuration".
 */

import { z } from 'zod';
import { describeJsonFault, readTolerantJson } from '../json/jsonc/tolerant-json.ts';
import { validateEndpoint } from './endpoint.ts';
import { readPastedKey } from './pasted-key.ts';
import { DEFAULT_ENDPOINT, type Settings, settingsSchema } from './schema.ts';

export type AiProxySettings = Partial<Pick<Settings, 'provider' | 'model' | 'endpoint'>>;

export interface ConfigIssue {
  /** Path in the pasted JSON, as written there: `plugins.ai-proxy.override.endpoint`. Empty for the whole text. */
  readonly path: string;
  readonly message: string;
}

export interface AiProxyConfiguration {
  /** Only values that the text contains and that are valid. */
  readonly settings: AiProxySettings;
  /** Stored only in the keychain; null when there is none, or only a placeholder. */
  readonly apiKey: string | null;
  /** What was not imported, and why. */
  readonly issues: readonly ConfigIssue[];
}

const objectSchema = z.record(z.string(), z.unknown());
type JsonObject = z.infer<typeof objectSchema>;

/**
 * Parses the pasted text or the file of `--config`; comments and trailing commas are accepted. Never throws: invalid values become issues, valid ones are still imported. Unknown members are reported,
 * so that nobody believes they had an effect.
 */
export function parseAiProxyConfiguration(json: string): AiProxyConfiguration {
  const issues: ConfigIssue[] = [];
  const settings: AiProxySettings = {};
  let apiKey: string | null = null;

  const found = findTable(json, issues);
  if (found === null) return { settings, apiKey, issues };
  const { table, prefix } = found;

  for (const [name, value] of Object.entries(table)) {
    const path = prefix + name;
    if (name === 'provider' || name === 'model') takeSetting(name, value, path);
    else if (name === 'api_key') takeKey(value, path);
    else if (name === 'override.endpoint') takeEndpoint(value, path);
    else if (name === 'override') takeOverride(value, path);
    else issues.push({ path, message: 'The configuration table has no such name; ignored.' });
  }
  return { settings, apiKey, issues };

  function takeSetting(name: 'provider' | 'model', value: unknown, path: string): void {
    const parsed = settingsSchema.shape[name].safeParse(value);
    if (parsed.success) Object.assign(settings, { [name]: parsed.data });
    else issues.push({ path, message: parsed.error.issues[0]?.message ?? 'Not valid.' });
  }

  function takeKey(value: unknown, path: string): void {
    if (typeof value !== 'string') {
      issues.push({ path, message: 'The key must be a text.' });
      return;
    }
    const read = readPastedKey(value);
    if (read.kind === 'key') apiKey = read.key;
    else if (read.kind === 'unusable') issues.push({ path, message: `${read.message} ${read.hint}` });
    else issues.push({ path, message: 'There is no key in it; enter your own in Settings.' });
  }

  function takeEndpoint(value: unknown, path: string): void {
    if (typeof value !== 'string') {
      issues.push({ path, message: 'The endpoint must be a text.' });
      return;
    }
    const verdict = validateEndpoint(value.trim());
    if (verdict.ok) settings.endpoint = value.trim();
    else issues.push({ path, message: verdict.reason });
  }

  function takeOverride(value: unknown, path: string): void {
    const parsed = objectSchema.safeParse(value);
    if (!parsed.success) {
      issues.push({ path, message: 'Must be an object with "endpoint".' });
      return;
    }
    for (const [name, inner] of Object.entries(parsed.data)) {
      if (name === 'endpoint') takeEndpoint(inner, `${path}.endpoint`);
      else {
        issues.push({ path: `${path}.${name}`, message: 'The configuration table has no such name; ignored.' });
      }
    }
  }
}

/** The configuration in the format of the guide's example, without the key, because exports get shared. */
export function formatAiProxyConfiguration(settings: Pick<Settings, 'provider' | 'model' | 'endpoint'>): string {
  const { provider, model, endpoint } = settings;
  const table = endpoint === DEFAULT_ENDPOINT ? { provider, model } : { provider, model, override: { endpoint } };
  return JSON.stringify({ plugins: { 'ai-proxy': table } }, null, 4);
}

/** The configuration object inside any of the accepted formats. */
function findTable(json: string, issues: ConfigIssue[]): { table: JsonObject; prefix: string } | null {
  const content = readTolerantJson(json);
  if (!content.ok) {
    issues.push({ path: '', message: `This is not valid JSON: ${describeJsonFault(content)}.` });
    return null;
  }
  const whole = objectSchema.safeParse(content.value);
  if (!whole.success) {
    issues.push({ path: '', message: 'Expected a JSON object, as in the example.' });
    return null;
  }
  const steps: readonly string[] = 'plugins' in whole.data ? ['plugins', 'ai-proxy'] : ['ai-proxy'];
  let table = whole.data;
  let prefix = '';
  if (steps.length === 1 && !('ai-proxy' in table)) return { table, prefix };
  for (const step of steps) {
    const inner = objectSchema.safeParse(table[step]);
    prefix += step;
    if (!inner.success) {
      issues.push({ path: prefix, message: `Expected an object at "${prefix}".` });
      return null;
    }
    table = inner.data;
    prefix += '.';
  }
  return { table, prefix };
}
