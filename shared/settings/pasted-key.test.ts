import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { MAX_KEY_LENGTH, readPastedKey } from './pasted-key.ts';

const ANTHROPIC_KEY = 'sk-ant-api03-AbC_0123456789-zyx';
const GATEWAY_KEY = 'gw.7fK/29+Lq==x';

/** How people copy a key: with the line around it. */
const FORMS: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => `"${key}"`,
  (key) => `'${key}',`,
  (key) => `\`${key}\``,
  (key) => `“${key}”`,
  (key) => `„${key}“`,
  (key) => `‘${key}’`,
  (key) => `«${key}»`,
  (key) => `${key}"`,
  (key) => `ANTHROPIC_API_KEY=${key}`,
  (key) => `ANTHROPIC_API_KEY = "${key}"`,
  (key) => `export ANTHROPIC_API_KEY=${key}`,
  (key) => `$ export ANTHROPIC_API_KEY='${key}';`,
  (key) => `set ANTHROPIC_API_KEY=${key}`,
  (key) => `set "ANTHROPIC_API_KEY=${key}"`,
  (key) => `setx ANTHROPIC_API_KEY "${key}"`,
  (key) => `setenv ANTHROPIC_API_KEY ${key}`,
  (key) => `set -gx ANTHROPIC_API_KEY ${key}`,
  (key) => `$env:ANTHROPIC_API_KEY="${key}"`,
  (key) => `PS C:\\> $Env:ANTHROPIC_API_KEY = '${key}'`,
  (key) => `\${env:ANTHROPIC_API_KEY} = '${key}'`,
  (key) => `ENV ANTHROPIC_API_KEY=${key}`,
  (key) => `-e ANTHROPIC_API_KEY=${key} \\`,
  (key) => `- ANTHROPIC_API_KEY=${key}`,
  (key) => `anthropic_api_key: ${key}`,
  (key) => `  api_key: "${key}"`,
  (key) => `"api_key": "${key}",`,
  (key) => `{"ANTHROPIC_API_KEY": "${key}"}`,
  (key) => `{\n  "api_key": "${key}"\n}`,
  (key) => `apiKey: '${key}',`,
  (key) => `const apiKey = "${key}";`,
  (key) => `x-api-key: ${key}`,
  (key) => `X-Api-Key: ${key}\r\n`,
  (key) => `-H "x-api-key: ${key}" \\`,
  (key) => `--header 'Authorization: Bearer ${key}'`,
  (key) => `Bearer ${key}`,
  (key) => `authorization: bearer ${key}`,
  (key) => `# my key\nANTHROPIC_API_KEY=${key}\nLOG_LEVEL=debug\n`,
];

