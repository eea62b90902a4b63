/**
 * The order of responses on one WebSocket: one at a time in each lane, several lanes side by side, the rest waits in the order of its
 * arrival. Limits: OpenAI's guide "WebSocket mode", "Limits per connection".
 */

import { RequestRefused } from '#shared/errors.ts';

/** Responses in flight on one connection. */
export const MAX_IN_FLIGHT = 16;
/** Distinct `stream_id`s in the life of one connection; the default lane is not counted. */
export const MAX_LANES = 32;
/** Requests that wait on one connection. The API documents no limit; ours keeps a client's mistake small. */
export const MAX_QUEUED = 1_000;

export interface LaneQueue {
  /**
   * Runs `job` when the lane and the connection are free. `job` must not reject.
   *
   * @param lane `stream_id`; null is the default lane
   * @throws RequestRefused 400 `websocket_stream_limit_reached`, 429 `websocket_queue_full`
   */
  add(lane: string | null, job: () => Promise<void>): void;
  /** Takes the waiting jobs out. */
  takeWaiting(): (() => Promise<void>)[];
}

interface WaitingJob {
  readonly lane: string | null;
  readonly job: () => Promise<void>;
}

export function createLaneQueue(): LaneQueue {
  const named = new Set<string>();
  const busy = new Set<string | null>();
  let waiting: WaitingJob[] = [];

  function run({ lane, job }: WaitingJob): void {
    busy.add(lane);
    void job().finally(() => {
      busy.delete(lane);
      startNext();
    });
  }

  function startNext(): void {
    for (let index = 0; index < waiting.length && busy.size < MAX_IN_FLIGHT;) {
      const next = waiting[index];
      if (next === undefined || busy.has(next.lane)) index += 1;
      else {
        waiting.splice(index, 1);
        run(next);
      }
    }
  }

  return {
    add(lane, job) {
      if (lane !== null && !named.has(lane)) {
        if (named.size >= MAX_LANES) throw tooManyLanes();
        named.add(lane);
      }
      if (!busy.has(lane) && busy.size < MAX_IN_FLIGHT) run({ lane, job });
      else if (waiting.length < MAX_QUEUED) waiting.push({ lane, job });
      else throw tooManyQueued();
    },
    takeWaiting() {
      const taken = waiting.map(({ job }) => job);
      waiting = [];
      return taken;
    },
  };
}

function tooManyLanes(): RequestRefused {
  return new RequestRefused({
    code: 'websocket_stream_limit_reached',
    param: 'stream_id',
    message: `This connection has used ${String(MAX_LANES)} different stream_ids, which is the limit.`,
    hint: 'Use one of them again, or open another connection.',
  });
}

function tooManyQueued(): RequestRefused {
  return new RequestRefused({
    status: 429,
    code: 'websocket_queue_full',
    message: `${String(MAX_QUEUED)} requests wait on this connection, which is the limit.`,
    hint: 'Wait until a response has ended.',
  });
}
