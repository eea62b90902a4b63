/**
 * A suffix automaton of one secret: tells after each character of a text how long the longest stretch is that ends there and
 * also stands in the secret. One step costs constant time on average, however long the secret is.
 * Construction: Blumer et al., "The smallest automaton recognizing the subwords of a text" (1985).
 */

/** Characters above are in no secret: HTTP header values that we send are ASCII. */
const ALPHABET = 128;

export interface SubstringAutomaton {
  /** Length of the secret in characters. */
  readonly size: number;
  /** `next[state * 128 + character]`, 0 where the secret does not go on that way. State 0 is the start. */
  readonly next: Uint16Array;
  /** The state of the longest shorter ending of the same stretch. */
  readonly link: Uint16Array;
  /** The longest stretch of each state. */
  readonly longest: Uint16Array;
  /** Where in the secret the stretches of a state end for the first time: the number of characters up to there. */
  readonly firstEnd: Uint16Array;
}

/** @param codes character codes of the secret, each below 128, at most 16,384 of them */
export function createSubstringAutomaton(codes: readonly number[]): SubstringAutomaton {
  const states = 2 * codes.length + 1;
  const next = new Uint16Array(states * ALPHABET);
  const link = new Uint16Array(states);
  const longest = new Uint16Array(states);
  const firstEnd = new Uint16Array(states);
  let count = 1;
  let last = 0;

  /** Leads `code` to `to` from `state` and all its endings for which it leads to `from` now. Returns where that stopped. */
  function redirect(state: number, code: number, from: number, to: number): number | null {
    let current = state;
    while (at(next, current * ALPHABET + code) === from) {
      next[current * ALPHABET + code] = to;
      if (current === 0) return null;
      current = at(link, current);
    }
    return current;
  }

  for (const [index, code] of codes.entries()) {
    const added = count++;
    longest[added] = index + 1;
    firstEnd[added] = index + 1;
    const stopped = redirect(last, code, 0, added);
    if (stopped !== null) {
      const target = at(next, stopped * ALPHABET + code);
      if (at(longest, target) === at(longest, stopped) + 1) link[added] = target;
      else {
        const copy = count++;
        longest[copy] = at(longest, stopped) + 1;
        firstEnd[copy] = at(firstEnd, target);
        link[copy] = at(link, target);
        next.copyWithin(copy * ALPHABET, target * ALPHABET, (target + 1) * ALPHABET);
        redirect(stopped, code, target, copy);
        link[target] = copy;
        link[added] = copy;
      }
    }
    last = added;
  }
  return { size: codes.length, next, link, longest, firstEnd };
}

function at(table: Uint16Array, index: number): number {
  return table[index] ?? 0;
}

/** One reading of a text against one automaton. */
export class SubstringMatch {
  readonly #automaton: SubstringAutomaton;
  #state = 0;
  /** The longest stretch of the secret that ends at the last character. */
  length = 0;

  constructor(automaton: SubstringAutomaton) {
    this.#automaton = automaton;
  }

  /** How long the stretch can still become. */
  get reach(): number {
    const { size, firstEnd } = this.#automaton;
    return this.length === 0 ? size : this.length + size - (firstEnd[this.#state] ?? 0);
  }

  step(code: number): void {
    if (code >= ALPHABET) {
      this.reset();
      return;
    }
    const { next, link, longest } = this.#automaton;
    let state = this.#state;
    let target = next[state * ALPHABET + code] ?? 0;
    while (target === 0 && state !== 0) {
      state = link[state] ?? 0;
      this.length = longest[state] ?? 0;
      target = next[state * ALPHABET + code] ?? 0;
    }
    this.#state = target;
    this.length = target === 0 ? 0 : this.length + 1;
  }

  reset(): void {
    this.#state = 0;
    this.length = 0;
  }
}
