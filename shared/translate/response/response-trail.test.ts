import { describe, expect, it } from 'vitest';
import { assemble, created, decode, recordedStreams, testResponseContext } from '../__fixtures__/upstream-messages.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { forEachLeaf } from '../../json/json-leaves.ts';
import { translateResponse } from './translate-response.ts';
import { traceResponse } from './response-trail.ts';

const contexts: Record<string, ResponseContext> = {
  plain: testResponseContext(),
  'renamed and custom tools': testResponseContext({
    toolNames: new Map([['weather', 'get.weather']]),
    customTools: new Set(['b']),
  }),
  'legacy functions': testResponseContext({ legacyFunctions: true }),
  'hidden reasoning': testResponseContext({ hideReasoning: true }),
};

function leaves(value: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  forEachLeaf(value, '', (path, leaf) => found.set(path, leaf));
  return found;
}

describe.each(Object.entries(contexts))('the trail of a response, %s', (_name, responseContext) => {
  it.each(recordedStreams('whole'))('covers every leaf on both sides: $name', ({ bytes }) => {
    const message = assemble(decode([bytes]));
    const { completion } = translateResponse(message, responseContext, created);
    const trail = traceResponse(message, responseContext, created);
    const sources = leaves(message);
    const targets = leaves(completion);

    const from = trail.map((entry) => entry.from).filter((path) => path !== null);
    expect(from.toSorted()).toEqual([...sources.keys()].toSorted());
    const to = new Set(trail.map((entry) => entry.to).filter((path) => path !== null));
    expect([...to].toSorted()).toEqual([...targets.keys()].toSorted());

    for (const { verb, from: source, to: target } of trail) {
      expect(target === null, `${verb} ${source} -> ${target}`).toBe(verb === 'dropped');
      expect(source === null, `${verb} ${source} -> ${target}`).toBe(verb === 'defaulted');
    }
    const unchanged = trail.filter(({ verb }) => verb === 'copied' || verb === 'moved');
    for (const entry of unchanged) expect(targets.get(entry.to ?? '')).toEqual(sources.get(entry.from ?? ''));
  });
});

describe('a trail', () => {
  it('has the targets of a tool call’s fields', () => {
    const stream = recordedStreams('whole').find(({ name }) => name === 'tool-block-end-turn');
    const trail = traceResponse(assemble(decode(stream ? [stream.bytes] : [])), testResponseContext(), created);
    expect(trail).toContainEqual({
      verb: 'merged',
      from: 'content[0].input.b',
      to: 'choices[0].message.tool_calls[0].function.arguments',
      reason: 'OpenAI’s arguments are one JSON text.',
    });
    expect(trail).toContainEqual(
      expect.objectContaining({ verb: 'dropped', from: 'content[0].caller.type', to: null }),
    );
  });
});
