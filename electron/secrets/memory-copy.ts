/** A value that is kept in memory for a while after its last use, and then forgotten. */

export interface MemoryCopy<Value> {
  /** Null when there is none. Looking at it is a use. */
  use(): Value | null;
  keep(value: Value): void;
  forget(): void;
}

/** @param keepMs how long it outlives its last use; its timer does not keep the process running */
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
