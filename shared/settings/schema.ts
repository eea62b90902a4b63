/**
 * The settings and their defaults. `provider`, `model` and `endpoint` are the ai-proxy configuration (there `override.endpoint`);
 * the API key is not a setting: it is stored in the keychain.
 */

import { z } from 'zod';
import { validateEndpoint } from './endpoint.ts';

export const DEFAULT_ENDPOINT = 'https://api.anthropic.com/v1/messages';
export const DEFAULT_PORT = 9080;
export const DEFAULT_MODEL = 'claude-sonnet-5-5';

const endpointSchema = z
  .string()
  .trim()
  .check((context) => {
    const verdict = validateEndpoint(context.value);
    if (!verdict.ok) context.issues.push({ code: 'custom', message: verdict.reason, input: context.value });
  });

export const translationSettingsSchema = z.strictObject({
  strict: z.boolean().default(false),
  anthropicVersion: z.enum(['2023-06-01', '2026-10-21']).default('2023-06-01'),
  showReasoning: z.boolean().default(true),
  allowedTools: z.enum(['instruct', 'filter']).default('instruct'),
  verbosityHint: z.boolean().default(true),
  namePrefix: z.boolean().default(false),
  promptCaching: z.boolean().default(true),
  /**
   * Which endpoint is asked why the prompt cache missed: Anthropic's own API, every endpoint (a gateway may not know the field), or
   * none.
   */
  cacheDiagnosis: z.enum(['anthropic', 'always', 'never']).default('anthropic'),
  /** Retries once when a format that was only requested in the prompt is not met (responses that are not streamed). */
  repairOutput: z.boolean().default(true),
  /** `n` above 1: each choice is requested, and billed, separately. Off: such a request is refused. */
  fanOut: z.boolean().default(false),
  /** Reports an overload with Anthropic's status 529 instead of 503. */
  keepStatus529: z.boolean().default(false),
});

/** What the log stores of exchanges, and how much. */
export const logSettingsSchema = z.strictObject({
  /** False: times, counts, models and notes are stored, but no bodies. */
  content: z.boolean().default(true),
  maxMegabytes: z.int('Enter a whole number.').min(10, 'At least 10 MB.').max(100_000).default(500),
  maxExchanges: z.int('Enter a whole number.').min(100, 'At least 100.').max(10_000_000).default(100_000),
  maxDays: z.int('Enter a whole number.').min(1, 'At least 1 day.').max(3650).default(30),
});

export const settingsSchema = z.strictObject({
  provider: z.literal('anthropic', { error: 'The provider must be "anthropic".' }).default('anthropic'),
  model: z
    .string()
    .trim()
    .min(1, 'Enter a Claude model id, for example claude-sonnet-5-5.')
    .max(128)
    .regex(/^[\w.:@/-]*$/, 'A model id has letters, digits and . _ : @ / - only.')
    .default(DEFAULT_MODEL),
  endpoint: endpointSchema.default(DEFAULT_ENDPOINT),
  port: z
    .int('Enter a whole number.')
    .min(1, 'Ports start at 1.')
    .max(65535, 'Ports end at 65535.')
    .default(DEFAULT_PORT),
  /** A requested Claude id is used as it is; any other name becomes `model`. */
  useRequestedClaudeModels: z.boolean().default(true),
  /** Requested name -> Claude id, before any other rule. */
  aliases: z.record(z.string(), z.string()).default({}),
  /** Responses echo the requested model name (true) or the actual one (false). */
  echoRequestedModel: z.boolean().default(true),
  /** Host names that clients may use besides the loopback ones (a container's name for this machine), without port. */
  allowedHosts: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[\w.-]{1,253}$/, 'A host name without scheme and port.'),
    )
    .max(50)
    .default([]),
  /** Origins of browser-based tools that may call the proxy (`https://chat.example.org`). Empty: no web page may. */
  allowedOrigins: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*]+$/i, 'An origin is scheme://host or scheme://host:port.'),
    )
    .max(50)
    .default([]),
  /** Clients must send the token in the keychain. */
  requireToken: z.boolean().default(false),
  translation: translationSettingsSchema.prefault({}),
  log: logSettingsSchema.prefault({}),
  /** Named filters of the request log, in the order in which they were saved. */
  savedFilters: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(60), filter: z.string().trim().min(1).max(2000) }))
    .max(100)
    .default([]),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  startProxyOnLaunch: z.boolean().default(true),
});

export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = settingsSchema.parse({});

/** Schema for saving: all settings are required, so that a missing one does not silently become its default. */
export const wholeSettingsSchema = z
  .custom<z.input<typeof settingsSchema>>()
  .check((context) => {
    const path = missingMember(context.value, defaultSettings);
    if (path === null) return;
    context.issues.push({
      code: 'custom',
      path,
      input: context.value,
      message: 'Missing. Settings are saved as a whole: read them, change what is to be changed, save them all.',
    });
  })
  .pipe(settingsSchema);

/** The path of the first member, at any depth, that `whole` has and `value` lacks. */
function missingMember(value: unknown, whole: object): string[] | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, expected] of Object.entries(whole)) {
    const member: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    if (member === undefined) return [name];
    const deeper = typeof expected === 'object' && expected !== null ? missingMember(member, expected) : null;
    if (deeper !== null) return [name, ...deeper];
  }
  return null;
}
