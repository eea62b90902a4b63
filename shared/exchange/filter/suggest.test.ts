import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { type KnownValues, parseFilter, suggest } from './index.ts';

const known: KnownValues = {
  models: ['claude-opus-5-5', 'gpt-4o', 'odd, name'],
  apps: ['cline', 'continue'],
  calls: ['read_file'],
  paths: ['/v1/chat/completions'],
  errors: ['rate_limit_exceeded'],
  labels: ['red'],
};

function labels(text: string, cursor = text.length): string[] {
  return suggest(text, cursor, known).map(({ label }) => label);
}

/** The text after accepting the suggestion with that label. */
function take(text: string, label: string, cursor = text.length): string {
  const suggestion = suggest(text, cursor, known).find((candidate) => candidate.label === label);
  if (suggestion === undefined) throw new Error(`no suggestion ${label}`);
  return text.slice(0, suggestion.from) + suggestion.insert + text.slice(suggestion.to);
}

describe('suggestions', () => {
  it('offer every field for an empty text', () => {
    expect(labels('')).toEqual(expect.arrayContaining(['status:', 'model:', 'is:', 'text:', 'after:']));
    expect(labels('model:opus ')).toContain('status:');
  });

  it.each([
    ['st', 'status:', 'status:'],
    ['-st', 'status:', '-status:'],
    ['model:o', 'claude-opus-5-5', 'model:claude-opus-5-5'],
    ['model:gpt-4o,o', 'odd, name', 'model:gpt-4o,"odd, name"'],
    ['model:=g', 'gpt-4o', 'model:=gpt-4o'],
    ['tool:', 'read_file', 'tool:read_file'],
    ['tool:c', 'cline', 'tool:cline'],
    ['is:str', 'streaming', 'is:streaming'],
    ['has:', 'losses', 'has:losses'],
    ['status:', '>=400', 'status:>=400'],
    ['status:>', '>=400', 'status:>=400'],
    ['ttft:', '>2s', 'ttft:>2s'],
    ['after:1', '10m', 'after:10m'],
    ['error:rate', 'rate_limit_exceeded', 'error:rate_limit_exceeded'],
    ['endpoint:resp', 'responses', 'endpoint:responses'],
    ['clin', 'tool:cline', 'tool:cline '],
    ['-pinn', 'is:pinned', '-is:pinned '],
  ])('complete %s', (text, label, expected) => {
    expect(take(text, label)).toBe(expected);
  });

  it('replace only the word at the cursor', () => {
    expect(take('model:g status:200', 'gpt-4o', 7)).toBe('model:gpt-4o status:200');
    expect(take('stat:200', 'status:', 4)).toBe('status:200');
  });

  it('complete to a filter without problems, with the cursor behind the word', () => {
    const written = fc.array(
      fc.constantFrom('model:', 'st', 'is:', 'tool:', 'o', '>', ' ', '-', ',', 'after:', '=', 'has:e'),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(written, fc.nat(12), (fragments, at) => {
        const text = fragments.join('');
        const cursor = Math.min(at, text.length);
        const problemsBefore = parseFilter(text).problems.length;
        for (const { from, to, insert, cursor: after, complete } of suggest(text, cursor, known)) {
          expect(from).toBeLessThanOrEqual(to);
          expect(after).toBe(from + insert.length);
          if (!complete) continue;
          const taken = text.slice(0, from) + insert + text.slice(to);
          expect(parseFilter(taken).problems.length).toBeLessThanOrEqual(problemsBefore);
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it('are empty inside a quoted text or after an unknown field', () => {
    expect(labels('"two wor')).toEqual([]);
    expect(labels('nonsense:x')).toEqual([]);
  });
});
