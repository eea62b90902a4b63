import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellText } from './__fixtures__/shell-text.ts';
import { commandLine, setVariables } from './environment.ts';
import { printCommand, shellQuote } from './posix-quote.ts';

const ACTING = /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u;
const argument = shellText.map((text) => text.replaceAll('\0', ''));

function run(program: string, script: string): string {
  const { stdout, stderr, status } = spawnSync(program, ['-s'], { input: script });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return stdout.toString();
}

describe.each(['sh', 'bash'])('%s', (program) => {
  it('receives any argument byte for byte', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 20 }), (texts) => {
        const printed = run(program, `printf '%s\\0' ${texts.map(shellQuote).join(' ')}\n`);
        expect(printed).toBe(texts.map((text) => `${text.toWellFormed()}\0`).join(''));
      }),
      { numRuns: 40 },
    );
  });

  it('prints any text byte for byte, NUL too', () => {
    fc.assert(
      fc.property(fc.array(shellText, { minLength: 1, maxLength: 20 }), (texts) => {
        const printed = run(program, `${texts.map(printCommand).join('\n')}\n`);
        expect(printed).toBe(texts.map((text) => text.toWellFormed()).join(''));
      }),
      { numRuns: 40 },
    );
  });

  it('sets any value of a variable, and starts a program with any argument', () => {
    fc.assert(
      fc.property(argument, (text) => {
        const script = `${setVariables('posix', { NAME: text })}\nprintf '%s\\0' "$NAME"\n${commandLine('posix', ['printf', '%s', text])}\n`;
        expect(run(program, script)).toBe(`${text.toWellFormed()}\0${text.toWellFormed()}`);
      }),
      { numRuns: 30 },
    );
  });
});

it('nothing that a terminal interprets is part of a command', () => {
  fc.assert(
    fc.property(argument, (text) => {
      expect(shellQuote(text)).not.toMatch(ACTING);
      expect(printCommand(text)).not.toMatch(ACTING);
    }),
  );
});

it('an argument with NUL is refused', () => {
  expect(() => shellQuote('a\0b')).toThrow(RangeError);
});
