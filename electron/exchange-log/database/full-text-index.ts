/** The two full-text indexes, updated together: `words` for whole words, `grams` (trigrams) for text inside of words. */

import { exchangeText, foldText } from '#shared/exchange/searchable-text.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { indexedTrigrams } from './trigram-index.ts';
import type { Connection } from './sqlite.ts';
import { indexedWords } from './word-index.ts';

export interface IndexedText {
  readonly words: string;
  readonly grams: string;
  /** Estimated size. */
  readonly bytes: number;
}

export interface TextIndex {
  read(exchange: Exchange): IndexedText;
  add(seq: number, text: IndexedText): void;
  clear(): void;
  /** Adds a few exchanges of an earlier version to `grams`, newest first. @returns whether more remain */
  indexOlder(peek: (id: string) => Exchange | null): boolean;
}

/** Measured on conversations and source code. */
const WORD_BYTES_PER_CHARACTER = 0.3;
const TRIGRAM_BYTES_PER_CHARACTER = 0.3;
/** Limits of one step: exchanges and milliseconds. */
const OLDER = 50;
const OLDER_MS = 20;

export function createTextIndex(connection: Connection): TextIndex {
  const insertWords = connection.prepare('INSERT INTO words(rowid, body) VALUES(?, ?)');
  const insertGrams = connection.prepare('INSERT INTO grams(rowid, body) VALUES(?, ?)');
  // SQLite may have reused the rowid of a deleted exchange.
  const putGrams = connection.prepare('INSERT OR REPLACE INTO grams(rowid, body) VALUES(?, ?)');
  const selectUpTo = connection.prepare('SELECT upto FROM unindexed');
  const setUpTo = connection.prepare('UPDATE unindexed SET upto = ?');
  const selectOlder = connection.prepare('SELECT seq, id FROM exchanges WHERE seq <= ? ORDER BY seq DESC LIMIT ?');

  return {
    read(exchange) {
      const text = exchangeText(exchange);
      const words = indexedWords(text);
      const grams = indexedTrigrams(foldText(text));
      const bytes = words.length * WORD_BYTES_PER_CHARACTER + grams.length * TRIGRAM_BYTES_PER_CHARACTER;
      return { words, grams, bytes: Math.ceil(bytes) };
    },

    add(seq, { words, grams }) {
      insertWords.run(seq, words);
      insertGrams.run(seq, grams);
    },

    clear() {
      connection.exec(`INSERT INTO words(words) VALUES('delete-all');
        INSERT INTO grams(grams) VALUES('delete-all');
        UPDATE unindexed SET upto = 0;`);
    },

    indexOlder(peek) {
      const upTo = Number(selectUpTo.get()?.[0] ?? 0);
      if (upTo === 0) return false;
      const until = performance.now() + OLDER_MS;
      return connection.transaction(() => {
        const rows = selectOlder.all(upTo, OLDER);
        let left = 0;
        for (const [index, [seq, id]] of rows.entries()) {
          const exchange = peek(String(id));
          if (exchange !== null) putGrams.run(Number(seq), indexedTrigrams(foldText(exchangeText(exchange))));
          const isLast = index === rows.length - 1 && rows.length < OLDER;
          left = isLast ? 0 : Number(seq) - 1;
          if (performance.now() > until) break;
        }
        setUpTo.run(left);
        return left > 0;
      });
    },
  };
}
