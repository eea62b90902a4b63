/** The work of redaction is linear in the length of any text: counted, not timed. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { redactText } from './redact.ts';
import { bearerPatterns as bearer } from './bearer-values.ts';
import { commandOptionPatterns as options } from './command-options.ts';
import { namedSecretPatterns as named } from './named-secrets.ts';
import { privateKeyPatterns as privateKeys } from './private-keys.ts';
import { providerKeyPatterns as providers } from './provider-keys.ts';
import { urlSecretPatterns as urls } from './url-secrets.ts';

/** Fragments of texts that resemble the beginning of a secret over and over. */
const patterns = [
  ...'\\ " \' ` … : = ( < > , ; @ / - _ . a A 7 aB3 key token :AA Q~ .atlasv1. pat SG. eyJ eyJ- sk- sk-ant- ghp_ AKIA xoxb- -----'.split(
    ' ',
  ),
  ...'"key":" key=" key=\' "token":" password= PASSWORD= https:// ://a: ?key= &sig= "value":'.split(' '),
  ...' |\n|\\n|\\"|\\\\"|\\u0041|api_key: |--token |-----BEGIN PRIVATE KEY-----|Bearer |Basic |Authorization: '.split(
    '|',
  ),
  ...'Cookie: | -b | -u a:|mysql -p|api |is '.split('|'),
];

function stepsFor(text: string): number {
  const steps = { count: 0 };
  redactText(text, [], steps);
  return steps.count;
}

describe('redaction is linear', () => {
  it('reads each character a bounded number of times; doubled texts take twice the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...patterns), { minLength: 1, maxLength: 6 }), (some) => {
        const unit = some.join('');
        const times = Math.ceil(4_000 / unit.length);
        const once = stepsFor(unit.repeat(times));
        const twice = stepsFor(unit.repeat(2 * times));
        expect(twice).toBeLessThanOrEqual(2.2 * once + 20_000);
        expect(once).toBeLessThanOrEqual(100 * unit.length * times);
      }),
      { numRuns: 100 },
    );
  });

  it.each(patterns)('%j repeated takes work linear in its length', (pattern) => {
    const text = pattern.repeat(Math.ceil(20_000 / pattern.length));
    expect(stepsFor(text)).toBeLessThanOrEqual(100 * text.length);
  });

  it('has no regular expression with an unbounded quantifier', () => {
    for (const { source } of [...bearer, ...options, ...named, ...privateKeys, ...providers, ...urls]) {
      // Outside of classes, where `*` and `+` are characters.
      const syntax = source.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, '');
      expect(syntax).not.toMatch(/[*+]|\{\d+,\}/);
    }
  });
});

describe('redaction of any mixture', () => {
  const mixture = fc
    .array(fc.oneof(fc.constantFrom(...patterns), fc.string({ maxLength: 12 })), { maxLength: 30 })
    .map((some) => some.join(''));

  it('is idempotent', () => {
    fc.assert(
      fc.property(mixture, (text) => {
        const once = redactText(text);
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it('keeps JSON valid', () => {
    fc.assert(
      fc.property(mixture, mixture, (one, other) => {
        const text = JSON.stringify({
          [one]: other,
          list: [JSON.stringify({ [other]: one }), { password: one, api_key: other }],
        });
        const once = redactText(text);
        expect(() => JSON.parse(once)).not.toThrow();
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: runs(2_000) },
    );
  });
});
