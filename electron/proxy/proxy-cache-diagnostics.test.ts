/** Cache diagnostics of two turns of one conversation, with the real proxy and the mock server. */

import OpenAI from 'openai';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '#shared/settings/schema.ts';
import { json, message, startScriptedUpstream } from './__fixtures__/scripted-upstream.ts';
import { useMockServerProxy } from './__fixtures__/mock-server-proxy.ts';
import { startTestProxy } from './__fixtures__/test-proxy.ts';

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

const translation = { ...defaultSettings.translation, cacheDiagnosis: 'always' as const };
const served = useMockServerProxy({ translation });

beforeEach(() => served.mockServer.reset());

const model = 'claude-opus-5-5';
const long = 'The handbook says a great deal about everything. '.repeat(100);
const rules: OpenAI.ChatCompletionMessageParam = { role: 'system', content: long };
const question: OpenAI.ChatCompletionMessageParam = { role: 'user', content: 'Use look to look it up.' };
const tool = (name: string): OpenAI.ChatCompletionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} } },
});
const first: Body = { model, messages: [rules, question], tools: [tool('look')] };

/** The second turn after `body`: the response, results for its calls, and the next message. */
async function next(body: Body, ...more: OpenAI.ChatCompletionMessageParam[]): Promise<Body> {
  const result = (await served.client.chat.completions.create(body)).choices[0]?.message;
  if (result === undefined) throw new Error('There was no answer.');
  // As standard clients return it: without extension fields.
  const turn: OpenAI.ChatCompletionMessageParam = {
    role: 'assistant',
    content: result.content,
    ...(result.tool_calls === undefined ? {} : { tool_calls: result.tool_calls }),
  };
  const results = (result.tool_calls ?? []).map(({ id }) => ({
    role: 'tool' as const,
    tool_call_id: id,
    content: 'It is green.',
  }));
  return { ...body, messages: [...body.messages, turn, ...results, ...more] };
}

async function notesOf(body: Body): Promise<string> {
  const { response } = await served.client.chat.completions.create(body).withResponse();
  return response.headers.get('x-dragoman-notes') ?? '';
}

function sentDiagnostics(): unknown[] {
  return served.mockServer.requests.flatMap(({ body }) =>
    typeof body === 'object' && body !== null && 'messages' in body
      ? ['diagnostics' in body ? body.diagnostics : null]
      : [],
  );
}

const changes: readonly (readonly [string, (body: Body) => Body, string | null])[] = [
  ['nothing', (body) => body, null],
  ['its tools', (body) => ({ ...body, tools: [tool('other'), tool('look')] }), 'cache-missed-tools'],
  [
    'its system prompt',
    (body) => ({ ...body, messages: [{ role: 'system', content: `${long} At noon.` }, ...body.messages.slice(1)] }),
    'cache-missed-system',
  ],
  [
    'an earlier message',
    (body) => ({
      ...body,
      messages: [rules, { role: 'user', content: 'Use look, will you?' }, ...body.messages.slice(2)],
    }),
    'cache-missed-messages',
  ],
  ['its model', (body) => ({ ...body, model: 'claude-fable-5-1' }), 'cache-missed-model'],
];

describe('the client changed between two turns', () => {
  for (const [what, change, code] of changes) {
    it(`${what}: ${code ?? 'no note'}`, async () => {
      const notes = await notesOf(change(await next(first)));
      const diagnostics = notes.split(',').filter((note) => note.startsWith('cache-missed'));
      expect(diagnostics).toEqual(code === null ? [] : [code]);
      const [opened, compared] = sentDiagnostics();
      expect(opened).toEqual({ previous_message_id: null });
      expect(compared).toEqual({ previous_message_id: expect.stringMatching(/^msg_/) });
    });
  }

  it('its tools: the same in a stream with the note in its headers', async () => {
    const second = await next(first);
    const { data, response } = await served.client.chat.completions
      .create({ ...second, tools: [tool('other')], stream: true })
      .withResponse();
    for await (const _ of data);
    expect(response.headers.get('x-dragoman-notes')).toContain('cache-missed-tools');
    const { notes } = await served.testProxy.finished(({ summary }) => summary.stream);
    const note = notes.find(({ code }) => code === 'cache-missed-tools');
    expect(note).toMatchObject({ from: 'tools', to: 'tools', verb: 'noticed' });
    expect(note?.reason).toMatch(
      /^Your client changed the list of tools since the previous turn, so about \d+ tokens were/,
    );
  });

  it('its instructions: the same through the Responses API', async () => {
    const input = [{ role: 'user' as const, content: 'Tell me about the handbook, please.' }];
    const tools: OpenAI.Responses.Tool[] = [{ type: 'function', name: 'x', parameters: null, strict: false }];
    const body = { model, tools, tool_choice: 'none' as const };
    const begun = await served.client.responses.create({ ...body, instructions: long, input });
    const { response } = await served.client.responses
      .create({
        ...body,
        instructions: `${long} At noon.`,
        previous_response_id: begun.id,
        input: 'And what else is in it?',
      })
      .withResponse();
    expect(response.headers.get('x-dragoman-notes')).toContain('cache-missed-system');
  });
});

