/**
 * Splits the stored text of an event stream into events with their ranges, so that the raw text can be shown beside its meaning.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

export interface RawEvent {
  /** The `event:` field, or null. */
  readonly name: string | null;
  /** Lines of `data:` joined by line breaks. */
  readonly data: string;
  /** UTF-16 offsets in the text, the blank line that ends the event included. */
  readonly from: number;
  readonly to: number;
}

/** Only events with data, as a parser dispatches them; a last one without a blank line counts too. Linear. */
export function parseSseText(text: string): readonly RawEvent[] {
  const events: RawEvent[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let from = at;
  let name: string | null = null;
  let data: string[] = [];
  const dispatch = (to: number): void => {
    if (data.length > 0) events.push({ name, data: data.join('\n'), from, to });
    from = to;
    name = null;
    data = [];
  };
  while (at < text.length) {
    const end = lineEnd(text, at);
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    if (end === at) dispatch(next);
    else if (text.startsWith('data', at)) {
      const value = fieldValue(text, at + 4, end);
      if (value !== null) data.push(value);
    } else if (text.startsWith('event', at)) name = fieldValue(text, at + 5, end) ?? name;
    at = next;
  }
  dispatch(text.length);
  return events;
}

/** Offset of the next CR or LF, or of the end. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

/** The text after the colon; null when the name is only a prefix of a longer one. */
function fieldValue(text: string, from: number, end: number): string | null {
  if (from === end) return '';
  if (text.charAt(from) !== ':') return null;
  return text.slice(text.charAt(from + 1) === ' ' ? from + 2 : from + 1, end);
}
