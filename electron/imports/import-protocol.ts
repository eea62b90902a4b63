/** The messages of the import worker. */

import type { Exchange } from '#shared/exchange/record.ts';

export interface ImportWorkerStart {
  readonly file: string;
  readonly maxCharacters: number;
}

export type FromImportWorker =
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  /** `problem`: unreadable parts, as text for people; null without any. */
  | { readonly kind: 'done'; readonly problem: string | null }
  | { readonly kind: 'failed'; readonly message: string };
