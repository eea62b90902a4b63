import { describe, expect, it } from 'vitest';
import { exchange, side } from '#shared/exchange/__fixtures__/exchanges.ts';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import { defaultSettings } from '#shared/settings/schema.ts';
import type { Note } from '#shared/translate/core/notes.ts';
import { formsOf } from '../panes/body-formats.ts';
import type { Spot } from './follow-link.ts';
import { createWorkshop } from './exchange-worker.ts';

const today = { settings: defaultSettings, models: [] };

const record = exchange();
const workshop = createWorkshop();
workshop.open('one', record, today);

function textOf(pane: Pane): string {
  const { [pane]: body } = record;
  return (body === null ? undefined : formsOf(body)[0]?.text) ?? '';
}

function followed(pane: Pane, what: string): ReturnType<typeof workshop.follow> {
  return workshop.follow('one', pane, 'formatted', textOf(pane).indexOf(what));
}

function shown(spot: Spot | null | undefined): string | null {
  return spot ? textOf(spot.pane).slice(spot.from, spot.to) : null;
}

function note(from: string | null, to: string | null): Note {
  return { verb: 'moved', code: 'test', from, to, reason: '' };
}

describe('pointing at a node', () => {
  it('marks it and the place it went to', () => {
    const answer = followed('clientRequest', '"You translate."');
    expect(shown(answer?.origin)).toBe('"content": "You translate."');
    expect(answer?.places.map(({ spot }) => shown(spot))).toEqual(['"text": "You translate."']);
  });

  it('is answered the same when everything was worked out ahead', () => {
    const ahead = createWorkshop();
    ahead.open('one', record, today);
    ahead.prepare('one');
    const offset = textOf('clientRequest').indexOf('"You translate."');
    expect(ahead.follow('one', 'clientRequest', 'formatted', offset)).toEqual(
      followed('clientRequest', '"You translate."'),
    );
  });

  it('of a body that was cut off says that nothing is known, and where it stands', () => {
    const body = String.raw`{"model": "gpt-4o", "messages": [{"role": "user", "content": "say \"hello`;
    workshop.open('cut', exchange({ clientRequest: side({ body, truncated: true }) }), today);
    const answer = workshop.follow('cut', 'clientRequest', 'raw', body.indexOf('hello'));
    expect(answer).toMatchObject({ origin: { path: 'messages[0].content', to: body.length }, places: [] });
    expect(answer?.caveat).toContain('was not kept whole');
  });

  it('that was dropped has a place without a span, and a reason', () => {
    const [place] = followed('clientRequest', '"temperature"')?.places ?? [];
    expect(place).toMatchObject({ verb: 'dropped', path: null, spot: null });
    expect(place?.reason).not.toBe('');
  });

  it('leads from the answer back to the upstream', () => {
    const answer = followed('clientResponse', '"Bonjour"');
    expect(answer?.places.map(({ spot }) => shown(spot))).toEqual(['"text": "Bonjour"']);
  });

  it('in the raw body works like in the laid out one', () => {
    const raw = record.clientRequest.body;
    const answer = workshop.follow('one', 'clientRequest', 'raw', raw.indexOf('You translate'));
    expect(answer?.origin).toMatchObject({ form: 'raw', path: 'messages[0].content' });
  });
});

describe('a note', () => {
  it.each([
    ['about the request', note('messages[0]', 'system[0]'), 'clientRequest', 'upstreamRequest'],
    ['about the answer', note('content[0].text', 'choices[0].message.content'), 'upstreamResponse', 'clientResponse'],
  ])('%s is shown at both ends', (_, about, from, to) => {
    const placed = workshop.placeNote('one', about);
    expect([placed.from?.pane, placed.to?.pane]).toEqual([from, to]);
  });

  it('about something that the body lacks is shown around it', () => {
    expect(workshop.placeNote('one', note('messages[0].content[4].image', null)).from?.path).toBe(
      'messages[0].content',
    );
    expect(workshop.placeNote('one', note('gone', null))).toEqual({ from: null, to: null });
  });
});

it('a body that is no JSON has nothing to follow', () => {
  workshop.open('broken', exchange({ clientRequest: side({ body: '{"a": ' }) }), today);
  expect(workshop.follow('broken', 'clientRequest', 'formatted', 1)).toBeNull();
});

it('what was cleared away from the bench is asked for again', () => {
  const small = createWorkshop();
  for (const key of ['a', 'b', 'c', 'd', 'e']) small.open(key, record, today);
  expect(() => small.follow('a', 'clientRequest', 'raw', 1)).toThrow(/no longer/);
  expect(small.follow('e', 'clientRequest', 'raw', 1)).not.toBeNull();
});
