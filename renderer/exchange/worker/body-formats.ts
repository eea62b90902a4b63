/** The formats of a body (raw, indented, assembled), each with its text. Pure. */

import type { HttpMessage } from '#shared/exchange/record.ts';
import { formatJson } from '../../code-view/format-json.ts';

export type BodyFormatName = 'message' | 'events' | 'formatted' | 'raw';

export interface BodyFormat {
  readonly form: BodyFormatName;
  readonly text: string;
  readonly language: 'json' | 'events' | 'text';
}

/** The first is the one to begin with: the document of the side, where it has one. */
export function bodyFormats(side: HttpMessage): readonly BodyFormat[] {
  if (side.events) {
    const events: BodyFormat = { form: 'events', text: side.body, language: 'events' };
    if (side.assembled === null) return [events];
    const message = formatJson(side.assembled) ?? side.assembled;
    return [{ form: 'message', text: message, language: 'json' }, events];
  }
  if (side.body === '') return [];
  const formatted = formatJson(side.body);
  if (formatted === null) return [{ form: 'raw', text: side.body, language: 'text' }];
  if (formatted === side.body) return [{ form: 'formatted', text: formatted, language: 'json' }];
  return [
    { form: 'formatted', text: formatted, language: 'json' },
    { form: 'raw', text: side.body, language: 'text' },
  ];
}
