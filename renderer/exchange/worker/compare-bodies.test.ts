import { describe, expect, it } from 'vitest';
import { exchange, side } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { defaultSettings } from '#shared/settings/schema.ts';
import type { PaneComparison, ExchangeComparison } from './compare-bodies.ts';
import { createExchangeWorker } from './exchange-worker.ts';

const inputs = { settings: defaultSettings, models: [] };

function compared(left: Exchange, right: Exchange): ExchangeComparison {
  const worker = createExchangeWorker();
  worker.load('left', left, inputs);
  worker.load('right', right, inputs);
  return worker.compare('left', 'right');
}

function describeChanges(comparison: PaneComparison | null): string[] {
  return (comparison?.differences ?? []).map(({ kind, path, left, right }) => {
    const before = left === null ? '' : comparison?.left.text.slice(left.from, left.to);
    const after = right === null ? '' : comparison?.right.text.slice(right.from, right.to);
    return `${kind} ${path}: ${before} | ${after}`;
  });
}

describe('two exchanges', () => {
  it('have each difference with its positions', () => {
    const body = JSON.parse(exchange().clientRequest.body);
    const changed = { ...body, temperature: undefined, max_tokens: 900, seed: 7 };
    const { clientRequest, upstreamRequest } = compared(
      exchange(),
      exchange({ clientRequest: side({ body: JSON.stringify(changed) }) }),
    );
    expect(describeChanges(clientRequest)).toEqual([
      'removed temperature: "temperature": 0.2 | ',
      'changed max_tokens: "max_tokens": 500 | "max_tokens": 900',
      'added seed:  | "seed": 7',
    ]);
    expect(describeChanges(upstreamRequest)).toEqual([]);
  });

  it('that are not JSON are compared by line', () => {
    const page = (text: string): Exchange => exchange({ upstreamResponse: side({ body: text }) });
    const { upstreamResponse } = compared(page('<html>\r\none\nlast'), page('<html>\r\ntwo\nlast'));
    expect(upstreamResponse?.left.language).toBe('text');
    expect(describeChanges(upstreamResponse)).toEqual(['changed [1]: one | two']);
  });

  it('without a message on one side cannot be compared', () => {
    expect(compared(exchange(), exchange({ clientResponse: null })).clientResponse).toBeNull();
  });
});
