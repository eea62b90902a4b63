import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyQuotation, cutAt, reads } from '#shared/known-secrets/__fixtures__/quoted-secrets.ts';
import { prepareSecrets } from '#shared/known-secrets/known-secrets.ts';
import { message } from '../../__fixtures__/scripted-upstream.ts';
import { createBlockTextRedactor } from './redact-block-texts.ts';

const KEY = 'sk-ant-api03-Wq7+f/9TnB0xZ_canary-5dR2mKvLhY8sPjE4aUcG3iOtNQAA';

/** One character per byte, cut anywhere. */
function through(text: string, cuts: readonly number[]): string {
  const redactor = createBlockTextRedactor(prepareSecrets([KEY]), new Map());
  const passed = cutAt(text, cuts).map((chunk) => redactor.pass(Buffer.from(chunk, 'latin1')));
  return Buffer.concat([...passed, redactor.rest()]).toString('latin1');
}

const cuts = fc.array(fc.nat(), { maxLength: 8 });
const kinds = fc.constantFrom('text', 'thinking');

describe('texts in the blocks of a whole message', () => {
  it('pass byte for byte without a secret, valid JSON or not', () => {
    const bytes = fc.uint8Array().map((some) => Buffer.from(some).toString('latin1'));
    const signs = fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', ',', 'text', 'x') });
    fc.assert(
      fc.property(fc.oneof(bytes, signs, fc.json()), cuts, (text, positions) => {
        expect(through(text, positions)).toBe(text);
      }),
    );
  });

  it('contain no secret split over them, in any encoding and cut anywhere', () => {
    const other = { type: 'tool_use', id: 't', name: 'f', input: { text: 'a " b', thinking: ['\\'] } };
    const indent = fc.constantFrom(0, 2);
    fc.assert(
      fc.property(
        kinds,
        anyQuotation(KEY),
        fc.array(fc.nat(), { minLength: 1 }),
        cuts,
        indent,
        (kind, quoted, splits, positions, space) => {
          const blocks = cutAt(quoted, splits).flatMap((chunk) => [{ type: kind, [kind]: chunk }, other]);
          const source = JSON.stringify(message('', { content: blocks }), null, space);
          const passed = through(source, positions);
          const { content } = JSON.parse(passed);
          const joined: string = content.map((block: Record<string, string>) => block[kind] ?? '').join('');
          expect(reads(joined, KEY)).toBe(false);
          expect(joined).toContain('*');
          expect(passed).toHaveLength(source.length);
          expect(content.filter((block: object) => !(kind in block))).toEqual(
            blocks.filter((block) => !(kind in block)),
          );
        },
      ),
      // Split behind a backslash of the text: the mask begins in the middle of an escape of the source.
      {
        examples: [
          [
            'text',
            String.raw`\u0073\u006B-ant\u002Da\u0070\u006903-W\u00717\u002B\u0066\\\/9T\u006EB\u0030\u0078Z_ca\u006Ea\u0072\u0079-5dR\u0032m\u004B\u0076LhY8\u0073P\u006A\u00454aUc\u00473\u0069\u004FtNQA\u0041`,
            [2147483610, 2147483611],
            [],
            0,
          ],
        ],
      },
    );
  });
});
