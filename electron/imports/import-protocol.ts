/** The messages of the thread that reads an opened file. */

import type { Exchange } from '#shared/exchange/record.ts';

export interface ImportWorkerStart {
  readonly file: string;
  readonly maxCharacters: number;
}

export type FromImportWorker =
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  /** `problem`: what could not be read, for people; null when everything could. */
  | { readonly kind: 'done'; readonly problem: string | null }
  | { readonly kind: 'failed'; readonly message: string };
