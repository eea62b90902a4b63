/** Constraints in words: what no keyword can say, the model still reads in the description. */

/** @param constraints `keyword: value`, each one */
export function withConstraints(description: unknown, constraints: readonly string[]): string {
  const sentence = `Constraints: ${constraints.join('; ')}.`;
  return typeof description === 'string' && description !== '' ? `${description}\n\n${sentence}` : sentence;
}
