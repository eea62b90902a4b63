/** What routes work with: made once for a running proxy, handed to each of them. */

import type { KeyService } from '#electron/services.ts';
import type { Settings } from '#shared/settings/schema.ts';
import type { PreviousMessagesStore } from '#electron/conversation-state/previous-messages.ts';
import type { ResponseStore } from '#electron/conversation-state/response-store.ts';
import type { SignatureStore } from '#electron/conversation-state/thinking-store.ts';
import type { LearnedRules } from '../upstream/learned-rules.ts';
import type { ModelList } from '../upstream/model-list.ts';
import type { RefusedLog } from '../recording/refused-log.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Upstream } from '../upstream/upstream-client.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { RequestContext } from './request-context.ts';

export interface ProxyDeps {
  readonly version: string;
  readonly userAgent: string;
  readonly settings: () => Settings;
  readonly key: KeyService;
  readonly upstream: Upstream;
  readonly modelList: ModelList;
  readonly learnedRules: LearnedRules;
  readonly recorder: Recorder;
  /** What is refused before a route sees it. */
  readonly refused: RefusedLog;
  /** What all requests in progress may hold together. */
  readonly memory: MemoryBudget;
  /** The exact turns that the upstream gave; null keeps none. */
  readonly signatures: SignatureStore | null;
  /** Which answers later requests can be compared with, to learn why the prompt cache missed. */
  readonly previousMessages: PreviousMessagesStore;
  /** What `previous_response_id` and its kin refer to. */
  readonly responses: ResponseStore;
  /** Milliseconds of silence after which a streaming client gets a comment. */
  readonly keepAliveMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One endpoint. `body` is empty for methods without one. Rejecting answers the client with the error. */
export type Route = (context: RequestContext, body: Buffer, deps: ProxyDeps) => Promise<void> | void;