/** How a text is written inside of another one: in a URL, in HTML, in a string of JSON or of a program. */
const ESCAPES: readonly ((text: string) => string)[] = [
  (text) => encodeURIComponent(text),
  (text) => encodeURI(text),
  (text) => encodeURIComponent(text).replaceAll(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase()),
  (text) => text.replaceAll(/[^\w\n]/g, (character) => `&#${character.charCodeAt(0)};`),
  (text) => text.replaceAll(/[^\w\n]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`),
  (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&apos;').replaceAll('>', '&gt;'),
  (text) => text.replaceAll(/["'`]/g, (quote) => `\\${quote}`),
  (text) => text.replaceAll(/[^\w\n]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => text.replaceAll(/["'`=]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`),
];

/** What programs add to a copied text without a trace that can be seen, and how they escape it. */
const DECORATIONS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `\uFEFF${text}`,
  (text) => ` \t${text}\r\n\r\n`,
  (text) => `\u00A0${text}\u202F`,
  (text) => `\u200B${text}\u200E\u2060`,
  (text) => text.replaceAll(/(?<=[^\r])/g, '\u00AD'),
  (text) => text.replaceAll(/(?<=[^\r])/g, '\u0000'),
  (text) => `\u001B[200~${text}\u001B[201~`,
  (text) => text.replaceAll(' ', '\u00A0'),
  (text) => text.replaceAll('\n', '\u2028'),
  (text) => text.replaceAll('-', '\u2011'),
  (text) => text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  ...ESCAPES,
  // Escapes of escapes, and around what is decorated otherwise.
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => encodeURIComponent(JSON.stringify(text)),
  (text) => encodeURIComponent(`\uFEFF\u201C${text}\u201D`),
  (text) => `%EF%BB%BF${encodeURIComponent(text)}%0D%0A`,
];

describe('a key is found in what was pasted', () => {
  test.each(FORMS.map((form) => [form('KEY'), form] as const))('%j', (_text, form) => {
    for (const key of [ANTHROPIC_KEY, GATEWAY_KEY]) {
      for (const decorate of DECORATIONS) {
        const text = decorate(form(key));
        expect({ text, ...readPastedKey(text) }).toEqual({ text, kind: 'key', key });
      }
    }
  });

  test.each([
    [`sk-ant-api03-AbC\n_0123456789\n-zyx`],
    [`ANTHROPIC_API_KEY="sk-ant-api03-AbC\r\n_0123456789-zyx"`],
    [`> sk-ant-api03-AbC_01234567\n  89-zyx\n`],
    [`client = Anthropic(api_key="${ANTHROPIC_KEY}")`],
    [`curl https://api.anthropic.com/v1/models -H "x-api-key: ${ANTHROPIC_KEY}" -H "anthropic-version: 2023-06-01"`],
    [`{"env": {"ANTHROPIC_API_KEY": "${ANTHROPIC_KEY}", "DEBUG": "1"}}`],
    [`OPENAI_API_KEY=sk-proj-0123456789\nANTHROPIC_API_KEY=${ANTHROPIC_KEY}\n`],
    [`setx ANTHROPIC_API_KEY ${ANTHROPIC_KEY} /M`],
    [`${ANTHROPIC_KEY}  # of the team`],
    [`My key is “${ANTHROPIC_KEY}”, ${ANTHROPIC_KEY}.`.replace('zyx.', 'zyx')],
  ])('%j', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'key', key: ANTHROPIC_KEY });
  });

  test('a whole key takes nothing of the word that follows it', () => {
    const key = `sk-ant-api03-${'a'.repeat(93)}AA`;
    for (const end of ['\nworkspace', ' is-my-key', '\nsecond-line-of-notes']) {
      expect(readPastedKey(key + end)).toEqual({ kind: 'key', key });
    }
  });

  test('property: any key of visible ASCII comes through each form with each decoration', () => {
    const letters = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{7,80}[A-Za-z0-9]$/);
    const keys = fc.oneof(
      letters.map((text) => `sk-ant-api03-${text}`),
      letters.filter((text) => !/key|token|secret|authorization|^(your|x+$|sk-)|--/i.test(text)),
    );
    fc.assert(
      fc.property(keys, fc.constantFrom(...FORMS), fc.constantFrom(...DECORATIONS), (key, form, decorate) => {
        expect(readPastedKey(decorate(form(key)))).toEqual({ kind: 'key', key });
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('what is no usable key is refused with the reason', () => {
  test.each([
    ['sk-ant-api03-…xyz', /shortened form/],
    ['sk-ant-api03-R2D...igAA', /shortened form/],
    ['sk-ant-api03-••••••••xyz', /shortened form/],
    ['sk-ant-api03-***', /shortened form/],
    ['ANTHROPIC_API_KEY="sk-ant-…"', /shortened form/],
    ['••••••••••••', /shortened form/],
    ['abcd…wxyz', /shortened form/],
    ['sk-ant-oat01-0123456789', /OAuth token/],
    ['Bearer sk-ant-oat01-0123456789', /OAuth token/],
    ['$ANTHROPIC_API_KEY', /placeholder/],
    ['export ANTHROPIC_API_KEY="$ANTHROPIC_API_KEY"', /placeholder/],
    ['%ANTHROPIC_API_KEY%', /placeholder/],
    ['your-anthropic-api-key', /placeholder/],
    ['<your key>', /placeholder/],
    ['sk-ant-api03-your-key-here', /placeholder/],
    ['sk-ant-xxxxxxxx', /placeholder/],
    ['ANTHROPIC_API_KEY', /placeholder/],
    ['ANTHROPIC_API_KEY=', /only the name/],
    ['{\n}', /no key/],
    ['gateway key of mine', /space or a line break/],
    ['first-line-of-it\nsecond-line-of-it', /space or a line break/],
    ['sk-ant-api03-abcdef ghijkl', /space or a line break/],
    [`${ANTHROPIC_KEY} sk-ant-api03-another-one`, /several keys/],
    ['sk-ant-api03-abcdäfgh', /“ä” \(U\+00E4\).*no HTTP header/],
    ['sk-ant-api03-abcd\u2014efgh', /“—” \(U\+2014\).*two hyphens/],
    ['ключ-ключ-ключ', /U\+043A/],
    ['sk-ant-api03-abcd🔑efgh', /U\+1F511/],
    [`gateway-%${'25'.repeat(300)}41-key`, /escaped.*many times/],
    ['short', /too short/],
    ['x1'.repeat(MAX_KEY_LENGTH), /too long/],
  ])('%j', (text, reason) => {
    expect(readPastedKey(text)).toMatchObject({ kind: 'unusable', message: expect.stringMatching(reason) });
  });

  test.each(['', '  \n', '\uFEFF\u200B', '\u00A0'])('%j is empty', (text) => {
    expect(readPastedKey(text)).toEqual({ kind: 'empty' });
  });

  test('property: what is accepted can be carried by a header, and is accepted again unchanged', () => {
    const pieces = fc.constantFrom(
      'sk-ant-',
      'abc',
      '"',
      ' ',
      '\n',
      '=',
      'KEY',
      ':',
      '…',
      'ä',
      '\u200B',
      '-',
      '{',
      ',',
      '%22',
      '%25',
      '&quot;',
      '&amp;',
      '\\"',
      '\\u0022',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readPastedKey(text);
        if (read.kind !== 'key') return;
        expect(() => new Headers({ 'x-api-key': read.key })).not.toThrow();
        expect(read.key).toMatch(/^[\x21-\x7e]{8,500}$/);
        expect(readPastedKey(read.key)).toEqual(read);
      }),
      { numRuns: runs(1000) },
    );
  });
});
