/**
 * The rows of the list: all exchanges, or those that match the filter. Long searches run in time slices between frames and publish their progress; a batch of new exchanges is tested immediately.
 */

import { create } from 'zustand';
import { createMatcher, formatFilter, needsBodies, type Term } from '#shared/exchange/filter/index.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { reportOf } from '../../state/app-store.ts';
import { notify } from '../../ui/toast.tsx';
import { forgetResults, foundIn, searchBodies, searchImported } from './body-search.ts';
import { listed, useExchanges } from '../../state/exchange-store.ts';
import { rowsOf, type Rows } from '../../state/summary-index.ts';
import { termsOf } from '../../state/filter-state.ts';
import { passing, startSearch, type Evaluated, type Matcher, type Search } from './search.ts';

interface SearchStore {
  readonly rows: Rows;
  /** Which search gave the rows: another number, another filter. */
  readonly generation: number;
  /** How far a search is that takes noticeably long (0 to 1); null when there is none. */
  readonly progress: number | null;
  /** A text query of the log is running. */
  readonly asking: boolean;
  readonly filtered: boolean;
}

export const useSearch = create<SearchStore>(() => ({
  rows: rowsOf([]),
  generation: 0,
  progress: null,
  asking: false,
  filtered: false,
}));

/** Rows matched between two checks of the clock. */
const STEP = 500;
const SLICE_MS = 8;
/** Above this number matching is divided into slices. */
const AT_ONCE = 2000;
const SHOW_PROGRESS_AFTER_MS = 150;
/** Relative terms such as `after:10m` are evaluated again at this interval, and new bodies are searched. */
const RENEW_MS = 15_000;
/** Debounces typing, in milliseconds. */
const ASK_AFTER_MS = 200;
/** Interval at which a running search publishes its matches, in milliseconds. */
const SHOW_FOUND_MS = 400;

/** The filter that was searched for last; null: none was yet, in this list. */
let key: string | null = '';
let matcher: Matcher | null = null;
let evaluated: Evaluated | null = null;
let running: { readonly search: Search; readonly since: number } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let renewal: ReturnType<typeof setInterval> | undefined;
let askTimer: ReturnType<typeof setTimeout> | undefined;
let question = 0;

function isRelative(term: Term): boolean {
  return term.kind === 'moment' && term.moment.kind === 'ago';
}

function sourceNow(): readonly ExchangeSummary[] {
  return listed(useExchanges.getState());
}

function show(source: readonly ExchangeSummary[], filtered: boolean): void {
  useSearch.setState({ rows: rowsOf(source), progress: null, filtered });
}

function finish(search: Search): void {
  running = null;
  evaluated = search.result();
  show(passing(evaluated), true);
  // Exchanges that arrived meanwhile are matched now; they are few.
  if (evaluated.source !== sourceNow()) begin();
}

function slice(): void {
  if (running === null) return;
  const { search, since } = running;
  const started = performance.now();
  let finished = false;
  while (!finished && performance.now() - started < SLICE_MS) finished = search.step(STEP);
  if (finished) {
    finish(search);
    return;
  }
  if (performance.now() - since > SHOW_PROGRESS_AFTER_MS) {
    useSearch.setState({ progress: search.done / Math.max(1, search.total) });
  }
  timer = setTimeout(slice, 0);
}

function begin(): void {
  if (matcher === null) {
    show(sourceNow(), false);
    return;
  }
  const search = startSearch(matcher, sourceNow(), evaluated);
  if (search.step(AT_ONCE)) {
    finish(search);
    return;
  }
  running = { search, since: performance.now() };
  timer = setTimeout(slice, 0);
}

/** Cancels the running search and starts another. The previous rows stay until there are new ones. */
function restart(terms: readonly Term[]): void {
  clearTimeout(timer);
  running = null;
  evaluated = null;
  matcher = terms.length === 0 ? null : createMatcher(terms, Date.now(), hasBody);
  begin();
}

function hasBody({ id }: ExchangeSummary, text: string): boolean {
  return foundIn(text).has(id);
}

/** Queries the log, or the imported file, for the texts of the filter, if any, and tests the rows again. */
function askSoon(terms: readonly Term[], delay: number): void {
  clearTimeout(askTimer);
  question += 1;
  const mine = question;
  const texts = terms.flatMap((term) => (term.kind === 'text' ? [term.text] : []));
  const needed = texts.length > 0;
  useSearch.setState({ asking: needed && delay > 0 });
  if (needed) askTimer = setTimeout(() => void ask(terms, texts, mine), delay);
}

async function ask(terms: readonly Term[], texts: readonly string[], mine: number): Promise<void> {
  let shown = performance.now();
  const isWanted = (): boolean => {
    if (mine !== question) return false;
    if (performance.now() - shown > SHOW_FOUND_MS) {
      shown = performance.now();
      restart(terms);
    }
    return true;
  };
  try {
    const inFile = useExchanges.getState().imported !== null;
    for (const text of texts) await (inFile ? searchImported(text) : searchBodies(text, isWanted));
  } catch (error) {
    if (mine === question)
      notify('The texts could not be searched', { description: reportOf(error).message, problem: true });
  }
  if (mine !== question) return;
  useSearch.setState({ asking: false });
  restart(terms);
}

function renew(terms: readonly Term[]): void {
  restart(terms);
  if (needsBodies(terms)) askSoon(terms, 0);
}

function update(): void {
  const terms = termsOf(useExchanges.getState().filter);
  const wanted = formatFilter(terms);
  if (wanted === key) {
    if (running === null) begin();
    return;
  }
  key = wanted;
  clearInterval(renewal);
  renewal = terms.some(isRelative) || needsBodies(terms) ? setInterval(() => renew(terms), RENEW_MS) : undefined;
  useSearch.setState(({ generation }) => ({ generation: generation + 1 }));
  restart(terms);
  askSoon(terms, ASK_AFTER_MS);
}

/** A new list: cached matches no longer apply. */
function another(): void {
  clearTimeout(timer);
  running = null;
  evaluated = null;
  key = null;
  forgetResults();
  update();
}

/** Keeps the rows up to date from now on. Returns the function that ends it. */
export function followSearch(): () => void {
  update();
  const end = useExchanges.subscribe((now, before) => {
    if (now.imported !== before.imported) another();
    else if (listed(now) !== listed(before) || now.filter !== before.filter) update();
  });
  return () => {
    end();
    clearTimeout(timer);
    clearInterval(renewal);
    clearTimeout(askTimer);
    question += 1;
    running = null;
  };
}
