/** Recall and precision of redaction, measured on a corpus generated from each seed. */

import { describe, expect, it } from 'vitest';
import { redactText } from './redact.ts';
import { ordinaryLines } from './__fixtures__/ordinary-lines.ts';
import { isHidden, secretCorpus, type SecretSample } from './__fixtures__/secret-corpus.ts';
import { secretKinds } from './__fixtures__/secret-kinds.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const MIN_FOUND = 190;
const MAX_CHANGED = 2;

const found = (sample: SecretSample): boolean => isHidden(redactText(sample.text), sample);

describe('recall on 200 secrets of 40 kinds', () => {
  it('has five samples of each of forty kinds', () => {
    const corpus = secretCorpus(1);
    expect([corpus.length, secretKinds.length]).toEqual([200, 40]);
    expect(corpus.filter((sample) => isHidden(sample.text, sample))).toEqual([]);
  });

  it.each(SEEDS)('finds at least 190 with seed %i', (seed) => {
    expect(secretCorpus(seed).filter(found).length).toBeGreaterThanOrEqual(MIN_FOUND);
  });

  it.each(secretKinds.map(({ name }) => name))('finds most of: %s', (kind) => {
    const samples = SEEDS.flatMap(secretCorpus).filter((sample) => sample.kind === kind);
    expect(samples.filter(found).length / samples.length).toBeGreaterThanOrEqual(0.9);
  });

  it('keeps JSON valid and is idempotent', () => {
    const redacted = SEEDS.flatMap(secretCorpus).map(({ text, json }) => ({ once: redactText(text), json }));
    for (const { once } of redacted) expect(redactText(once)).toBe(once);
    for (const { once } of redacted.filter(({ json }) => json)) expect(() => JSON.parse(once)).not.toThrow();
  });
});

describe('precision on 2,000 lines of ordinary code and prose', () => {
  const changed = (lines: readonly string[]): readonly string[] => lines.filter((line) => redactText(line) !== line);

  it.each(SEEDS)('changes at most two lines with seed %i', (seed) => {
    const lines = ordinaryLines(seed);
    expect(lines).toHaveLength(2_000);
    expect(changed(lines).slice(MAX_CHANGED)).toEqual([]);
  });

  it('changes no more of them inside a JSON string, or a nested one', () => {
    const prompt = (line: string): string => JSON.stringify({ content: `a\n${line}\nb` });
    const lines = ordinaryLines(1);
    expect(changed(lines.map(prompt)).length).toBeLessThanOrEqual(MAX_CHANGED);
    const nested = (line: string): string => JSON.stringify({ arguments: prompt(line) });
    expect(changed(lines.map(nested)).length).toBeLessThanOrEqual(MAX_CHANGED);
  });
});
