/** Exchanges of files that were opened to look at them: kept in memory, never in the log, until the next file is opened. */

import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DragomanError } from '#shared/errors.ts';
import { createJsonLineReader } from '#shared/exchange/export/jsonl.ts';
import { createTextSearch, exchangeText, foldText } from '#shared/exchange/searchable-text.ts';
import { importedId } from '#shared/exchange/imported.ts';
import { arrivalOf, type Exchange, type ExchangeSummary } from '#shared/exchange/record.ts';
import { reasonOf } from './export-file.ts';

export interface OpenedFile {
  /** Without its folder. */
  readonly name: string;
  /** Oldest first. */
  readonly summaries: readonly ExchangeSummary[];
  /** What could not be read, for people; null when all could. */
  readonly problem: string | null;
}

export interface Imports {
  /** Throws DragomanError `import_failed` when nothing in it can be read; what was open before stays open then. */
  open(file: string): Promise<OpenedFile>;
  get(id: string): Exchange | null;
  /** The ids of those that hold the text in a body; what waits for the thread gets its turn in between. */
  search(text: string): Promise<readonly string[]>;
  close(): void;
}

/** What is opened is held in memory. */
const MAX_CHARACTERS = 256 * 1024 * 1024;
/** How long a search keeps the thread at a time, which also answers clients. */
const SEARCH_MS = 8;

export function createImports(maxCharacters = MAX_CHARACTERS): Imports {
  let opened = new Map<string, Exchange>();
  return {
    async open(file) {
      const name = basename(file);
      const { exchanges, problem } = await readExchanges(file, maxCharacters);
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

async function readExchanges(
  file: string,
  maxCharacters: number,
): Promise<{ exchanges: readonly Exchange[]; problem: string | null }> {
  const reader = createJsonLineReader();
  const exchanges: Exchange[] = [];
  let characters = 0;
  let cut = false;
  try {
    for await (const piece of createReadStream(file, { encoding: 'utf8' })) {
      const text = String(piece);
      characters += text.length;
      cut = characters > maxCharacters;
      if (cut) break;
      for (const exchange of reader.push(text)) exchanges.push(exchange);
    }
  } catch (error) {
    throw new DragomanError('import_failed', `The file could not be read: ${reasonOf(error)}.`);
  }
  if (!cut) exchanges.push(...reader.end());
  const [first, ...others] = reader.problems;
  const more = others.length > 0 ? ` ${others.length} more lines could not be read either.` : '';
  if (first !== undefined) return { exchanges, problem: `Line ${first.line}: ${first.message}${more}` };
  if (cut) return { exchanges, problem: 'The file is too large to be held in memory: this is its beginning.' };
  return { exchanges, problem: reader.torn ? 'The last line broke off.' : null };
}
