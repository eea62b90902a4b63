import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellText } from './__fixtures__/shell-text.ts';
import { readCmdLine, readPowerShellLiteral, splitArguments } from './__fixtures__/windows-parsers.ts';
import { curlCommand } from './curl-command.ts';
import { commandLine, setVariables } from './environment.ts';
import { bytesOf, cmdQuote, isPowerShellLine, powerShellQuote } from './windows-quote.ts';

const variables = { PATH: 'C:\\Windows', TEMP: 'C:\\Temp' };
const powerShellText = shellText.filter(isPowerShellLine);
const cmdText = shellText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '%PATH%'));
const request = { url: 'http://127.0.0.1:9080/v1/chat/completions', options: [], key: null };

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

describe('PowerShell', () => {
  it('reads any line as one literal string', () => {
    fc.assert(
      fc.property(powerShellText, (text) => {
        const read = readPowerShellLiteral(`${powerShellQuote(text)} rest`);
        expect(read).toEqual({ value: text.toWellFormed(), rest: ' rest' });
      }),
    );
  });

  it('receives any body and any header whole', () => {
    fc.assert(
      fc.property(shellText, shellText, (body, value) => {
        const command = curlCommand('powershell', { ...request, headers: [['x-test', value]], body });
        const files = new Map<string, string>();
        for (const line of command.split('\n')) {
          const [, name = '', text = ''] = /^\[IO\.File\]::WriteAllText\(\$(\w+), (.*)\)$/.exec(line) ?? [];
          if (name !== '') files.set(name, readPowerShellLiteral(text)?.value ?? '');
          const [, other = '', bytes = ''] =
            /^\[IO\.File\]::WriteAllBytes\(\$(\w+), \[Convert\]::FromBase64String\('(.*)'\)\)$/.exec(line) ?? [];
          if (other !== '') files.set(other, decoded(bytes));
        }
        expect(files.get('body') ?? '').toBe(body.toWellFormed());
        const header = `x-test: ${value}`.toWellFormed();
        const inCommand = isPowerShellLine(header) && command.includes(` -H ${powerShellQuote(header)}`);
        expect(inCommand ? `${header}\r\n` : files.get('headers')).toBe(`${header}\r\n`);
        expect(command).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });

  it('refuses to quote what a terminal interprets', () => {
    expect(() => powerShellQuote('a\nb')).toThrow(RangeError);
  });
});

describe('cmd', () => {
  it('passes any line of ASCII on as one argument', () => {
    fc.assert(
      fc.property(cmdText, (text) => {
        const { line, acting } = readCmdLine(`curl.exe ${cmdQuote(text)} end`, variables);
        expect(acting).toBe('');
        expect(splitArguments(line)).toEqual(['curl.exe', text, 'end']);
      }),
    );
  });

  it('receives any body and any header whole, in lines of less than 8,191 characters', () => {
    const long = fc.tuple(shellText, fc.integer({ min: 1, max: 2000 })).map(([text, count]) => text.repeat(count));
    fc.assert(
      fc.property(fc.oneof(shellText, long), shellText, (body, value) => {
        const lines = curlCommand('cmd', { ...request, headers: [['x-test', value]], body }).split('\n');
        for (const line of lines) expect(line.length).toBeLessThan(8191);
        const files = new Map<string, string>();
        for (const line of lines) {
          const [, sign = '', name = '', piece = ''] =
            /^(>>?)"%TEMP%\\dragoman-(\w+)\.b64" echo (\S+)$/.exec(line) ?? [];
          if (name !== '') files.set(name, sign === '>' ? piece : (files.get(name) ?? '') + piece);
        }
        const call = lines.find((line) => line.startsWith('curl.exe')) ?? '';
        const args = splitArguments(readCmdLine(call, variables).line);
        const raw = args[args.indexOf('--data-raw') + 1];
        expect(args.includes('--data-raw') ? raw : decoded(files.get('body') ?? '')).toBe(body.toWellFormed());
        const header = `x-test: ${value}`.toWellFormed();
        expect(args.includes(header) ? `${header}\r\n` : decoded(files.get('headers') ?? '')).toBe(`${header}\r\n`);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses to quote what it cannot pass on', () => {
    expect(() => cmdQuote('ä')).toThrow(RangeError);
  });
});

it('variables are set in the words of each shell', () => {
  const values = { OPENAI_API_KEY: "it's 100% & more" };
  expect(setVariables('powershell', values)).toBe("$env:OPENAI_API_KEY = 'it''s 100% & more'");
  expect(setVariables('cmd', values)).toBe("set OPENAI_API_KEY=it's 100^% ^& more");
  expect(commandLine('powershell', ['aider', '--model', 'a b'])).toBe("aider --model 'a b'");
  expect(commandLine('cmd', ['aider', '--model', 'a b'])).toBe('aider --model ^"a b^"');
});

it('bytesOf is the base64 of the bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(decoded(bytesOf(text))).toBe(text.toWellFormed());
    }),
  );
});
