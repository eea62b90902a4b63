/** Two hundred secrets, five of each kind, in texts that pass through the proxy: prompts, code, tool calls, commands. */

import { secretKinds } from './secret-kinds.ts';
import { createRandom } from './seeded-random.ts';

export interface SecretSample {
  readonly kind: string;
  readonly secret: string;
  /** What is redacted. */
  readonly text: string;
  /** True when `text` is a JSON document. */
  readonly json: boolean;
}

const SAMPLES_OF_A_KIND = 5;

/** Contexts for a secret that can occur anywhere. */
const surroundings: readonly ((secret: string) => string)[] = [
  (secret) => `Please use ${secret} when you deploy.`,
  (secret) => `Notes of today:\n${secret}\nThat was all.`,
  (secret) => `const client = connect("${secret}", { retries: 3 });`,
  (secret) => `- value: '${secret}'\n- other: 1`,
  (secret) => `(${secret})`,
];

const prompt = (content: string): string => JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content }] });

/** Encodings of the text. */
const carriers: readonly { readonly json: boolean; readonly carry: (text: string) => string }[] = [
  { json: true, carry: (text) => prompt(text) },
  { json: true, carry: (text) => prompt(`Here is my file:\n\n${text}\nWhat is wrong with it?`) },
  { json: true, carry: (text) => prompt(`\`\`\`\n\t${text}\n\`\`\``) },
  { json: true, carry: (text) => JSON.stringify({ tool_calls: [{ arguments: JSON.stringify({ content: `a\n${text}` }) }] }) },
  { json: false, carry: (text) => text },
];

/** @param seed another seed gives other secrets of the same kinds */
export function secretCorpus(seed: number): readonly SecretSample[] {
  const random = createRandom(seed);
  return secretKinds.flatMap((kind) =>
    Array.from({ length: SAMPLES_OF_A_KIND }, (_, index): SecretSample => {
      const { secret, context } = kind.make(random, index);
      const pasted = context ?? surroundings[index % surroundings.length]?.(secret) ?? secret;
      // Varies the encoding for each kind's context, so that all combinations occur.
      const carrier = carriers[(index + random.below(carriers.length)) % carriers.length];
      if (carrier === undefined) throw new RangeError('There is no carrier.');
      return { kind: kind.name, secret, text: carrier.carry(pasted), json: carrier.json };
    }),
  );
}

/** More than this many consecutive readable characters of a secret are too many. */
const WINDOW = 8;
/** The prefix of a secret that only identifies its kind. */
const PREFIX =
  /^(?:https:\/\/hooks\.slack\.com\/services\/|sk-[a-z]{2,4}-(?:[a-z0-9]{2,5}-)?|[a-z]{2,6}_(?:[a-z0-9]{2,4}_)?|pypi-|GOCSPX-)/;

/** True when no eight consecutive characters of the secret remain, apart from its prefix. */
export function isHidden(redacted: string, { secret }: SecretSample): boolean {
  return secret
    .split('\n')
    .filter((line) => !line.startsWith('-----'))
    .every((line) => {
      for (let at = PREFIX.exec(line)?.[0].length ?? 0; at + WINDOW <= line.length; at += 1) {
        if (redacted.includes(line.slice(at, at + WINDOW))) return false;
      }
      return true;
    });
}
