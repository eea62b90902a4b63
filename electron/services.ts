/**
 * The parts of the running product that need no window, and how they hold together. `main.ts` and `headless.ts` both build
 * a house; the window and the terminal are only two ways to look at it.
 */

import type { ErrorReport } from '#shared/errors.ts';
import type { Term } from '#shared/exchange/filter/index.ts';
import type { Exchange, ExchangeSummary } from '#shared/exchange/record.ts';
import type { RefusedGroup, RefusedRequests } from '#shared/exchange/refused-requests.ts';
import type { LogUsage, ProxyStatus } from '#shared/ipc/contract.ts';
import type { KnownModel } from '#shared/models/known-models.ts';
import type { KeyState } from '#shared/settings/key.ts';
import type { Settings } from '#shared/settings/schema.ts';
import type { TokenState } from '#shared/settings/client-token-format.ts';

/** Returns the function that ends the subscription. */
export type Subscribe<Payload> = (listener: (payload: Payload) => void) => () => void;

export interface SettingsStore {
  get(): Settings;
  /** Validates, writes atomically, tells the listeners. Throws DragomanError `invalid_settings`. */
  save(settings: Settings): Settings;
  onChange: Subscribe<Settings>;
  /** Set once when the file was damaged and put aside: the path it now has. */
  readonly recoveredFrom: string | null;
}

/** Two origins (scheme, host and port): where the key belongs, and where it is wanted. */
export interface KeyOrigins {
  readonly from: string;
  readonly to: string;
  /** Of the key, when it is long enough. */
  readonly lastFour: string | null;
}

export type KeyDestination =
  /** There is no key, or it cannot be read now. */
  | { readonly kind: 'none' }
  | { readonly kind: 'allowed' }
  | ({
      readonly kind: 'elsewhere';
      /** Whoever started the program named this origin: the key is sent there, but not without a word. */
      readonly trusted: boolean;
      /** Remembers the user's consent, for the key that it was given for. Throws DragomanError when that is gone or cannot be kept. */
      confirm(): Promise<void>;
    } & KeyOrigins);

export interface KeyService {
  state(): KeyState;
  /** Reads the keychain again. Never rejects: failures are states. */
  refresh(): Promise<KeyState>;
  /**
   * The key for one upstream call, or null. The only way to it; never crosses IPC.
   * @param endpoint where the call goes: the very URL, not what the settings say by the time of the call
   * @throws DragomanError `key_not_confirmed` when the key was not entered for that origin and the user has not agreed
   */
  read(endpoint: string): Promise<string | null>;
  /** The key, to be taken out of texts. Must never be sent. */
  readForRedaction(): Promise<string | null>;
  /** Whether the key may be sent to an endpoint. Asks the keychain when it must; never rejects. */
  destination(endpoint: string): Promise<KeyDestination>;
  /** A call needed the key for an origin that it may not be sent to. */
  onUnconfirmed: Subscribe<KeyOrigins>;
  save(key: string, session: boolean): Promise<KeyState>;
  forget(): Promise<KeyState>;
  onChange: Subscribe<KeyState>;
  close(): Promise<void>;
}

export interface EndpointConfirmation {
  /**
   * Before an endpoint is put into the settings: asks the user when requests and the key would go to another origin.
   * @throws DragomanError `endpoint_not_confirmed`; the settings must then stay as they are
   */
  beforeChange(endpoint: string): Promise<void>;
  /**
   * Before the key is used with the endpoint of the settings, whoever wrote that: the file may have been edited.
   * @throws DragomanError `endpoint_not_confirmed`
   */
  beforeUse(): Promise<void>;
  close(): void;
}

/** What a client must show: the token with this SHA-256 digest; null when it cannot be read, and then nobody gets in. */
export interface TokenDemand {
  readonly digest: Buffer | null;
}

export interface ClientTokenService {
  state(): TokenState;
  /** Reads the keychain again when a token is asked for. Never rejects. */
  refresh(): Promise<TokenState>;
  /** What the door asks for at this moment, or null when it asks for nothing. */
  demand(): TokenDemand | null;
  /** Before the switch is turned on: keeps the token there is, or makes one. Throws DragomanError when it cannot be kept. */
  ensure(): Promise<void>;
  /** A new token in place of the old, at once. Throws DragomanError. */
  rotate(): Promise<TokenState>;
  /** The token itself, for the one call that shows it and for our own chat panel. Null when none is asked for or readable. */
  reveal(): Promise<string | null>;
  onChange: Subscribe<TokenState>;
  close(): void;
}

export interface ExchangeLogQuery {
  /** As `parseFilter` gives them; none: everything. */
  readonly terms: readonly Term[];
  /** Where the page before ended; null: from the newest on. */
  readonly cursor: string | null;
  readonly limit: number;
  /** Also count all that match, on every page; it can take longer than the page. */
  readonly count: boolean;
}

export interface ExchangePage {
  /** Newest first; what is still going on included. */
  readonly summaries: readonly ExchangeSummary[];
  /** Null when there is nothing older. */
  readonly next: string | null;
  readonly total: number | null;
}

export interface ExchangeLog {
  /** Newest first, at most `limit` (default 500); what is still going on included. */
  list(limit?: number): Promise<readonly ExchangeSummary[]>;
  page(query: ExchangeLogQuery): Promise<ExchangePage>;
  get(id: string): Promise<Exchange | null>;
  /** Erases everything, pinned ones too. */
  clear(): Promise<void>;
  /** Pinned ones outlive the limits of age and number. Unknown ids are ignored. */
  pin(ids: readonly string[], pinned: boolean): Promise<void>;
  label(ids: readonly string[], label: string | null): Promise<void>;
  usage(): Promise<LogUsage>;
  /** Changed summaries, as they change: once more when an exchange is over and its record can be fetched. */
  onChange: Subscribe<ExchangeSummary>;
  onClear: Subscribe<null>;
  /** What went wrong with keeping exchanges, each kind once: the proxy goes on in any case. */
  onProblem: Subscribe<ErrorReport>;
  /** Writes what is waiting and lets go of the file. Resolves in any case. */
  close(): Promise<void>;
}

export interface RefusedRequestCounts {
  current(): RefusedRequests;
  clear(): void;
  /** Told the group that a request was counted in; null when all were cleared. */
  onChange: Subscribe<RefusedGroup | null>;
}

export interface ProxyService {
  status(): ProxyStatus;
  onStatus: Subscribe<ProxyStatus>;
  /** Listens; a port in use becomes status `port-conflict`, never a throw and never another port. */
  start(): Promise<ProxyStatus>;
  /** Stops accepting, lets requests finish for `drainMs` (default 5,000), then aborts them. */
  stop(drainMs?: number): Promise<ProxyStatus>;
  /** The models of which more is known by now than the table says. Asks nobody and waits for nothing. */
  knownModels(): readonly KnownModel[];
  /** Clears what refusals of the upstream have taught about models. */
  forgetLearnedRules(): void;
  /** Requests that were refused before a route saw them: counted, not logged. */
  readonly refused: RefusedRequestCounts;
}

export interface Services {
  readonly demo: boolean;
  readonly settings: SettingsStore;
  readonly key: KeyService;
  /** Asked before the endpoint is changed and before the key is tried. */
  readonly endpointConfirmation: EndpointConfirmation;
  readonly token: ClientTokenService;
  readonly log: ExchangeLog;
  readonly proxy: ProxyService;
  /** Asks the upstream for its models with the stored key; costs nothing. */
  testKey(): Promise<{ ok: boolean; message: string; hint: string | null }>;
  close(): Promise<void>;
}
