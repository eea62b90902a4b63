import { describe, expect, it } from 'vitest';
import { exchange, side } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import { defaultSettings } from '#shared/settings/schema.ts';
import type { Note } from '#shared/notes.ts';
import { bodyFormats } from './body-formats.ts';
import type { JsonLocation } from './follow-link.ts';
import { createExchangeWorker } from './exchange-worker.ts';

const inputs = { settings: defaultSettings, models: [] };

const record = exchange();
const worker = createExchangeWorker();
worker.load('one', record, inputs);

function textOf(pane: Pane): string {
  const { [pane]: body } = record;
  return (body === null ? undefined : bodyFormats(body)[0]?.text) ?? '';
}

function followed(pane: Pane, what: string): ReturnType<typeof worker.follow> {
  return worker.follow('one', pane, 'formatted', textOf(pane).indexOf(what));
}

function shown(location: JsonLocation | null | undefined): string | null {
  return location ? textOf(location.pane).slice(location.from, location.to) : null;
}

function note(from: string | null, to: string | null): Note {
  return { verb: 'moved', code: 'test', from, to, reason: '' };
}

describe('following a node', () => {
  it('highlights it and its target', () => {
    const link = followed('clientRequest', '"You translate."');
    expect(shown(link?.origin)).toBe('"content": "You translate."');
    expect(link?.targets.map(({ location }) => shown(location))).toEqual(['"text": "You translate."']);
  });

  it('has the same result when precomputed', () => {
    const ahead = createExchangeWorker();
    ahead.load('one', record, inputs);
    ahead.prepare('one');
    const offset = textOf('clientRequest').indexOf('"You translate."');
    expect(ahead.follow('one', 'clientRequest', 'formatted', offset)).toEqual(
      followed('clientRequest', '"You translate."'),
    );
  });

  it('of a truncated body has a location and no known target', () => {
    const body = String.raw`{"model": "gpt-4o", "messages": [{"role": "user", "content": "say \"hello`;
    worker.load('cut', exchange({ clientRequest: side({ body, truncated: true }) }), inputs);
    const link = worker.follow('cut', 'clientRequest', 'raw', body.indexOf('hello'));
    expect(link).toMatchObject({ origin: { path: 'messages[0].content', to: body.length }, targets: [] });
    expect(link?.caveat).toContain('was not stored completely');
  });

  it('that was dropped has a reason and no target range', () => {
    const [target] = followed('clientRequest', '"temperature"')?.targets ?? [];
    expect(target).toMatchObject({ verb: 'dropped', path: null, location: null });
    expect(target?.reason).not.toBe('');
  });

  it('goes from the client response to the upstream', () => {
    const link = followed('clientResponse', '"Bonjour"');
    expect(link?.targets.map(({ location }) => shown(location))).toEqual(['"text": "Bonjour"']);
  });

  it('works in the raw body as in the formatted one', () => {
    const raw = record.clientRequest.body;
    const link = worker.follow('one', 'clientRequest', 'raw', raw.indexOf('You translate'));
    expect(link?.origin).toMatchObject({ form: 'raw', path: 'messages[0].content' });
  });
});

describe('a note', () => {
  it.each([
    ['about the request', note('messages[0]', 'system[0]'), 'clientRequest', 'upstreamRequest'],
    ['about the response', note('content[0].text', 'choices[0].message.content'), 'upstreamResponse', 'clientResponse'],
  ])('%s is highlighted at both ends', (_, about, from, to) => {
    const located = worker.locateNote('one', about);
    expect([located.from?.pane, located.to?.pane]).toEqual([from, to]);
  });

  it('about a missing node highlights its parent', () => {
    expect(worker.locateNote('one', note('messages[0].content[4].image', null)).from?.path).toBe('messages[0].content');
    expect(worker.locateNote('one', note('gone', null))).toEqual({ from: null, to: null });
  });
});

it('a body that is not JSON has no links', () => {
  worker.load('broken', exchange({ clientRequest: side({ body: '{"a": ' }) }), inputs);
  expect(worker.follow('broken', 'clientRequest', 'formatted', 1)).toBeNull();
});

it('an evicted analysis is loaded again', () => {
  const small = createExchangeWorker();
  for (const key of ['a', 'b', 'c', 'd', 'e']) small.load(key, record, inputs);
  expect(() => small.follow('a', 'clientRequest', 'raw', 1)).toThrow(/no longer/);
  expect(small.follow('e', 'clientRequest', 'raw', 1)).not.toBeNull();
});
