/** Dependencies of the routes, created once per running proxy. */

import type { KeyService } from '#electron/services.ts';
import type { Settings } from '#shared/settings/schema.ts';
import type { PreviousMessagesStore } from '#electron/conversation-state/previous-messages.ts';
import type { ResponseStore } from '#electron/conversation-state/response-store.ts';
import type { LaneResponsesStore } from '#electron/conversation-state/lane-responses.ts';
import type { SignatureStore } from '#electron/conversation-state/thinking-store.ts';
import type { LearnedRules } from '../upstream/learned-rules.ts';
import type { ModelList } from '../upstream/models/model-list.ts';
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
  /** Memory limit of all requests in progress together. */
  readonly memory: MemoryBudget;
  /** Exact assistant turns of the upstream; null keeps none. */
  readonly signatures: SignatureStore | null;
  /** Earlier message ids, which later requests name to diagnose prompt cache misses. */
  readonly previousMessages: PreviousMessagesStore;
  /** Targets of `previous_response_id` and `item_reference`. */
  readonly responses: ResponseStore;
  /** The same for WebSockets, whose responses need not be stored. */
  readonly laneResponses: LaneResponsesStore;
  /** Milliseconds of silence before a keep-alive comment on a stream. */
  readonly keepAliveMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One endpoint. `body` is empty for methods without one. A rejection becomes the error response. */
export type Route = (context: RequestContext, body: Buffer, deps: ProxyDeps) => Promise<void> | void;