describe('a client with diagnostics.previous_message_id', () => {
  const body = { model, input: 'Tell me about the handbook, please.', instructions: long };
  const compare = async (id: string, other: object = {}): Promise<OpenAI.Responses.Response> =>
    served.client.responses.create({ ...body, ...other, prompt_cache_options: { comparison_response_id: id } });

  it('gets prompt_cache_diagnostics, also for uncached requests', async () => {
    const { id, prompt_cache_diagnostics: none } = await compare('resp_none');
    expect(none).toEqual({ type: 'comparison_response_not_found' });
    expect((await compare(id)).prompt_cache_diagnostics).toEqual({ type: 'cache_hit' });
    const changed = await compare(id, { model: 'claude-fable-5-1', stream: false });
    expect(changed.prompt_cache_diagnostics).toMatchObject({ type: 'cache_miss', reason: 'model_changed' });
    expect(sentDiagnostics().at(-1)).toEqual({ previous_message_id: id.replace('resp_', 'msg_') });
  });

  it('has it in the last event of a stream', async () => {
    const { id } = await compare('resp_none');
    const stream = served.client.responses.stream({
      ...body,
      instructions: 'Be brief.',
      prompt_cache_options: { comparison_response_id: id },
    });
    const { prompt_cache_diagnostics: diagnostics } = await stream.finalResponse();
    expect(diagnostics).toMatchObject({ type: 'cache_miss', reason: 'input_changed' });
  });

  it('gets none when no endpoint supports it', async () => {
    const other = await startTestProxy({ overrides: { endpoint: served.testProxy.settings.get().endpoint } });
    const openai = new OpenAI({ baseURL: `${other.origin}/v1`, apiKey: 'any', maxRetries: 0 });
    const result = await openai.responses.create({
      ...body,
      prompt_cache_options: { comparison_response_id: 'resp_1' },
    });
    await other.close();
    expect(result.prompt_cache_diagnostics).toEqual({ type: 'unavailable' });
    expect(sentDiagnostics()).toEqual([null]);
  });
});

describe('the previous response is found', () => {
  it('by its text', async () => {
    const talk: Body = { model, messages: [rules, question], tools: [tool('look')], tool_choice: 'none' };
    const second = await next(talk, { role: 'user', content: 'And then?' });
    expect(await notesOf({ ...second, tools: [tool('other')] })).toContain('cache-missed-tools');
  });

  it('by the tool calls before a short text', async () => {
    const second = await next(first);
    const done: Body = {
      ...second,
      messages: [...second.messages, { role: 'user', content: 'Thanks. [[mock: say="Done." no-tool]]' }],
    };
    const third = await next(done, { role: 'user', content: 'And then?' });
    expect(await notesOf({ ...third, tools: [tool('other')] })).toContain('cache-missed-tools');
  });

  it('by the prompt_cache_key when the history has no response', async () => {
    const keyed: Body = { ...first, prompt_cache_key: 'handbook' };
    await next(keyed);
    const another: Body = { ...keyed, messages: [rules, { role: 'user', content: 'Something else. Use look.' }] };
    expect(await notesOf(another)).not.toContain('cache-missed');
    expect(sentDiagnostics().at(-1)).toEqual({ previous_message_id: expect.stringMatching(/^msg_/) });
    expect(await notesOf({ ...another, tools: [tool('other')] })).toContain('cache-missed-tools');
  });

  it('never by text that two conversations share', async () => {
    const say = '[[mock: no-tool say="I am quite sure that this is in the handbook."]]';
    const talk = (about: string): Body => ({
      ...first,
      messages: [rules, { role: 'user', content: `${about} ${say}` }],
    });
    const second = await next(talk('Bears?'), { role: 'user', content: 'And then?' });
    await next(talk('Wolves?'));
    await notesOf(second);
    expect(sentDiagnostics().at(-1)).toEqual({ previous_message_id: null });
  });
});

it('omits the field for uncached requests', async () => {
  await served.client.chat.completions.create({ model, messages: [question] });
  expect(sentDiagnostics()).toEqual([null]);
});

describe('the cacheDiagnosis setting', () => {
  const cases = [
    ['anthropic: no third-party endpoint', {}, 'anthropic', [null]],
    ['anthropic: the mock server', { demo: true }, 'anthropic', [{ previous_message_id: null }]],
    ['always: any endpoint', {}, 'always', [{ previous_message_id: null }]],
    ['never: no endpoint', { demo: true }, 'never', [null]],
  ] as const;
  it.each(cases)('%s', async (_, deps, cacheDiagnosis, expected) => {
    const { endpoint } = served.testProxy.settings.get();
    const wanted = { ...defaultSettings.translation, cacheDiagnosis };
    const other = await startTestProxy({ ...deps, overrides: { endpoint, translation: wanted } });
    const openai = new OpenAI({ baseURL: `${other.origin}/v1`, apiKey: 'any', maxRetries: 0 });
    await openai.chat.completions.create({ model, messages: [question], tools: [tool('look')] });
    await other.close();
    expect(sentDiagnostics()).toEqual(expected);
  });
});

it('an endpoint without the field refuses once, then never again', async () => {
  const upstream = await startScriptedUpstream((request, response) => {
    const refused = request.body.includes('"diagnostics"');
    const error = { type: 'invalid_request_error', message: 'diagnostics: Extra inputs are not permitted' };
    response
      .writeHead(refused ? 400 : 200, json)
      .end(JSON.stringify(refused ? { type: 'error', error } : message('Good.')));
  });
  const other = await startTestProxy({ overrides: { endpoint: upstream.endpoint, translation } });
  const openai = new OpenAI({ baseURL: `${other.origin}/v1`, apiKey: 'any', maxRetries: 0 });
  const ask = () => openai.chat.completions.create({ ...first, model: 'claude-opus-5-5' }).withResponse();
  const { response } = await ask();
  expect(response.headers.get('x-dragoman-notes')).toContain('healed-field-refused');
  await ask();
  expect(upstream.received).toHaveLength(3);
  await other.close();
  await upstream.close();
});
