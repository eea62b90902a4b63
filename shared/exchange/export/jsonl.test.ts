import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExchange } from '../__fixtures__/any-exchange.ts';
import { exchange, summary } from '../__fixtures__/exchanges.ts';
import { createJsonLineReader, MAX_PROBLEMS, readJsonLines, toJsonLine } from './jsonl.ts';

describe('exported JSONL', () => {
  it('is parsed to the same exchanges', () => {
    fc.assert(
      fc.property(fc.array(anyExchange, { maxLength: 4 }), (exchanges) => {
        const read = readJsonLines(exchanges.map((one) => toJsonLine(one)).join(''));
        expect(read).toEqual({ exchanges, problems: [], torn: false });
      }),
    );
  });

  it('is parsed the same for chunks cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(anyExchange, { maxLength: 3 }),
        fc.array(fc.nat(4000), { maxLength: 6 }),
        (exchanges, cuts) => {
          const text = exchanges.map((one) => toJsonLine(one)).join('');
          const variants = [
            0,
            ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((one, two) => one - two),
            text.length,
          ];
          const reader = createJsonLineReader();
          const found = variants.slice(1).flatMap((end, index) => reader.push(text.slice(variants[index], end)));
          expect([...found, ...reader.end()]).toEqual(exchanges);
          expect(reader.problems).toEqual([]);
        },
      ),
    );
  });

  it('loses only the last line when the writer was interrupted', () => {
    const whole = toJsonLine(exchange()) + toJsonLine(exchange({ summary: summary({ id: 'e2' }) }));
    const read = readJsonLines(whole.slice(0, -30));
    expect(read.exchanges.map(({ summary: { id } }) => id)).toEqual(['e1']);
    expect(read).toMatchObject({ problems: [], torn: true });
    expect(readJsonLines(whole.trimEnd())).toMatchObject({ problems: [], torn: false });
    expect(readJsonLines(whole.trimEnd()).exchanges).toHaveLength(2);
  });

  it('reports invalid lines by number and skips them', () => {
    const line = toJsonLine(exchange());
    const changed = line.replace('"status":200', '"status":"200"');
    const read = readJsonLines(`\uFEFF${line}nonsense\n\r\n{}\n${changed}${line}`);
    expect(read.exchanges).toHaveLength(2);
    expect(read.problems.map((problem) => problem.line)).toEqual([2, 4, 5]);
    expect(read.problems[2]?.message).toContain('summary.status');
  });

  it('is read with what other programs add: a mark, CRLF, comments, commas and brackets of a list', () => {
    const [one, two] = ['a', 'b'].map((id) => toJsonLine(exchange({ summary: summary({ id }) })).trim());
    const text = `\uFEFF// of the team\r\n[\r\n${one}, // first\r\n  ${two}/* last */, /* really */\r\n]\r\n`;
    const read = readJsonLines(text);
    expect(read.exchanges.map(({ summary: { id } }) => id)).toEqual(['a', 'b']);
    expect(read).toMatchObject({ problems: [], torn: false });
  });

  it('reports what is wrong in a line with its column', () => {
    const line = toJsonLine(exchange()).replace('"summary":', '"summary" ');
    expect(readJsonLines(line).problems).toEqual([
      { line: 1, message: 'This line is not JSON (column 12: a colon was expected).' },
    ]);
  });

  it('is redacted on import', () => {
    const foreign = exchange();
    foreign.clientRequest.headers = { authorization: 'Bearer sk-ant-api03-CANARYCANARYCANARY' };
    const read = readJsonLines(`${JSON.stringify(foreign)}\n`);
    expect(JSON.stringify(read.exchanges)).not.toContain('CANARYCANARY');
    expect(read.exchanges).toHaveLength(1);
  });
});

describe('a file of another format', () => {
  it.each([
    ['short lines', '1\n'.repeat(1_000_000)],
    ['empty objects', '{}\n'.repeat(1_000_000)],
    ['text', 'a\n'.repeat(1_000_000)],
  ])('is given up after a thousand lines: %s', (_what, text) => {
    const reader = createJsonLineReader();
    expect(reader.push(text)).toEqual([]);
    expect(reader.gaveUp).toBe(true);
    expect(reader.problems).toHaveLength(MAX_PROBLEMS);
    expect(reader.push(text)).toEqual([]);
    expect(reader.end()).toEqual([]);
    expect(reader.problems).toHaveLength(MAX_PROBLEMS);
  });

  it('has one problem for a line of many invalid notes', () => {
    const invalid = { ...JSON.parse(toJsonLine(exchange())), notes: Array.from({ length: 400_000 }, () => 0) };
    const { problems } = readJsonLines(`${JSON.stringify(invalid)}\n`);
    expect(problems).toEqual([{ line: 1, message: expect.stringContaining('notes.0') }]);
  });

  it('has one problem for a line beyond the limits of JSON', () => {
    const { problems } = readJsonLines(`[${'0,'.repeat(2_000_000)}0]\n${'['.repeat(10_000)}\n`);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('1000000 JSON values'),
      expect.stringContaining('200 JSON depth'),
    ]);
  });
});
