/** A value kept in memory for a limited time after its last use. */

export interface MemoryCopy<Value> {
  /** Null when there is none. Reading counts as use. */
  use(): Value | null;
  keep(value: Value): void;
  forget(): void;
}

/** @param keepMs lifetime after the last use; the timer does not keep the process alive */
export function createMemoryCopy<Value>(keepMs: number): MemoryCopy<Value> {
  let copy: Value | null = null;
  let timer: NodeJS.Timeout | undefined;

  function keep(value: Value | null): void {
    clearTimeout(timer);
    copy = value;
    if (value === null) return;
    timer = setTimeout(() => keep(null), keepMs);
    timer.unref();
  }

  return {
    use() {
      if (copy !== null) keep(copy);
      return copy;
    },
    keep,
    forget: () => keep(null),
  };
}
