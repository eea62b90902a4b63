/**
 * A suffix automaton of one secret: after each character of a text it knows the longest suffix of the text so far that occurs in
 * the secret. One step takes constant amortised time, however long the secret is.
 * Construction: Blumer et al., "The smallest automaton recognizing the subwords of a text" (1985).
 */

/** No secret contains characters above: HTTP header values that the proxy sends are ASCII. */
const ALPHABET = 128;

export interface SubstringAutomaton {
  /** Length of the secret in characters. */
  readonly size: number;
  /** `next[state * 128 + character]`, 0 where the secret has no such transition. State 0 is the start. */
  readonly next: Uint16Array;
  /** Suffix link: the state of the longest shorter suffix. */
  readonly link: Uint16Array;
  /** Length of the longest substring of each state. */
  readonly longest: Uint16Array;
  /** End of the first occurrence of a state's substrings in the secret: number of characters up to it. */
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

  /**
   * Sets the transition on `code` to `to` for `state` and all its suffixes whose transition leads to `from`. Returns the state
   * where that stopped.
   */
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

/** One search of a text with one automaton. */
export class SubstringMatch {
  readonly #automaton: SubstringAutomaton;
  #state = 0;
  /** The length of the longest substring of the secret that ends at the last character. */
  length = 0;

  constructor(automaton: SubstringAutomaton) {
    this.#automaton = automaton;
  }

  /** Maximal length that the current match can still reach. */
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
