/** Reads the exchanges of a JSONL file, in any thread. */

import { DragomanError } from '#shared/errors.ts';
import { createJsonLineReader, MAX_PROBLEMS } from '#shared/exchange/export/jsonl.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { readTextChunks } from '#electron/platform/decode-text.ts';
import { fileErrorText } from '#electron/platform/file-error.ts';

/**
 * @param maxCharacters of the file; the rest is not read
 * @param onExchange called for each exchange, in the order of the file
 * @returns unreadable parts, as text for people; null without any
 * @throws DragomanError `import_failed` when the file itself cannot be read
 */
export type ReadImport = (
  file: string,
  maxCharacters: number,
  onExchange: (exchange: Exchange) => void,
) => Promise<string | null>;

/** An HTTP archive, whichever program wrote it. */
const ARCHIVE = /^\s*\{\s*"log"\s*:\s*\{/;
const ARCHIVE_MESSAGE =
  'This is an HTTP archive (HAR), which is for other programs. Dragoman opens what it exported as JSONL.';

export const readImport: ReadImport = async (file, maxCharacters, onExchange) => {
  const reader = createJsonLineReader();
  let characters = 0;
  let cut = false;
  try {
    for await (const text of readTextChunks(file)) {
      if (characters === 0 && ARCHIVE.test(text)) throw new DragomanError('import_failed', ARCHIVE_MESSAGE);
      characters += text.length;
      cut = characters > maxCharacters;
      if (cut) break;
      for (const exchange of reader.push(text)) onExchange(exchange);
      if (reader.gaveUp) break;
    }
  } catch (error) {
    if (error instanceof DragomanError) throw error;
    throw new DragomanError('import_failed', `The file could not be read: ${fileErrorText(error)}.`);
  }
  if (!cut) for (const exchange of reader.end()) onExchange(exchange);
  const [first, ...others] = reader.problems;
  if (first !== undefined) return `Line ${first.line}: ${first.message}${moreProblems(others.length, reader.gaveUp)}`;
  if (cut) return 'The file is too large to be held in memory: this is its beginning.';
  return reader.torn ? 'The last line broke off.' : null;
};

function moreProblems(others: number, gaveUp: boolean): string {
  if (gaveUp) return ` After ${MAX_PROBLEMS} such lines the rest of the file was not read.`;
  return others > 0 ? ` ${others} more lines could not be read either.` : '';
}
