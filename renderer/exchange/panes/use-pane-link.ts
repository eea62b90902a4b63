/** What is linked at the moment: the node that was pointed at, or a note, with its places in the other panes. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { Note } from '#shared/translate/core/notes.ts';
import { useAppState } from '../../state/app-store.ts';
import type { CodeMark, Reveal } from '../../code-view/code-marks.ts';
import type { FollowedLink, LocatedNote, JsonLocation } from '../worker/follow-link.ts';
import type { BodyFormatName } from './body-formats.ts';
import { runJob } from '../worker/exchange-worker-client.ts';

export type Link =
  | {
      readonly kind: 'node';
      readonly followed: FollowedLink;
      /** Which of the places is in sight. */
      readonly at: number;
    }
  | { readonly kind: 'note'; readonly note: Note; readonly placed: LocatedNote };

/** What one pane has to show of a link. `form` is the one its marks are about. */
export interface PaneLink {
  readonly form: BodyFormatName;
  readonly marks: readonly CodeMark[];
  readonly reveal: Reveal | null;
}

export interface LinkState {
  /** An answer takes long enough to say so. */
  readonly waiting: boolean;
  readonly link: Link | null;
  readonly panes: Partial<Record<Pane, PaneLink>>;
  readonly pick: (pane: Pane, form: BodyFormatName, position: number, top: number) => void;
  readonly showPath: (pane: Pane, path: string) => void;
  readonly showNote: (note: Note) => void;
  /** Brings another place of the same node into sight. */
  readonly step: (by: number) => void;
  readonly clear: () => void;
}

interface Shown {
  /** A link is about one state of one exchange: with the next one it is gone. */
  readonly of: Exchange | null;
  readonly link: Link | null;
  readonly panes: LinkState['panes'];
  /** How far below the top of its pane the node stands that was pointed at; null when it is to be brought into sight too. */
  readonly top: number | null;
}

/** Before that nobody wonders. */
const NOTICED_MS = 200;

/** Before that the reader may be on the way to another exchange. */
const STAYING_MS = 700;

const nothing: Shown = { of: null, link: null, panes: {}, top: 0 };

export function useLinkState(exchange: Exchange): LinkState {
  const inputs = useAppState((app) => app.translationInputs);
  const [state, setShown] = useState<Shown>(nothing);
  const [waiting, setWaiting] = useState(false);
  const shown = state.of === exchange ? state : nothing;
  /** Answers that come late are about something that nobody points at any more. */
  const asked = useRef(0);
  const show = useCallback(<Answer>(answer: Promise<Answer>, shownFor: (answer: Answer) => Shown) => {
    asked.current += 1;
    const mine = asked.current;
    const slow = setTimeout(() => setWaiting(mine === asked.current), NOTICED_MS);
    const set = (next: Shown): void => {
      clearTimeout(slow);
      if (mine !== asked.current) return;
      setWaiting(false);
      setShown(next);
    };
    answer.then(shownFor, () => nothing).then(set, () => undefined);
  }, []);

  // Whoever stays with an exchange is likely to point at something: in megabytes the first answer would take its time.
  useEffect(() => {
    if (exchange.summary.totalMs === null) return;
    const timer = setTimeout(() => void runJob(exchange, inputs, 'prepare').catch(() => undefined), STAYING_MS);
    return () => clearTimeout(timer);
  }, [exchange, inputs]);

  const pick = useCallback<LinkState['pick']>(
    (pane, form, position, top) =>
      show(runJob(exchange, inputs, 'follow', pane, form, position), (followed) =>
        followed === null ? nothing : nodeShown(exchange, followed, firstInSight(followed), top),
      ),
    [exchange, inputs, show],
  );
  const showPath = useCallback<LinkState['showPath']>(
    (pane, path) =>
      show(runJob(exchange, inputs, 'followPath', pane, path), (followed) =>
        followed === null ? nothing : nodeShown(exchange, followed, firstInSight(followed), null),
      ),
    [exchange, inputs, show],
  );
  const showNote = useCallback<LinkState['showNote']>(
    (note) => show(runJob(exchange, inputs, 'locateNote', note), (located) => noteShown(exchange, note, located)),
    [exchange, inputs, show],
  );
  const step = useCallback<LinkState['step']>((by) => {
    setShown((now) => {
      if (now.link?.kind !== 'node') return now;
      const { length } = now.link.followed.targets;
      return nodeShown(now.of, now.link.followed, (now.link.at + by + length) % length, now.top);
    });
  }, []);
  const clear = useCallback(() => setShown(nothing), []);
  return { waiting, link: shown.link, panes: shown.panes, pick, showPath, showNote, step, clear };
}

function firstInSight({ targets }: FollowedLink): number {
  return Math.max(
    0,
    targets.findIndex(({ location }) => location !== null),
  );
}

function nodeShown(of: Exchange | null, followed: FollowedLink, at: number, top: number | null): Shown {
  const locations = followed.targets.map(({ location }) => location).filter((location) => location !== null);
  const current = followed.targets[at]?.location ?? null;
  return {
    of,
    link: { kind: 'node', followed, at },
    panes: paneLinks(
      [[followed.origin, 'picked'], ...locations.map((location) => [location, 'linked'] as const)],
      [
        ...(current === null ? [] : [{ location: current, top }]),
        ...(top === null ? [{ location: followed.origin, top }] : []),
      ],
    ),
    top,
  };
}

function noteShown(of: Exchange, note: Note, located: LocatedNote): Shown {
  const locations = [located.from, located.to].filter((location) => location !== null);
  return {
    of,
    link: { kind: 'note', note, placed: located },
    panes: paneLinks(
      locations.map((location) => [location, 'linked'] as const),
      locations.map((location) => ({ location, top: null })),
    ),
    top: 0,
  };
}

function paneLinks(
  marked: readonly (readonly [JsonLocation, CodeMark['look']])[],
  reveals: readonly { readonly location: JsonLocation; readonly top: number | null }[],
): LinkState['panes'] {
  const panes: Partial<Record<Pane, PaneLink>> = {};
  for (const [{ pane, form, from, to }, look] of marked) {
    const marks = [...(panes[pane]?.marks ?? []), { from, to, look }];
    const found = reveals.find(({ location }) => location.pane === pane);
    panes[pane] = {
      form,
      marks,
      reveal: found === undefined ? null : { position: found.location.from, top: found.top },
    };
  }
  return panes;
}
