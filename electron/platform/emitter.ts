/** A typed channel for one kind of change: the write side of `Subscribe`. */

import type { Subscribe } from '#electron/services.ts';

export interface Emitter<Payload> {
  readonly subscribe: Subscribe<Payload>;
  /** Tells every listener. One that throws does not keep the others from hearing; its error is thrown afterwards. */
  emit(payload: Payload): void;
}

export function createEmitter<Payload>(): Emitter<Payload> {
  const listeners = new Set<(payload: Payload) => void>();
  return {
    subscribe(listener) {
      // A fresh function per subscription: subscribing the same listener twice means hearing twice.
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
