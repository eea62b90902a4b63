/** Imported exchanges: kept in memory, never in the log, until the next file is opened. */

import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DragomanError } from '#shared/errors.ts';
import { createTextSearch, exchangeText, foldText } from '#shared/exchange/searchable-text.ts';
import { importedId } from '#shared/exchange/imported.ts';
import { arrivalOf, type Exchange, type ExchangeSummary } from '#shared/exchange/record.ts';
import { type ReadImport, readImport } from './read-import.ts';

export interface OpenedFile {
  /** The file name without its folder. */
  readonly name: string;
  /** Oldest first. */
  readonly summaries: readonly ExchangeSummary[];
  /** Unreadable parts, as text for people; null without any. */
  readonly problem: string | null;
}

export interface Imports {
  /** @throws DragomanError `import_failed` when nothing is readable; the previous file stays open */
  open(file: string): Promise<OpenedFile>;
  get(id: string): Exchange | null;
  /** The ids of exchanges with the text in a body; yields to the event loop in between. */
  search(text: string): Promise<readonly string[]>;
  close(): void;
}

/** Limit of an opened file, which is held in memory. */
const MAX_CHARACTERS = 256 * 1024 * 1024;
/** Time slice of a search in milliseconds: this thread also serves clients. */
const SEARCH_MS = 8;

/** @param read in the app a thread of its own: redacting a body of megabytes here would block responses to clients */
export function createImports(read: ReadImport = readImport, maxCharacters = MAX_CHARACTERS): Imports {
  let opened = new Map<string, Exchange>();
  return {
    async open(file) {
      const name = basename(file);
      const exchanges: Exchange[] = [];
      const problem = await read(file, maxCharacters, (exchange) => void exchanges.push(exchange));
      if (exchanges.length === 0) {
        throw new DragomanError(
          'import_failed',
          `No exchange could be read from ${name}. ${problem ?? 'It is empty.'}`,
          'Files that were exported as JSONL can be opened.',
        );
      }
      const marked = exchanges
        .toSorted((a, b) => arrivalOf(a.summary) - arrivalOf(b.summary))
        .map((exchange, index) => markImported(exchange, index));
      opened = new Map(marked.map((exchange) => [exchange.summary.id, exchange]));
      return { name, summaries: marked.map(({ summary }) => summary), problem };
    },
    get: (id) => opened.get(id) ?? null,
    async search(text) {
      const holds = createTextSearch(text);
      const found: string[] = [];
      let since = performance.now();
      for (const [id, exchange] of opened) {
        if (holds(foldText(exchangeText(exchange)))) found.push(id);
        if (performance.now() - since < SEARCH_MS) continue;
        await nextTurn();
        since = performance.now();
      }
      return found;
    },
    close() {
      opened = new Map();
    },
  };
}

function markImported(exchange: Exchange, index: number): Exchange {
  return { ...exchange, summary: { ...exchange.summary, id: importedId(index, exchange.summary.id) } };
}
