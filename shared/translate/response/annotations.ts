/**
 * Translates citations of a text block to OpenAI annotations. OpenAI has only `url_citation`; citations of documents that came with
 * the request go to an extension. Offsets are UTF-16 units of the message's whole content, the unit of JavaScript strings.
 */

import type Anthropic from '@anthropic-ai/sdk';
import type { Annotation, DocumentCitation } from '../../openai/chat-completion.ts';

export type TextCitation = Anthropic.TextCitation;

/** The needed fields of a text block, so that this file does not depend on the block reader. */
export interface CitedText {
  readonly start: number;
  readonly length: number;
  readonly citations: readonly TextCitation[];
}

export interface Citations {
  readonly annotations: Annotation[];
  readonly documents: DocumentCitation[];
  /** Keys of the annotations so far, so that a further citation is not compared with all of them. */
  readonly cited: Set<string>;
}

export function emptyCitations(): Citations {
  return { annotations: [], documents: [], cited: new Set() };
}

/** Appends the citations of one finished block. A page cited twice over the same text becomes one annotation. */
export function collectCitations(block: CitedText, into: Citations): void {
  const end = block.start + block.length;
  for (const citation of block.citations) {
    const page = pageOf(citation);
    if (page === null) {
      into.documents.push({ start_index: block.start, end_index: end, citation });
      continue;
    }
    const key = JSON.stringify([block.start, page.url, page.title]);
    if (into.cited.has(key)) continue;
    into.cited.add(key);
    into.annotations.push({
      type: 'url_citation',
      url_citation: { start_index: block.start, end_index: end, ...page },
    });
  }
}

/** The cited page; null for a document of the request. */
export function pageOf(citation: TextCitation): { title: string; url: string } | null {
  if (citation.type === 'web_search_result_location') {
    return { title: citation.title ?? citation.url, url: citation.url };
  }
  // A search result that the client itself supplied may have a page or anything else as its source.
  if (citation.type === 'search_result_location' && /^https?:\/\//.test(citation.source)) {
    return { title: citation.title ?? citation.source, url: citation.source };
  }
  return null;
}
