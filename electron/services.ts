/**
 * The interfaces of the services, which need no window. `main.ts` and `headless.ts` both create them; window and terminal are
 * two front ends.
 */

import type { SetUpAction, SetUpPlan, SetUpState, SetUpTool } from '#shared/connect/set-up.ts';
import type { ErrorReport } from '#shared/errors.ts';
import type { Term } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import type { RefusedGroup, RefusedRequests } from '#shared/exchange/refused-requests.ts';
import type { LogUsage, ProxyStatus } from '#shared/ipc/contract.ts';
import type { KnownModel } from '#shared/models/known-models.ts';
import type { KeyState } from '#shared/settings/key.ts';
import type { Settings } from '#shared/settings/schema.ts';
import type { TokenState } from '#shared/settings/client-token-format.ts';

/** @returns the function that unsubscribes */
export type Subscribe<Payload> = (listener: (payload: Payload) => void) => () => void;

export interface SettingsStore {
  get(): Settings;
  /** Validates, writes atomically, notifies listeners. @throws DragomanError `invalid_settings` */
  save(settings: Settings): Settings;
  onChange: Subscribe<Settings>;
  /** Set when the damaged file was renamed: its new path. */
  readonly recoveredFrom: string | null;
  /** What was wrong in it: the line and the column, or the names of the settings that could not be used. */
  readonly damage: string | null;
}

/** Two origins (scheme, host and port): the key's own and the requested one. */
export interface KeyOrigins {
  readonly from: string;
  readonly to: string;
  /** Last characters of a key that is long enough. */
  readonly lastFour: string | null;
}

export type KeyDestination =
  /** There is no key, or it is unreadable. */
  | { readonly kind: 'none' }
  | { readonly kind: 'allowed' }
  | ({
      readonly kind: 'elsewhere';
      /** The command line or environment named this origin: the key is sent there, with a warning. */
      readonly trusted: boolean;
      /** Stores the user's consent for the present key. @throws DragomanError when the key has changed or the write fails */
      confirm(): Promise<void>;
    } & KeyOrigins);

export interface KeyService {
  state(): KeyState;
  /** Reads the keychain again. Never rejects; failures are states. */
  refresh(): Promise<KeyState>;
  /**
   * The key for one upstream call, or null. The only access; never crosses IPC.
   * @param endpoint the URL of the call, not the settings' present one
   * @throws DragomanError `key_not_confirmed` when the key was not entered for that origin and the user has not agreed
   */
  read(endpoint: string): Promise<string | null>;
  /** The key, for redaction only. Must never be sent. */
  readForRedaction(): Promise<string | null>;
  /** Whether the key may be sent to an endpoint. May read the keychain; never rejects. */
  destination(endpoint: string): Promise<KeyDestination>;
  /** A call needed the key for an unconfirmed origin. */
  onUnconfirmed: Subscribe<KeyOrigins>;
  save(key: string, session: boolean): Promise<KeyState>;
  forget(): Promise<KeyState>;
  onChange: Subscribe<KeyState>;
  close(): Promise<void>;
}

export interface EndpointConfirmation {
  /**
   * Call before saving an endpoint: asks the user when requests and the key would go to another origin.
   * @throws DragomanError `endpoint_not_confirmed`; the settings must then stay unchanged
   */
  beforeChange(endpoint: string): Promise<void>;
  /**
   * Call before the key is used with the settings' endpoint: the file may have been edited.
   * @throws DragomanError `endpoint_not_confirmed`
   */
  beforeUse(): Promise<void>;
  close(): void;
}

/** SHA-256 digest of the required client token; null when it is unreadable, then every request is refused. */
export interface TokenDemand {
  readonly digest: Buffer | null;
}

export interface ClientTokenService {
  state(): TokenState;
  /** Reads the keychain again when a token is required. Never rejects. */
  refresh(): Promise<TokenState>;
  /** The present requirement of the proxy, or null without one. */
  demand(): TokenDemand | null;
  /** Call before the setting is turned on: keeps the token or creates one. @throws DragomanError when it cannot be stored */
  ensure(): Promise<void>;
  /** Replaces the token at once. @throws DragomanError */
  rotate(): Promise<TokenState>;
  /** The token itself, for the call that shows it and for the chat panel. Null when none is required or readable. */
  reveal(): Promise<string | null>;
  onChange: Subscribe<TokenState>;
  close(): void;
}

