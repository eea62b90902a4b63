/** Missing tool calls or JSON are retried once, with a note for the client. */

import { beforeEach, describe, expect, it } from 'vitest';
import { messages, useFaultProxy } from './__fixtures__/fault-proxy.ts';
import { json, message } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy();
let before: number;

beforeEach(() => {
  before = faults.upstream.received.length;
});

/** The responses to the next calls, in order; the last one repeats. */
function respondWith(...list: readonly object[]): void {
  faults.upstream.script = (_request, response, count) => {
    response.writeHead(200, json).end(JSON.stringify(list[Math.min(count - before, list.length) - 1]));
  };
}

const sent = (): unknown[] => faults.upstream.received.slice(before).map(({ body }) => JSON.parse(body));

describe('response_format requested in the prompt', () => {
  const ask = () =>
    faults.client.chat.completions
      .create({ model: 'claude-opus-4-8', max_tokens: 100, messages, response_format: { type: 'json_object' } })
      .withResponse();

  it('is retried when the JSON is missing', async () => {
    respondWith(message('Sorry, no.'), message('{"a":1}', { id: 'msg_02' }));
    const { data, response } = await ask();
    expect(data.choices[0]?.message.content).toBe('{"a":1}');
    expect(data).toMatchObject({ id: 'chatcmpl-01', usage: { prompt_tokens: 20, completion_tokens: 10 } });
    expect(response.headers.get('x-dragoman-notes')).toContain('output-asked-twice');
    expect(sent()).toMatchObject([
      { messages: [{ role: 'user' }] },
      {
        messages: [
          { role: 'user' },
          { role: 'assistant', content: [{ type: 'text', text: 'Sorry, no.' }] },
          { role: 'user', content: [{ type: 'text', text: expect.stringContaining('not JSON') }] },
        ],
      },
    ]);
  });

  it('is not retried twice: the client gets the first message', async () => {
    respondWith(message('Sorry, no.'), message('Still no.'));
    const { data, response } = await ask();
    expect(data.choices[0]?.message.content).toBe('Sorry, no.');
    expect(response.headers.get('x-dragoman-notes')).toContain('output-not-repaired');
    expect(sent()).toHaveLength(2);
  });

  it.each([
    ['came', message('```json\n{"a":1}\n```')],
    ['was cut off', message('{"a":', { stop_reason: 'max_tokens' })],
    ['was refused', message('', { content: [], stop_reason: 'refusal' })],
  ])('is not retried when it %s', async (_what, result) => {
    respondWith(result);
    await ask();
    expect(sent()).toHaveLength(1);
  });

  it('is not retried when that is switched off', async () => {
    const settings = faults.testProxy.settings.get();
    faults.testProxy.settings.save({ ...settings, translation: { ...settings.translation, repairOutput: false } });
    respondWith(message('Sorry, no.'));
    const { response } = await ask();
    const notes = response.headers.get('x-dragoman-notes')?.split(',');
    expect(notes).toEqual(['json-object-as-instruction', 'output-not-as-asked']);
    expect(sent()).toHaveLength(1);
    faults.testProxy.settings.save(settings);
  });
});

it('a required tool call is not retried after a refusal', async () => {
  respondWith(message('', { content: [], stop_reason: 'refusal' }));
  const tools = [{ type: 'function' as const, function: { name: 'look', parameters: { type: 'object' } } }];
  const request = { model: 'claude-opus-5-5', max_tokens: 1000, messages, tools, tool_choice: 'required' as const };
  const completion = await faults.client.chat.completions.create(request);
  expect(completion.choices[0]?.finish_reason).toBe('content_filter');
  expect(sent()).toHaveLength(1);
});
