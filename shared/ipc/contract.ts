/**
 * Every call and every event between the window and the main process: name, input, output. Both sides infer their types from here;
 * nothing else crosses.
 */

import { z } from 'zod';
import { setUpActionSchema, setUpPlanSchema, setUpStateSchema, setUpToolSchema } from '../connect/set-up.ts';
import { exchangeSchema, exchangeSummarySchema } from '../exchange/record.ts';
import { refusedRequestsSchema } from '../exchange/refused-requests.ts';
import { knownModelSchema } from '../models/known-models.ts';
import { keyStateSchema } from '../settings/key.ts';
import { settingsSchema, wholeSettingsSchema } from '../settings/schema.ts';
import { shells } from '../shell/shell.ts';
import { tokenStateSchema } from '../settings/client-token-format.ts';

export const proxyStatusSchema = z.strictObject({
  state: z.enum(['stopped', 'starting', 'running', 'degraded', 'port-conflict', 'error']),
  /** The port in use, or the configured one. */
  port: z.int(),
  /** `http://127.0.0.1:9080/v1`, as clients must enter it. */
  baseUrl: z.string(),
  /** One line for people: "Running on 127.0.0.1:9080". */
  message: z.string(),
  hint: z.string().nullable(),
  /** Only with `port-conflict`: a free port. */
  freePort: z.int().nullable(),
  demo: z.boolean(),
  activeRequests: z.int(),
  /** Clients must send the proxy's token as their API key. */
  tokenNeeded: z.boolean(),
  /** Epoch milliseconds; null while not listening. */
  since: z.number().nullable(),
  key: keyStateSchema,
});
export type ProxyStatus = z.infer<typeof proxyStatusSchema>;

export const appInfoSchema = z.strictObject({
  version: z.string(),
  platform: z.string(),
  demo: z.boolean(),
  electron: z.string(),
  dataFolder: z.string(),
  /** Why nothing can be written there: settings and exchanges stay in memory. */
  folderProblem: z.string().nullable(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** Stream events of the chat panel; `id` is the run id that the window chose. */
export const chatEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), run: z.string(), exchangeId: z.string().nullable() }),
  z.strictObject({ kind: z.literal('text'), run: z.string(), text: z.string() }),
  z.strictObject({ kind: z.literal('reasoning'), run: z.string(), text: z.string() }),
  z.strictObject({
    kind: z.literal('finished'),
    run: z.string(),
    finishReason: z.string().nullable(),
    usage: z.strictObject({ prompt: z.int(), completion: z.int() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    run: z.string(),
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
  }),
]);
export type ChatEvent = z.infer<typeof chatEventSchema>;

/** Size and health of the log. */
export const logUsageSchema = z.strictObject({
  /** Exchanges that are finished and stored. */
  count: z.int(),
  pinned: z.int(),
  /** On disk, or in memory while the disk is unavailable. */
  bytes: z.int(),
  /** When the oldest one started, epoch milliseconds. */
  oldest: z.number().nullable(),
  /** Storage of new exchanges. */
  storage: z.enum(['disk', 'memory']),
  /** The last error of the log in this run. */
  problem: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
});
export type LogUsage = z.infer<typeof logUsageSchema>;

export const exportProgressSchema = z.strictObject({ written: z.int(), total: z.int() });
export type ExportProgress = z.infer<typeof exportProgressSchema>;

const exchangeIdsSchema = z.array(z.string().max(64)).max(10_000);
const nothing = z.undefined();
const importIssueSchema = z.strictObject({ path: z.string(), message: z.string() });

