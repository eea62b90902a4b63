/** What the exchanges of one WebSocket share. */

import type { IncomingMessage } from 'node:http';
import type { LaneResponses } from '#electron/conversation-state/lane-responses.ts';
import type { GuardPolicy } from '../http/request-guards.ts';
import type { ProxyDeps } from '../http/proxy-deps.ts';
import type { FrameChannel } from './frame-channel.ts';

export interface SocketContext {
  /** Names the connection in the log. */
  readonly id: string;
  /** The request that opened it. */
  readonly request: IncomingMessage;
  readonly deps: ProxyDeps;
  readonly demo: boolean;
  /** Read for each message, because settings change. */
  readonly policy: () => GuardPolicy;
  readonly channel: FrameChannel;
  readonly responses: LaneResponses;
  readonly onUnexpected: (error: unknown) => void;
}
