/** Tool call ids the API accepts (`^[a-zA-Z0-9_-]+$`, unique in a conversation), made from the client's own without memory or chance. */

import { shortHash } from '../../json/short-hash.ts';

const valid = /^[a-zA-Z0-9_-]+$/;

export class ToolIds {
  readonly #used = new Set<string>();
  /** For ids that came more than once, the number to try next. */
  readonly #next = new Map<string, number>();

  /** A free id for a call of the client's message `message`, the `ordinal`-th in it. */
  claim(clientId: string | null | undefined, message: number, ordinal: number): string {
    const wanted = sanitizeToolId(clientId, `call_${message}_${ordinal}`);
    let id = wanted;
    // Only earlier messages decide the number, so a longer conversation keeps the ids of a shorter one.
    while (this.#used.has(id)) {
      const count = this.#next.get(wanted) ?? 2;
      this.#next.set(wanted, count + 1);
      id = `${wanted}_${count}`;
    }
    this.#used.add(id);
    return id;
  }

  /** Takes ids exactly as they are; false, and none taken, when one is in use. */
  claimExactly(ids: readonly string[]): boolean {
    if (new Set(ids).size !== ids.length || ids.some((id) => this.#used.has(id))) return false;
    for (const id of ids) this.#used.add(id);
    return true;
  }
}

/** An empty id names nothing. */
export function nonEmpty(clientId: string | null | undefined): string | null {
  return clientId === undefined || clientId === '' ? null : clientId;
}

/** A changed id always carries a hash of the original, so two ids that differ only in forbidden characters stay apart. */
export function sanitizeToolId(clientId: string | null | undefined, fallback: string): string {
  const wanted = nonEmpty(clientId);
  if (wanted === null) return fallback;
  if (valid.test(wanted)) return wanted;
  return `${wanted.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}_${shortHash(wanted)}`;
}

/** The id of a legacy `function_call`, which has none: its place and its name. */
export function legacyCallId(message: number, name: string): string {
  return `call_${shortHash(`${message}:${name}`)}`;
}
