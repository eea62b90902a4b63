/** Collects the directives of one request from its text and the script, and expires them after `times=N`. */

import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { lastUserText, parseDirectives } from './parse-directives.ts';
import type { Directives } from './parse-directives.ts';
import type { SeenRequest } from './seen-request.ts';

/** Directives as an object: name to value, `true` for a name without a value. */
export type ScriptedDirectives = (request: SeenRequest) => Readonly<Record<string, string | number | true>> | null;

export interface DirectiveQueue {
  take(seen: SeenRequest, request: ShapedRequest): Directives;
  /** Resets the counts of applied directives. */
  reset(): void;
}

export function createDirectiveQueue(script: ScriptedDirectives | undefined): DirectiveQueue {
  const carriedOut = new Map<string, number>();
  return {
    take(seen, request) {
      const text = lastUserText(request.messages);
      const orders = new Map(parseDirectives(text));
      for (const [name, value] of Object.entries(script?.(seen) ?? {})) {
        orders.set(name, value === true ? '' : String(value));
      }
      const times = Number.parseInt(orders.get('times') ?? '', 10);
      if (Number.isNaN(times)) return orders;
      // Requests with the same last user text count as retries.
      const before = carriedOut.get(text) ?? 0;
      carriedOut.set(text, before + 1);
      return before < times ? orders : new Map();
    },
    reset: () => carriedOut.clear(),
  };
}
