/**
 * The key that the upstream was shown goes no further, even when it says it back: gateways quote it in error texts. What stands
 * in its place is as long, so that declared lengths still hold.
 */

const STAR = 0x2a;
const nothing: Buffer = Buffer.alloc(0);

/** The text without the key. */
export function redactKey(text: string, key: string): string {
  return key !== '' && text.includes(key) ? text.replaceAll(key, '*'.repeat(key.length)) : text;
}

export interface KeyRedactor {
  /** What of the bytes so far can be handed on; the end is held back while it may be the start of the key. */
  pass(chunk: Buffer): Buffer;
  /** What was held back, once nothing more comes. */
  rest(): Buffer;
}

/** For a body that is handed on in pieces, cut anywhere; all other bytes pass as they are. */
export function createKeyRedactor(key: string): KeyRedactor {
  const wanted = Buffer.from(key);
  let held = nothing;
  return {
    pass(chunk) {
      const bytes = masked(held.length === 0 ? chunk : Buffer.concat([held, chunk]), wanted);
      const start = startAtEnd(bytes, wanted);
      if (start === 0) {
        held = nothing;
        return bytes;
      }
      const end = bytes.length - start;
      held = Buffer.from(bytes.subarray(end));
      return bytes.subarray(0, end);
    },
    rest() {
      const bytes = held;
      held = nothing;
      return bytes;
    },
  };
}

function masked(bytes: Buffer, key: Buffer): Buffer {
  let at = key.length === 0 ? -1 : bytes.indexOf(key);
  if (at === -1) return bytes;
  const copy = Buffer.from(bytes);
  for (; at !== -1; at = copy.indexOf(key, at)) copy.fill(STAR, at, at + key.length);
  return copy;
}

/** How many bytes at the end are the start of the key. */
function startAtEnd(bytes: Buffer, key: Buffer): number {
  const [first] = key;
  const last = bytes.at(-1);
  // Most pieces end with the end of an event: then there is nothing to look for.
  if (first === undefined || last === undefined || !key.includes(last)) return 0;
  let at = bytes.indexOf(first, Math.max(0, bytes.length - key.length + 1));
  while (at !== -1 && !key.subarray(0, bytes.length - at).equals(bytes.subarray(at))) at = bytes.indexOf(first, at + 1);
  return at === -1 ? 0 : bytes.length - at;
}
