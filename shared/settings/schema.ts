/**
 * The settings: what the user can choose and the defaults. `provider`, `model` and `endpoint` are the configuration table
 * (there `override.endpoint`); the API key is not among them: it lives in the keychain.
 */

import { z } from 'zod';
import { judgeEndpoint } from './endpoint.ts';

export const DEFAULT_ENDPOINT = 'https://api.anthropic.com/v1/messages';
export const DEFAULT_PORT = 9080;
export const DEFAULT_MODEL = 'claude-sonnet-5-5';

const endpointSchema = z
  .string()
  .trim()
  .check((context) => {
    const verdict = judgeEndpoint(context.value);
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
  /** Who is asked why the prompt cache missed: Anthropic's own API, every endpoint (a gateway may not know the field), nobody. */
  cacheDiagnosis: z.enum(['anthropic', 'always', 'never']).default('anthropic'),
  /** JSON that could only be asked for in words, and did not come, is asked for once more (answers that are not streamed). */
  repairOutput: z.boolean().default(true),
  /** `n` above 1: each answer is asked for, and paid for, by itself. Off: such a request is refused. */
  fanOut: z.boolean().default(false),
  /** An overload is told with the status 529 of Anthropic's, not with 503. */
  keepStatus529: z.boolean().default(false),
});

/** What is kept of exchanges, and how much. */
export const logSettingsSchema = z.strictObject({
  /** False: times, counts, models and notes are kept, but nothing of what was said. */
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
  /** A Claude id that a client asks for is used as asked; any other name becomes `model`. */
  useRequestedClaudeModels: z.boolean().default(true),
  /** Requested name -> Claude id, before any other rule. */
  aliases: z.record(z.string(), z.string()).default({}),
  /** Answers echo the requested model name (true) or the real one (false). */
  echoRequestedModel: z.boolean().default(true),
  /** Host names beside the loopback ones that clients may call us by (a container's name for this machine), without port. */
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
  /** Origins of browser-based tools that may call us (`https://chat.example.org`). Empty: no web page may. */
  allowedOrigins: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*]+$/i, 'An origin is scheme://host or scheme://host:port.'),
    )
    .max(50)
    .default([]),
  /** Clients must show the token that the keychain holds. */
  requireToken: z.boolean().default(false),
  translation: translationSettingsSchema.prefault({}),
  log: logSettingsSchema.prefault({}),
  /** Filters of the request log that were given a name, in the order in which they were saved. */
  savedFilters: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(60), filter: z.string().trim().min(1).max(2000) }))
    .max(100)
    .default([]),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  startProxyOnLaunch: z.boolean().default(true),
});

export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = settingsSchema.parse({});

/** What is saved: all settings, so that one that was left out does not quietly become its default. */
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

/** The path of the first member that `whole` has, also deeper down, and `value` has not. */
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