export const calls = {
  'app.info': { input: nothing, output: appInfoSchema },
  'status.get': { input: nothing, output: proxyStatusSchema },
  'proxy.start': { input: nothing, output: proxyStatusSchema },
  'proxy.stop': { input: nothing, output: proxyStatusSchema },
  'settings.get': { input: nothing, output: settingsSchema },
  /** The whole settings; applied at once. Refused with code `invalid_settings`. */
  'settings.save': { input: wholeSettingsSchema, output: settingsSchema },
  /**
   * The ai-proxy configuration as JSON text. A key in it goes to the keychain. `applied` names the settings that were taken over; none
   * and no key stored: the import failed, for the reasons in `issues`.
   */
  'settings.import': {
    input: z.strictObject({ json: z.string().max(100_000) }),
    output: z.strictObject({
      settings: settingsSchema,
      applied: z.array(z.enum(['provider', 'model', 'endpoint'])),
      keyStored: z.boolean(),
      issues: z.array(importIssueSchema),
    }),
  },
  /** The ai-proxy configuration as JSON text, without the key. */
  'settings.export': { input: nothing, output: z.strictObject({ json: z.string() }) },
  'key.state': { input: nothing, output: keyStateSchema },
  /** `session` keeps it in memory for this run only. */
  'key.save': {
    input: z.strictObject({ key: z.string().trim().min(8).max(500), session: z.boolean() }),
    output: keyStateSchema,
  },
  'key.forget': { input: nothing, output: keyStateSchema },
  /** Requests the upstream's model list, which costs nothing. */
  'key.test': {
    input: nothing,
    output: z.strictObject({ ok: z.boolean(), message: z.string(), hint: z.string().nullable() }),
  },
  /** What the upstream's list of models and its refusals have revealed of models so far, beyond the translator's table. */
  'models.known': { input: nothing, output: z.array(knownModelSchema) },
  /** Clears what refusals have taught; what the upstream's list states of models stays. */
  'models.forget': { input: nothing, output: z.null() },
  'token.state': { input: nothing, output: tokenStateSchema },
  /** Replaces the token; tools with the old one are refused from now on. */
  'token.rotate': { input: nothing, output: tokenStateSchema },
  /** The only call that returns the token, for a person to read or copy it. */
  'token.reveal': { input: nothing, output: z.strictObject({ token: z.string().nullable() }) },
  /** Whether the tools with a known configuration file are set up. */
  'connect.states': { input: nothing, output: z.array(setUpStateSchema) },
  /** What setting a tool up, or restoring its file, would change. Refused with `set_up_refused`. */
  'connect.plan': {
    input: z.strictObject({ tool: setUpToolSchema, action: setUpActionSchema }),
    output: setUpPlanSchema,
  },
  /** Writes what the plan with this digest shows, after a click. Refused with `set_up_changed` or `set_up_refused`. */
  'connect.apply': {
    input: z.strictObject({ tool: setUpToolSchema, action: setUpActionSchema, digest: z.string().max(64) }),
    output: setUpStateSchema,
  },
  /** Copies a snippet with the token in it, where one is required: the token itself never reaches the window. */
  'connect.copy': {
    input: z.strictObject({ recipe: z.string().max(40), snippet: z.int().min(0).max(9), shell: z.enum(shells) }),
    output: z.null(),
  },
  /** The newest 500; `exchanges.page` returns more. */
  'exchanges.list': { input: nothing, output: z.array(exchangeSummarySchema) },
  /** Newest first, older ones with the `next` of the page before as `cursor`. Refused with `invalid_filter`. */
  'exchanges.page': {
    input: z.strictObject({
      filter: z.string().max(4000).default(''),
      cursor: z.string().max(100).nullable().default(null),
      limit: z.int().min(1).max(1000).default(200),
      /** Also count all matches; that may take longer than the page itself. */
      count: z.boolean().default(false),
    }),
    output: z.strictObject({
      summaries: z.array(exchangeSummarySchema),
      next: z.string().nullable(),
      total: z.int().nullable(),
    }),
  },
  'exchanges.get': { input: z.strictObject({ id: z.string().max(64) }), output: exchangeSchema.nullable() },
  /** Deletes everything, pinned exchanges too. Refused with `export_running` while an export is being written. */
  'exchanges.clear': { input: nothing, output: z.null() },
  /** Pinned exchanges are exempt from the limits of age and number. Resolves when done; the rows arrive as `exchanges.changed`. */
  'exchanges.pin': { input: z.strictObject({ ids: exchangeIdsSchema, pinned: z.boolean() }), output: z.null() },
  /** A colour by its name, or null for none. */
  'exchanges.label': {
    input: z.strictObject({ ids: exchangeIdsSchema, label: z.string().min(1).max(32).nullable() }),
    output: z.null(),
  },
  /** What was refused before it became an exchange, counted by reason and source. */
  'refused.list': { input: nothing, output: refusedRequestsSchema },
  'refused.clear': { input: nothing, output: z.null() },
  'exchanges.usage': { input: nothing, output: logUsageSchema },
  /**
   * Opens a save dialog and writes these exchanges, in this order, redacted. Null when no file was chosen. Refused with
   * `export_running` while another one is being written.
   */
  'export.save': {
    input: z.strictObject({ format: z.enum(['har', 'jsonl']), ids: z.array(z.string().max(64)).min(1).max(1_000_000) }),
    output: z.strictObject({ path: z.string(), count: z.int() }).nullable(),
  },
  /** Stops the export that is being written; its `export.save` is refused with `export_cancelled` and leaves no file. */
  'export.cancel': { input: nothing, output: z.null() },
  /** Opens a dialog for an exported JSONL file; `exchanges.get` returns its exchanges until the next file is opened. */
  'import.open': {
    input: nothing,
    output: z
      .strictObject({ name: z.string(), summaries: z.array(exchangeSummarySchema), problem: z.string().nullable() })
      .nullable(),
  },
  /** The exchanges of the opened file with the text in a body. */
  'import.search': {
    input: z.strictObject({ text: z.string().max(4000) }),
    output: z.strictObject({ ids: z.array(z.string()) }),
  },
  'import.close': { input: nothing, output: z.null() },
  /** Opens the data folder in the desktop's file manager. */
  'folder.open': { input: nothing, output: z.null() },
  /**
   * Sends a request again, through our own port. Resolves with the id of the new exchange as soon as its response has begun.
   * Refused with `proxy_stopped` or the error of the proxy's guards.
   */
  'exchange.replay': {
    input: z.strictObject({
      /** The exchange that is repeated; only recorded. */
      of: z.string().max(64),
      /** `/v1/chat/completions`; `/v1/messages` to repeat the upstream request. */
      path: z.string().regex(/^\/(?!\/)[^\s\\]{0,2000}$/),
      body: z.string().max(100_000_000),
      /** Value of the `anthropic-beta` header. */
      betas: z.string().max(4000).nullable(),
    }),
    output: z.strictObject({ id: z.string() }),
  },
  'chat.send': {
    input: z.strictObject({
      run: z.string().max(64),
      model: z.string().max(128),
      system: z.string().max(1_000_000),
      messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string() })).max(10_000),
      maxTokens: z.int().positive().nullable(),
    }),
    output: z.null(),
  },
  'chat.stop': { input: z.strictObject({ run: z.string().max(64) }), output: z.null() },
  'clipboard.write': { input: z.strictObject({ text: z.string().max(100_000_000) }), output: z.null() },
} as const;

export const events = {
  'status.changed': proxyStatusSchema,
  'settings.changed': settingsSchema,
  /** New or changed summaries, latest state of each, in batches. */
  'exchanges.changed': z.array(exchangeSummarySchema),
  'exchanges.cleared': z.null(),
  'refused.changed': refusedRequestsSchema,
  'chat.event': chatEventSchema,
  /** The export that is being written, a few times a second; null when it has ended. */
  'export.progress': exportProgressSchema.nullable(),
  /** The tray or a menu asks the window to show a view. */
  'view.show': z.strictObject({
    view: z.enum(['requests', 'chat', 'connect', 'settings']),
    exchangeId: z.string().nullable(),
  }),
} as const;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;
