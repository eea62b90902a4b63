/**
 * Work that can be interrupted: a generator that yields between pieces of bounded cost. The proxy runs it in slices and serves other
 * clients in between; everybody else runs it to its end at once.
 */

export type Steps<Result> = Generator<void, Result, void>;

export function runToEnd<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Parts of one message between two steps: many enough that a step costs little beside them. */
const PARTS_A_STEP = 256;

/** True where a loop over parts is to yield. */
export function isStepEnd(index: number): boolean {
  return index % PARTS_A_STEP === PARTS_A_STEP - 1;
}
