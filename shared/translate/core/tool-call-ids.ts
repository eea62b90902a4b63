/**
 * Tool call ids that the API accepts (`^[a-zA-Z0-9_-]+$`, unique in a conversation), derived from the client's own without state or
 * randomness.
 */

import { shortHash } from '../../json/short-hash.ts';

const valid = /^[a-zA-Z0-9_-]+$/;

export class ToolIds {
  readonly #used = new Set<string>();
  /** For duplicate ids, the next suffix to try. */
  readonly #next = new Map<string, number>();

  /** A free id for the `ordinal`-th call in the client's message `message`. */
  claim(clientId: string | null | undefined, message: number, ordinal: number): string {
    const wanted = sanitizeToolId(clientId, `call_${message}_${ordinal}`);
    let id = wanted;
    // Only earlier messages decide the suffix, so a longer conversation keeps the ids of a shorter one.
    while (this.#used.has(id)) {
      const count = this.#next.get(wanted) ?? 2;
      this.#next.set(wanted, count + 1);
      id = `${wanted}_${count}`;
    }
    this.#used.add(id);
    return id;
  }

  /** Reserves ids exactly as they are; false, with none reserved, when one is in use. */
  claimExactly(ids: readonly string[]): boolean {
    if (new Set(ids).size !== ids.length || ids.some((id) => this.#used.has(id))) return false;
    for (const id of ids) this.#used.add(id);
    return true;
  }
}

/** An empty id identifies nothing. */
export function nonEmpty(clientId: string | null | undefined): string | null {
  return clientId === undefined || clientId === '' ? null : clientId;
}

/** A changed id always contains a hash of the original, so two ids that differ only in forbidden characters stay distinct. */
export function sanitizeToolId(clientId: string | null | undefined, fallback: string): string {
  const wanted = nonEmpty(clientId);
  if (wanted === null) return fallback;
  if (valid.test(wanted)) return wanted;
  return `${wanted.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}_${shortHash(wanted)}`;
}

/** The id of a legacy `function_call`, which has none: from its position and name. */
export function legacyCallId(message: number, name: string): string {
  return `call_${shortHash(`${message}:${name}`)}`;
}