export interface ExchangeLogQuery {
  /** Result of `parseFilter`; none: everything. */
  readonly terms: readonly Term[];
  /** Cursor of the previous page; null: from the newest on. */
  readonly cursor: string | null;
  readonly limit: number;
  /** Also count all matches; it can take longer than the page. */
  readonly count: boolean;
}

export interface ExchangePage {
  /** Newest first, exchanges in flight included. */
  readonly summaries: readonly ExchangeSummary[];
  /** Null when there is nothing older. */
  readonly next: string | null;
  readonly total: number | null;
}

export interface ExchangeLog {
  /** Newest first, at most `limit` (default 500), exchanges in flight included. */
  list(limit?: number): Promise<readonly ExchangeSummary[]>;
  page(query: ExchangeLogQuery): Promise<ExchangePage>;
  get(id: string): Promise<Exchange | null>;
  /** Erases everything, pinned ones too. */
  clear(): Promise<void>;
  /** Pinned ones are exempt from the limits of age and number. Unknown ids are ignored. */
  pin(ids: readonly string[], pinned: boolean): Promise<void>;
  label(ids: readonly string[], label: string | null): Promise<void>;
  usage(): Promise<LogUsage>;
  /** Changed summaries; once more when an exchange has ended and its record can be fetched. */
  onChange: Subscribe<ExchangeSummary>;
  onClear: Subscribe<null>;
  /** Problems of the log, each kind once; the proxy continues in any case. */
  onProblem: Subscribe<ErrorReport>;
  /** Flushes pending writes and closes the file. Always resolves. */
  close(): Promise<void>;
}

export interface RefusedRequestCounts {
  current(): RefusedRequests;
  clear(): void;
  /** Receives the group that a request was counted in; null when all were cleared. */
  onChange: Subscribe<RefusedGroup | null>;
}

export interface ProxyService {
  status(): ProxyStatus;
  onStatus: Subscribe<ProxyStatus>;
  /** Listens; a port in use becomes status `port-conflict`, never a throw and never another port. */
  start(): Promise<ProxyStatus>;
  /** Stops accepting, lets requests finish for `drainMs` (default 5,000), then aborts them. */
  stop(drainMs?: number): Promise<ProxyStatus>;
  /** The models with live data beyond the table. Synchronous, without a request. */
  knownModels(): readonly KnownModel[];
  /** Clears the learned rules. */
  forgetLearnedRules(): void;
  /** Requests that were refused before a route saw them: counted, not logged. */
  readonly refused: RefusedRequestCounts;
}

export interface ToolSetUp {
  states(): Promise<SetUpState[]>;
  /** Reads and compares; writes nothing. @throws DragomanError `set_up_refused` */
  plan(tool: SetUpTool, action: SetUpAction): Promise<SetUpPlan>;
  /**
   * Writes what the plan of this digest shows.
   * @throws DragomanError `set_up_changed` when file, address, model or token have changed since; `set_up_refused`
   */
  apply(tool: SetUpTool, action: SetUpAction, digest: string): Promise<SetUpState>;
}

export interface Services {
  readonly demo: boolean;
  /** Why nothing can be written in the data folder, so that settings and exchanges stay in memory; null when it can. */
  readonly folderProblem: string | null;
  readonly settings: SettingsStore;
  readonly key: KeyService;
  /** Consulted before the endpoint is changed and before the key is tested. */
  readonly endpointConfirmation: EndpointConfirmation;
  readonly token: ClientTokenService;
  readonly log: ExchangeLog;
  readonly proxy: ProxyService;
  /** Sets up the configuration files of tools. */
  readonly toolSetUp: ToolSetUp;
  /** Tests the stored key with the upstream's model list; free of charge. */
  testKey(): Promise<{ ok: boolean; message: string; hint: string | null }>;
  close(): Promise<void>;
}
