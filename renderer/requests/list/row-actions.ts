/** Actions on the marked exchanges, or on the open one. Failures are shown in a notice. */

import { curlOf } from '#shared/exchange/export/curl.ts';
import type { ExchangeSummary } from '#shared/exchange/record.ts';
import { call } from '../../lib/window-bridge.ts';
import { plural } from '../../lib/format-values.ts';
import { reportOf, useAppStore } from '../../state/app-store.ts';
import { currentShell } from '../../state/shell-choice.ts';
import { copyText } from '../../ui/copy.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSearch } from '../search/exchange-search.ts';
import { backToLog, showImported, summaryOf, targets, useExchanges } from '../../state/exchange-store.ts';
import type { LabelName } from '../row-labels.ts';

/** The maximum of one call. */
const BATCH = 10_000;

async function inBatches(ids: readonly string[], send: (batch: string[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < ids.length; at += BATCH) await send(ids.slice(at, at + BATCH));
}

function targetSummaries(): ExchangeSummary[] {
  return targets()
    .map(summaryOf)
    .filter((summary) => summary !== null);
}

/** Exchanges of an opened file are read-only. */
export function canChange(): boolean {
  return useExchanges.getState().imported === null;
}

/** True when all that an action would be done to are pinned: then the action takes the pins away. */
export function allPinned(): boolean {
  const summaries = targetSummaries();
  return summaries.length > 0 && summaries.every((summary) => summary.pinned === true);
}

export async function togglePin(): Promise<void> {
  if (!canChange()) return;
  const ids = targets();
  const pinned = !allPinned();
  try {
    await inBatches(ids, (batch) => call('exchanges.pin', { ids: batch, pinned }));
  } catch (error) {
    notify(`${plural(ids.length, 'exchange')} could not be ${pinned ? 'pinned' : 'unpinned'}`, problemOf(error));
  }
}

/** The label that all of them have; null when they differ or have none. */
export function commonLabel(): string | null {
  const [first, ...others] = targetSummaries();
  const label = first?.label ?? null;
  return others.every((summary) => (summary.label ?? null) === label) ? label : null;
}

export async function setLabel(label: LabelName | null): Promise<void> {
  if (!canChange()) return;
  try {
    await inBatches(targets(), (batch) => call('exchanges.label', { ids: batch, label }));
  } catch (error) {
    notify('The label was not set', problemOf(error));
  }
}

/** The open exchange as a command for a terminal, from the client's side. */
export async function copyAsCurl(): Promise<void> {
  const id = useExchanges.getState().selected ?? targets()[0];
  const baseUrl = useAppStore.getState().app?.status.baseUrl;
  if (id === undefined || baseUrl === undefined) return;
  try {
    const exchange = await call('exchanges.get', { id });
    const command =
      exchange === null
        ? null
        : curlOf(exchange, { side: 'client', origin: baseUrl.replace(/\/v1$/, ''), shell: currentShell() });
    if (command === null) notify('This exchange is no longer in the log', { problem: true });
    else await copyText(command, 'the request as a curl command');
  } catch (error) {
    notify('The request could not be copied', problemOf(error));
  }
}

/** What an export from the toolbar is about: the marked ones, or all that the list shows. Oldest first. */
export function exportIds(): readonly string[] {
  const { marked } = useExchanges.getState();
  const shown = useSearch.getState().rows.ascending;
  const wanted = marked.size > 0 ? shown.filter(({ id }) => marked.has(id)) : shown;
  return wanted.map(({ id }) => id);
}

/** Writes them to a file that the user chooses. */
export async function exportTo(format: 'har' | 'jsonl', ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    const saved = await call('export.save', { format, ids: [...ids] });
    if (saved !== null) notify(`Exported ${plural(saved.count, 'exchange')}`, { description: saved.path });
  } catch (error) {
    if (reportOf(error).code === 'export_cancelled')
      notify('The export was cancelled', { description: 'No file was written.' });
    else notify('The export failed', problemOf(error));
  }
}

/** Shows an exported file instead of the log. */
export async function openExported(): Promise<void> {
  try {
    const file = await call('import.open');
    if (file !== null) showImported(file.name, file.problem, file.summaries);
  } catch (error) {
    notify('The file was not opened', problemOf(error));
  }
}

export function closeExported(): void {
  backToLog();
  void call('import.close').catch(() => undefined);
}

function problemOf(error: unknown): { readonly description: string; readonly problem: true } {
  const { message, hint } = reportOf(error);
  return { description: [message, hint].filter((part) => part !== null).join(' '), problem: true };
}
