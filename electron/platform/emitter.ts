/** A typed event emitter for one event: the write side of `Subscribe`. */

import type { Subscribe } from '#electron/services.ts';

export interface Emitter<Payload> {
  readonly subscribe: Subscribe<Payload>;
  /** Calls every listener. When one throws, the others are still called; its error is thrown afterwards. */
  emit(payload: Payload): void;
}

export function createEmitter<Payload>(): Emitter<Payload> {
  const listeners = new Set<(payload: Payload) => void>();
  return {
    subscribe(listener) {
      // A new function per subscription: a listener subscribed twice is called twice.
      const own = (payload: Payload): void => listener(payload);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    emit(payload) {
      const failures: unknown[] = [];
      for (const listener of listeners) {
        try {
          listener(payload);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
