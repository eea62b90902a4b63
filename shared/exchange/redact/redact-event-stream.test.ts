import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHidden, secretCorpus } from './__fixtures__/secret-corpus.ts';
import { redactSplitSecrets } from './redact-event-stream.ts';
import { redactContent } from './redact-exchange.ts';

/** The text deltas of each API, interleaved with those of another block. */
const streams: Readonly<Record<string, (fragment: string, at: number) => readonly object[]>> = {
  'chat completions': (fragment, at) => [
    { id: 'c', choices: [{ index: at % 2, delta: { content: at % 2 === 0 ? fragment : 'other' } }] },
  ],
  'tool calls': (fragment) => [
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 1, function: { arguments: fragment } }] } }] },
    { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{}' } }] } }] },
  ],
  messages: (fragment) => [
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: fragment } },
    { type: 'ping' },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: 'x' } },
  ],
  responses: (fragment) => [
    { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: fragment },
  ],
};

const streamOf = (events: readonly object[]): string =>
  `${events.map((event) => `event: e\ndata: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`;

/** Cut into fragments of these lengths, in order. */
function cut(text: string, lengths: readonly number[]): readonly string[] {
  const fragments: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    fragments.push(text.slice(at, at + length));
    at += length;
  }
  return fragments;
}

/** All texts of a stream, joined. */
const seen = (body: string): string =>
  [...body.matchAll(/"(?:content|arguments|text|delta)":("(?:[^"\\]|\\.)*")/g)]
    .map(([, json = '""']) => String(JSON.parse(json)))
    .join('');

describe('a secret split over stream events', () => {
  it.each(Object.keys(streams))('is redacted in all events of: %s', (kind) => {
    const corpus = secretCorpus(1);
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...corpus), lengths, (sample, fragmentLengths) => {
        const text = `Here it is: ${sample.text} and that is all.`;
        const doubled =
          kind === 'chat completions'
            ? cut(text, fragmentLengths).flatMap((fragment) => [fragment, ''])
            : cut(text, fragmentLengths);
        const body = streamOf(doubled.flatMap((fragment, at) => streams[kind]?.(fragment, at) ?? []));
        const redacted = redactSplitSecrets(body);
        for (const [, json = ''] of redacted.matchAll(/^data: (\{.*)$/gm)) expect(() => JSON.parse(json)).not.toThrow();
        const joined = seen(redacted).replaceAll('other', '').replaceAll('{}', '');
        expect(isHidden(joined, sample)).toBe(true);
        expect(joined).toContain('Here it is: ');
        expect(joined).toContain(' and that is all.');
      }),
      { numRuns: 100 },
    );
  });

  it('leaves other streams and other events unchanged, byte for byte', () => {
    const quiet = streamOf(
      cut('The token bucket is empty.', [3]).flatMap((fragment) => streams['messages']?.(fragment, 0) ?? []),
    );
    expect(redactSplitSecrets(quiet)).toBe(quiet);
    expect(redactSplitSecrets(`data: {"a" : 1.0}\n\n${quiet}`)).toContain('{"a" : 1.0}');
    expect(redactSplitSecrets('data: {no json\n\n')).toBe('data: {no json\n\n');
  });

  it('is searched in the assembled message', () => {
    const key = ['gh', 'p_', 'aB3dE6gH9kL2mN5pQ8sT1vW4yZ7cF0xJ2kLm'].join('');
    const body = streamOf(cut(key, [5]).flatMap((fragment) => streams['messages']?.(fragment, 0) ?? []));
    const redacted = redactContent({ body, assembled: JSON.stringify({ content: [{ type: 'text', text: key }] }) });
    expect(seen(redacted.body).replaceAll('x', '')).toBe('ghp_…2kLm');
    expect(redacted.assembled).toContain('ghp_…2kLm');
  });
});
