/** Fast path: reads deltas without parsing JSON while they have the API's exact spelling. */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import { redactSecrets } from '#shared/known-secrets/secret-redactor.ts';

/** The bytes before the text. */
const HEAD =
  /^event: content_block_delta\r?\ndata: \{"type":"content_block_delta","index":(\d{1,6}),"delta":\{"type":"(\w{1,40})","(\w{1,40})":"/;
/** The bytes behind it: the API pads events with spaces. */
const TAIL = /^"\} *\}\s*$/;

/** Events of one block differ only in their text, so the last prefix and suffix are compared instead of parsed. */
export class PlainDeltaReader {
  readonly #known: KnownSecrets;
  #head = '';
  #tail = '';
  index = 0;
  deltaType = '';
  field = '';

  constructor(known: KnownSecrets) {
    this.#known = known;
  }

  /**
   * @param event with its blank line, one character per byte
   * @returns the text and its position, one character per byte or decoded where it has escapes; null when the event has another
   *   form or is no delta
   */
  read(event: string): string | null {
    if ((this.#head === '' || event.slice(0, this.#head.length) !== this.#head) && !this.#readHead(event)) return null;
    const start = this.#head.length;
    const end = event.indexOf('"', start);
    const text = event.slice(start, end);
    // A further line of data.
    if (text.includes('\n') || text.includes('\r')) return null;
    if (text.includes('\\')) return this.#readEscaped(event);
    return this.#isTail(event.slice(end)) ? text : null;
  }

  #readHead(event: string): boolean {
    const [head = '', index = '', deltaType = '', field = ''] = HEAD.exec(event) ?? [];
    if (head === '' || redactSecrets(head, this.#known) !== head) return false;
    this.#head = head;
    this.index = Number(index);
    this.deltaType = deltaType;
    this.field = field;
    return true;
  }

  #isTail(tail: string): boolean {
    if (tail === this.#tail) return true;
    if (!TAIL.test(tail)) return false;
    this.#tail = tail;
    return true;
  }

  #readEscaped(event: string): string | null {
    const end = event.lastIndexOf('"}');
    if (end < this.#head.length || !this.#isTail(event.slice(end))) return null;
    try {
      const json = Buffer.from(event.slice(this.#head.length - 1, end + 1), 'latin1').toString('utf8');
      const value: unknown = JSON.parse(json);
      return typeof value === 'string' ? value : null;
    } catch {
      return null;
    }
  }
}
