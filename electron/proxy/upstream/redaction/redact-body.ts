/** Redacts an upstream body by its actual form: an event stream may have any content type. */

import type { KnownSecrets } from '#shared/known-secrets/known-secrets.ts';
import type { EndedTexts } from './delta-redactor.ts';
import { createBlockTextRedactor } from './redact-block-texts.ts';
import { createEventRedactor } from './redact-events.ts';
import { type ByteRedactor, createByteRedactor } from './redact-key.ts';

/** The first line of an event stream, with or without a byte order mark; one character per byte. */
const FIRST_LINE = /^(?:\u00ef\u00bb\u00bf)?\s*(?:event|data|id|retry)?:/;
/** A possible beginning of one. */
const BEGINNING = /^\u00ef?\u00bb?\u00bf?\s*[a-z]{0,5}$/;
/** Limit of leading white space of a stream. */
const MAX_BEGINNING = 1024;

/**
 * @param events whether the content type says that it is an event stream
 * @param ended texts of earlier blocks of the turn; those of this response are added
 */
export function createBodyRedactor(known: KnownSecrets, events: boolean, ended: EndedTexts = new Map()): ByteRedactor {
  let redactor = events ? createEventRedactor(known, ended) : null;
  let beginning = Buffer.alloc(0);

  function decide(): ByteRedactor {
    redactor = FIRST_LINE.test(beginning.toString('latin1'))
      ? createEventRedactor(known, ended)
      : createMessageRedactor(known, ended);
    return redactor;
  }

  return {
    pass(chunk) {
      if (redactor !== null) return redactor.pass(chunk);
      beginning = beginning.length === 0 ? Buffer.from(chunk) : Buffer.concat([beginning, chunk]);
      const open = beginning.length < MAX_BEGINNING && BEGINNING.test(beginning.toString('latin1'));
      return open ? Buffer.alloc(0) : decide().pass(beginning);
    },
    rest() {
      if (redactor !== null) return redactor.rest();
      const last = decide();
      return Buffer.concat([last.pass(beginning), last.rest()]);
    },
  };
}

/** Within the whole body, and across the texts of blocks where it is a message. */
function createMessageRedactor(known: KnownSecrets, ended: EndedTexts): ByteRedactor {
  const bytes = createByteRedactor(known);
  const texts = createBlockTextRedactor(known, ended);
  return {
    pass: (chunk) => texts.pass(bytes.pass(chunk)),
    rest: () => Buffer.concat([texts.pass(bytes.rest()), texts.rest()]),
  };
}
