/** The current link: the node at the caret, or a note, with its ranges in the other panes. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Pane } from '#shared/exchange/panes/link-panes.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import type { Note } from '#shared/notes.ts';
import { useAppState } from '../../state/app-store.ts';
import type { CodeMark, Reveal } from '../../code-view/code-marks.ts';
import type { FollowedLink, LocatedNote, JsonLocation } from '../worker/follow-link.ts';
import type { BodyFormatName } from '../worker/body-formats.ts';
import { runJob } from '../worker/exchange-worker-client.ts';

export type Link =
  | {
      readonly kind: 'node';
      readonly followed: FollowedLink;
      /** The index of the range that is shown. */
      readonly at: number;
    }
  | { readonly kind: 'note'; readonly note: Note; readonly locatedNote: LocatedNote };

/** The marks of a link in one pane. `form` is the body format that they refer to. */
export interface PaneLink {
  readonly form: BodyFormatName;
  readonly marks: readonly CodeMark[];
  readonly reveal: Reveal | null;
}

export interface LinkState {
  /** The worker takes long enough to show a spinner. */
  readonly waiting: boolean;
  readonly link: Link | null;
  readonly panes: Partial<Record<Pane, PaneLink>>;
  readonly pick: (pane: Pane, form: BodyFormatName, position: number, top: number) => void;
  readonly showPath: (pane: Pane, path: string) => void;
  readonly showNote: (note: Note) => void;
  /** Scrolls to another range of the same node. */
  readonly step: (by: number) => void;
  readonly clear: () => void;
}

interface Shown {
  /** A link is about one state of one exchange: with the next one it is gone. */
  readonly of: Exchange | null;
  readonly link: Link | null;
  readonly panes: LinkState['panes'];
  /** Distance of the picked node from the top of its pane in pixels; null when the pane scrolls to it too. */
  readonly top: number | null;
}

/** Spinner delay in milliseconds: shorter waits show no spinner. */
const NOTICED_MS = 200;

/** Delay before preparing links, in milliseconds: the user may be passing on to another exchange. */
const STAYING_MS = 700;

const nothing: Shown = { of: null, link: null, panes: {}, top: 0 };

export function useLinkState(exchange: Exchange): LinkState {
  const inputs = useAppState((app) => app.translationInputs);
  const [state, setShown] = useState<Shown>(nothing);
  const [waiting, setWaiting] = useState(false);
  const shown = state.of === exchange ? state : nothing;
  /** Late responses of the worker are dropped: the caret has moved on. */
  const latest = useRef(0);
  const show = useCallback(<Result>(result: Promise<Result>, shownFor: (result: Result) => Shown) => {
    latest.current += 1;
    const mine = latest.current;
    const slow = setTimeout(() => setWaiting(mine === latest.current), NOTICED_MS);
    const set = (next: Shown): void => {
      clearTimeout(slow);
      if (mine !== latest.current) return;
      setWaiting(false);
      setShown(next);
    };
    result.then(shownFor, () => nothing).then(set, () => undefined);
  }, []);

  // Prepares the links of large bodies in advance, because the first request for one takes long.
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
    link: { kind: 'note', note, locatedNote: located },
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
