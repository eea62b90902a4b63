import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExchange } from '../__fixtures__/any-exchange.ts';
import { exchange, side } from '../__fixtures__/exchanges.ts';
import type { Exchange } from '../record.ts';
import { bugReportOf } from './bug-report.ts';
import { harOf } from './har.ts';

const versions = { version: '0.1.0', electron: '45.4.1', platform: 'linux' };

/** The Markdown outside all fenced blocks. */
function outsideFences(markdown: string): string {
  let fence: string | null = null;
  const outside: string[] = [];
  for (const line of markdown.split('\n')) {
    const [mark] = /^`{3,}/.exec(line) ?? [null];
    if (fence === null && mark !== null) fence = mark;
    else if (fence !== null && line === fence) fence = null;
    else if (fence === null) outside.push(line);
  }
  expect(fence).toBeNull();
  return outside.join('\n');
}

describe('a bug report', () => {
  it('contains versions, error, notes and bodies', () => {
    const report = bugReportOf(
      exchange({ error: { code: 'odd', message: 'It broke.', hint: 'Try again.' } }),
      versions,
    );
    for (const expected of [
      '0.1.0',
      '45.4.1',
      'gpt-4o',
      'claude-opus-5-5',
      '**dropped** ` temperature `',
      'The model accepts no sampling parameters.',
      'It broke.\nTry again.',
      'Bonjour',
      'Hello, how are you?',
      'POST https://api.anthropic.com/v1/messages',
      'at the prices of 20',
    ]) {
      expect(report).toContain(expected);
    }
  });

  it('lists losses first', () => {
    const report = bugReportOf(
      exchange({
        notes: [
          { verb: 'moved', code: 'a', from: 'here', to: 'there', reason: 'r' },
          { verb: 'dropped', code: 'b', from: 'lost', to: null, reason: 'r' },
        ],
      }),
      versions,
    );
    expect(report).toContain('` lost `');
    expect(report.indexOf('` lost `')).toBeLessThan(report.indexOf('` here `'));
  });

  it('counts the same notes as losses as the request list', () => {
    const notes: Exchange['notes'] = [
      { verb: 'repaired', code: 'healed-no-prefill', from: null, to: null, reason: 'sent again' },
      { verb: 'clamped', code: 'limit', from: 'max_tokens', to: 'max_tokens', reason: 'fewer' },
    ];
    const report = bugReportOf(exchange({ notes }), versions);
    expect(report.indexOf('clamped')).toBeLessThan(report.indexOf('repaired'));
    const [entry] = harOf([exchange({ notes })], { version: '1', origin: 'http://127.0.0.1:9080' }).log.entries;
    expect(entry?.comment).toContain('2 notes, 1 of them losses');
  });

  it('stays within the 65,000 characters of an issue, for any bodies', () => {
    const long = side({ body: 'é'.repeat(3_000_000), bytes: 6_000_000 });
    const record = exchange({
      clientRequest: long,
      upstreamRequest: long,
      upstreamResponse: long,
      clientResponse: long,
    });
    const report = bugReportOf(record, versions);
    expect(report.length).toBeLessThan(65_000);
    expect(report).toContain('characters of 6000000 bytes');
  });

  it('no text can end its Markdown code fence', () => {
    fc.assert(
      fc.property(anyExchange, (record) => {
        const outside = outsideFences(bugReportOf(record, versions));
        expect(outside.match(/<details>/g)).toHaveLength(4);
        // Apart from inline code, no text of the exchange occurs there.
        expect(outside.replaceAll(/(`+) .*? \1(?!`)/g, '').match(/<\/details>/g)).toHaveLength(4);
      }),
    );
  });
});
