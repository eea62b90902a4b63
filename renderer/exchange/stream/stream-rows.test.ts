import { describe, expect, it } from 'vitest';
import type { ClientTimelineEvent, UpstreamTimelineEvent } from '#shared/exchange/panes/stream-timeline.ts';
import { exchange, side, summary } from '#shared/exchange/__fixtures__/exchanges.ts';
import { clientMessageRow, streamRows } from './stream-rows.ts';

const raw = { name: null, data: '{}', from: 0, to: 1, kind: 'event' };

function upstream(counts: readonly number[], first = 0, times: readonly number[] = []): UpstreamTimelineEvent[] {
  let next = first;
  return counts.map((count, index) => {
    const event = { ...raw, index, first: next, count, at: times[index] ?? null };
    next += count;
    return event;
  });
}

function client(causes: readonly ClientTimelineEvent['cause'][]): ClientTimelineEvent[] {
  return causes.map((cause, index) => ({ ...raw, index, cause, at: null }));
}

function drawn(rows: ReturnType<typeof streamRows>): string[] {
  return rows.map(({ upstream: left, client: right, joint }) =>
    [left?.index ?? '-', joint, right?.index ?? '-'].join(' '),
  );
}

describe('the message of the client', () => {
  const body = JSON.stringify({ type: 'response.create', input: 'x' });

  it('is the first row of a WebSocket’s response', () => {
    const shown = exchange({ summary: summary({ socket: '3f2a' }), clientRequest: side({ body }) });
    expect(clientMessageRow(shown)).toMatchObject({
      joint: 'request',
      upstream: null,
      client: { kind: 'response.create', data: body },
      at: 0,
    });
  });

  it('is no event over HTTP', () => {
    expect(clientMessageRow(exchange({ clientRequest: side({ body }) }))).toBeNull();
  });
});

describe('the rows of a stream', () => {
  it('have an event beside its effects', () => {
    const rows = streamRows({ upstream: upstream([1, 0, 2]), client: client([0, 2, 2]) });
    expect(drawn(rows)).toEqual(['0 caused 0', '1 none -', '2 caused 1', '- also 2']);
    expect(rows.map(({ reached }) => reached)).toEqual([0, 1, 2, 2]);
  });

  it('have events without a cause in order, and those of the end last', () => {
    const rows = streamRows({ upstream: upstream([1, 1], 2), client: client([null, null, 0, 1, 'end']) });
    expect(drawn(rows)).toEqual(['- none 0', '- none 1', '0 caused 2', '1 caused 3', '- end 4']);
    expect(rows[0]?.reached).toBe(-1);
  });

  it('have the stall before a late event', () => {
    const rows = streamRows({ upstream: upstream([0, 0, 0], 0, [10, 500, 1900]), client: [] });
    expect(rows.map(({ stall }) => stall)).toEqual([null, null, 1400]);
  });

  it('without upstream events are the client’s', () => {
    expect(drawn(streamRows({ upstream: [], client: client([null]) }))).toEqual(['- none 0']);
  });
});
