/** Tool call ids the API accepts (`^[a-zA-Z0-9_-]+$`, unique in a conversation), made from the client's own without memory or chance. */

import { shortHash } from './short-hash.ts';

const valid = /^[a-zA-Z0-9_-]+$/;

export class ToolIds {
  readonly #used = new Set<string>();

  /** A free id for a call of the client's message `message`, the `ordinal`-th in it. */
  claim(clientId: string | null | undefined, message: number, ordinal: number): string {
    const wanted = sanitizeToolId(clientId, `call_${message}_${ordinal}`);
    let id = wanted;
    // Only earlier messages decide the number, so a longer conversation keeps the ids of a shorter one.
    for (let count = 2; this.#used.has(id); count += 1) id = `${wanted}_${count}`;
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

/** A changed id always carries a hash of the original, so two ids that differ only in forbidden characters stay apart. */
export function sanitizeToolId(clientId: string | null | undefined, fallback: string): string {
  if (clientId === null || clientId === undefined || clientId === '') return fallback;
  if (valid.test(clientId)) return clientId;
  return `${clientId.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}_${shortHash(clientId)}`;
}

/** The id of a legacy `function_call`, which has none: its place and its name. */
export function legacyCallId(message: number, name: string): string {
  return `call_${shortHash(`${message}:${name}`)}`;
}
