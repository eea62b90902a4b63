/** Compaction before upstreams that refuse it, ignore it or cannot do it at the moment, and blocks in forms that are not documented. */

import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { event, json, message, textEvents, eventStream } from './__fixtures__/scripted-upstream.ts';
import { useScriptedProxy } from './__fixtures__/scripted-proxy.ts';

type Fields = Record<string, unknown>;

const block = { type: 'compaction', content: 'All done.', signature: 'sig==', encrypted_content: null };
const compacted = message('', {
  content: [block],
  stop_reason: 'compaction',
  usage: {
    input_tokens: 0,
    output_tokens: 0,
    iterations: [{ type: 'compaction', input_tokens: 144, output_tokens: 276 }],
  },
});
const scripted = useScriptedProxy(
  (_request, response) => void response.writeHead(200, json).end(JSON.stringify(compacted)),
);

/** A model of its own for each test: what one learns must not be known to the next. */
let models = 0;
function ask() {
  const client = new OpenAI({ baseURL: `${scripted.testProxy.origin}/v1`, apiKey: 'sk-client', maxRetries: 0 });
  const body = {
    model: `claude-test-${(models += 1)}`,
    input: [
      { type: 'message' as const, role: 'user' as const, content: 'Go.' },
      { type: 'compaction_trigger' as const },
    ],
  };
  return {
    compact: () => client.responses.create(body),
    compactStreamed: async () => {
      const events: OpenAI.Responses.ResponseStreamEvent[] = [];
      for await (const one of await client.responses.create({ ...body, stream: true })) events.push(one);
      return events;
    },
  };
}

const carried = (response: OpenAI.Responses.Response): string => {
  const [item] = response.output;
  return item?.type === 'compaction' ? item.encrypted_content : '';
};
const bodies = (): Fields[] => scripted.upstream.received.slice(first).map(({ body }) => JSON.parse(body) as Fields);
let first = 0;
const start = () => {
  first = scripted.upstream.received.length;
};

function refuse(status: number, text: string, code?: string): void {
  start();
  scripted.upstream.script = ({ body }, response) => {
    const type = status === 529 ? 'overloaded_error' : 'invalid_request_error';
    const error = { type, message: text, ...(code === undefined ? {} : { details: { error_code: code } }) };
    if ('compaction' in (JSON.parse(body) as Fields)) {
      response.writeHead(status, json).end(JSON.stringify({ type: 'error', error }));
    } else response.writeHead(200, json).end(JSON.stringify(message('In words.')));
  };
}

describe('a refused compaction', () => {
  it.each([
    [400, 'compaction: Extra inputs are not permitted', undefined],
    [400, 'Unexpected value(s) `compact-2026-09-04` for the `anthropic-beta` header. Please try again.', undefined],
    [400, '`compaction` is not supported for claude-x', undefined],
    [400, 'claude-x does not support compaction', undefined],
    [400, '`compaction` parameter requires anthropic-beta: compact-2026-09-04', undefined],
    [400, 'too many tools', 'compaction_too_many_tool_references'],
    [529, 'Overloaded', 'compaction_unavailable'],
  ])('with status %i and "%s" becomes an ordinary request for a summary', async (status, text, code) => {
    refuse(status, text, code);
    const { compact } = ask();
    expect(carried(await compact())).toContain('In words.');
    const [native, words] = bodies();
    expect(native).toMatchObject({ compaction: { type: 'summarize' } });
    expect(words).not.toHaveProperty('compaction');
    await compact();
    // A fault of the moment, or of the one conversation, is not remembered.
    expect(bodies().length).toBe(code === undefined ? 3 : 4);
  });

  it.each([
    ['compaction_incomplete_turn', 'The last turn is not finished'],
    ['compaction_nothing_to_summarize', 'There is nothing to summarise'],
    ['compaction_block_ambiguous', 'There are two blocks'],
  ])('with code %s is the client’s error', async (code, text) => {
    refuse(400, text, code);
    await expect(ask().compact()).rejects.toMatchObject({ status: 400, code });
    expect(bodies()).toHaveLength(1);
  });
});

describe('an upstream that ignores compaction', () => {
  it('fails once, and is then asked in words', async () => {
    start();
    scripted.upstream.script = (_request, response) =>
      void response.writeHead(200, json).end(JSON.stringify(message('You said go.')));
    const { compact } = ask();
    await expect(compact()).rejects.toMatchObject({ status: 502, code: 'compaction_ignored' });
    expect(carried(await compact())).toContain('You said go.');
    expect(bodies().map((body) => 'compaction' in body)).toEqual([true, false]);
  });

  it('fails a stream, and is then asked in words', async () => {
    scripted.upstream.script = (_request, response) =>
      void response.writeHead(200, eventStream).end(textEvents(['You ', 'said go.']).join(''));
    const { compactStreamed } = ask();
    expect((await compactStreamed()).at(-1)).toMatchObject({ type: 'response.failed', response: { output: [] } });
    expect((await compactStreamed()).at(-1)).toMatchObject({ type: 'response.completed' });
  });
});

describe('a streamed block', () => {
  const { type, content, encrypted_content, signature } = block;
  const empty = { type, content: null, encrypted_content: null };
  const changes = [{ type: 'tool_removal', tool: { type: 'tool_reference', name: 'look' } }];
  const delta = { type: 'compaction_delta', content, encrypted_content: 'enc' };

  it.each<[string, Fields, Fields[], Fields, Fields]>([
    ['whole at its start', block, [], {}, block],
    ['in one delta, signed at its start', { ...empty, signature }, [delta], {}, { ...block, encrypted_content: 'enc' }],
    [
      'in deltas, signed at its stop',
      empty,
      [
        { ...delta, content: 'All ' },
        { ...delta, content: 'done.' },
      ],
      { signature, tool_changes: changes },
      { ...block, encrypted_content: 'enc', tool_changes: changes },
    ],
    [
      'repeated whole in its stop',
      empty,
      [delta],
      { content_block: { ...block, tool_changes: [] } },
      { ...block, encrypted_content: 'enc', tool_changes: [] },
    ],
  ])('that comes %s is carried whole', async (_name, begin, deltas, stop, expected) => {
    expect(encrypted_content).toBeNull();
    const head = { ...compacted, content: [], stop_reason: null };
    scripted.upstream.script = (_request, response) => {
      const events = [
        event({ type: 'message_start', message: head }),
        event({ type: 'content_block_start', index: 0, content_block: begin }),
        ...deltas.map((one) => event({ type: 'content_block_delta', index: 0, delta: one })),
        event({ type: 'content_block_stop', index: 0, ...stop }),
        event({
          type: 'message_delta',
          delta: { stop_reason: 'compaction', stop_sequence: null },
          usage: compacted['usage'],
        }),
        event({ type: 'message_stop' }),
      ];
      response.writeHead(200, eventStream).end(events.join(''));
    };
    const last = (await ask().compactStreamed()).at(-1);
    if (last?.type !== 'response.completed') throw new Error(JSON.stringify(last));
    const text = carried(last.response);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toEqual(expected);
    expect(last.response.usage).toMatchObject({ input_tokens: 144, output_tokens: 276 });
  });

  it('with content null is an error without an item', async () => {
    scripted.upstream.script = (_request, response) =>
      void response
        .writeHead(200, json)
        .end(JSON.stringify({ ...compacted, content: [{ ...block, content: null, signature: null }] }));
    await expect(ask().compact()).rejects.toMatchObject({ status: 502, code: 'compaction_failed' });
  });
});
