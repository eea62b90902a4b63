import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../settings/schema.ts';
import { json, messages, parameters } from '../../translate/__fixtures__/arbitrary-request.ts';
import { forEachLeaf } from '../../json/json-leaves.ts';
import { exchange } from '../__fixtures__/exchanges.ts';
import { valueAt } from '../../json/unknown-json.ts';
import { type Retranslated, retranslate, retranslateExchange, type RetranslateInput } from './retranslate.ts';

const today = { settings: defaultSettings, models: [] };

function translation(body: object, changes: Partial<RetranslateInput> = {}): Retranslated {
  const result = retranslate({
    endpoint: 'chat.completions',
    body: JSON.stringify(body),
    inputs: today,
    model: null,
    ...changes,
  });
  if (!result.ok) throw new Error(result.message);
  return result;
}

const chat = { model: 'gpt-4o', temperature: 0.2, messages: [{ role: 'user', content: 'go' }], max_tokens: 100 };

function leaves(value: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  forEachLeaf(value, '', (path, leaf) => found.set(path, leaf));
  return found;
}

describe('retranslate', () => {
  it('uses the settings’ model, or the given one', () => {
    expect(translation(chat)).toMatchObject({ model: 'claude-sonnet-5-5', body: { model: 'claude-sonnet-5-5' } });
    const other = translation(chat, { model: 'claude-opus-5-5' });
    expect(other.body.model).toBe('claude-opus-5-5');
    expect(other.modelReason).toBe('Chosen for this translation.');
    expect(other.trail).toContainEqual(expect.objectContaining({ from: 'temperature', to: null, verb: 'dropped' }));
  });

  it('adapts to the model’s profile', () => {
    const older = translation(chat, { model: 'claude-haiku-4-5' });
    const newer = translation(chat, { model: 'claude-opus-5-5' });
    expect(older.body.temperature).toBe(0.2);
    expect(newer.body.temperature).toBeUndefined();
  });

  it('sets stream where the proxy would', () => {
    expect(translation(chat).body.stream).toBeUndefined();
    expect(translation({ ...chat, stream: true }).body.stream).toBe(true);
    expect(translation({ ...chat, max_tokens: 20_000 }).body.stream).toBe(true);
  });

  it('returns the refusal with the client’s param', () => {
    const body = JSON.stringify({ model: 'x', messages: [{ role: 'wizard', content: 'go' }] });
    const input = { endpoint: 'chat.completions' as const, body, inputs: today, model: null };
    expect(retranslate(input)).toMatchObject({ ok: false, param: 'messages[0].role' });
    expect(retranslate({ ...input, body: '{"cut' })).toMatchObject({ ok: false, code: 'invalid_json' });
    expect(retranslate({ ...input, endpoint: 'messages' })).toMatchObject({ ok: false, code: 'not_translated' });
  });

  it('keeps the recorded diagnostics.previous_message_id', () => {
    const cached = { ...chat, tools: [{ type: 'function', function: { name: 'a' } }] };
    const sent = (diagnostics: object): string => JSON.stringify({ messages: [], diagnostics });
    expect(translation(cached).body.diagnostics).toBeUndefined();
    expect(translation(cached, { sentUpstream: '{"messages":[]}' }).body.diagnostics).toBeUndefined();
    expect(translation(cached, { sentUpstream: sent({ previous_message_id: null }) }).body.diagnostics).toEqual({
      previous_message_id: null,
    });
    const withResult = [
      { role: 'user', content: 'go' },
      { role: 'assistant', content: 'I went where the handbook says that one should go.' },
      { role: 'user', content: 'on' },
    ];
    const followed = translation(
      { ...cached, messages: withResult },
      { sentUpstream: sent({ previous_message_id: 'msg_1' }) },
    );
    expect(followed.body.diagnostics).toEqual({ previous_message_id: 'msg_1' });
  });

  it('keeps the thinking blocks restored in the recorded upstream body', () => {
    const history = [
      { role: 'user', content: 'go' },
      { role: 'assistant', content: 'done' },
      { role: 'user', content: 'more' },
    ];
    const thought = { type: 'thinking', thinking: 'hm', signature: 'SIG' };
    const sentUpstream = JSON.stringify({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'go' }] },
        { role: 'assistant', content: [thought, { type: 'text', text: 'done' }] },
        { role: 'user', content: [{ type: 'text', text: 'more' }] },
      ],
    });
    const options = { model: 'claude-opus-5-5', sentUpstream };
    expect(translation({ ...chat, messages: history }, options).body.messages[1]?.content).toContainEqual(thought);
    expect(JSON.stringify(translation({ ...chat, messages: history }).body)).not.toContain('SIG');
  });

  it('reads a stored record', () => {
    const result = retranslateExchange(exchange(), today);
    expect(result).toMatchObject({ ok: true, model: 'claude-opus-5-5', target: { kind: 'chat.completions' } });
    expect(retranslateExchange(exchange(), today, { model: 'claude-haiku-4-5' })).toMatchObject({
      model: 'claude-haiku-4-5',
    });
  });
});

describe('the trail of a Responses request', () => {
  const body = {
    model: 'gpt-5',
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: [{ type: 'input_text', text: 'weather in Oslo?' }] },
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Oslo"}' },
      { type: 'function_call_output', call_id: 'c1', output: 'rain' },
    ],
    tools: [{ type: 'function', name: 'weather', parameters: { type: 'object', properties: {} } }],
    max_output_tokens: 500,
    truncation: 'auto',
    reasoning: { effort: 'low' },
    odd: 1,
  };
  const result = translation(body, { endpoint: 'responses', model: 'claude-opus-5-5' });
  const find = (from: string) => result.trail.filter((entry) => entry.from === from);

  it('has the client’s own paths', () => {
    expect(find('input[0].content[0].text')).toEqual([
      expect.objectContaining({ to: expect.stringMatching(/^messages\[0\]\.content/) }),
    ]);
    expect(find('instructions')[0]?.to).toMatch(/^system\[0\]\.text$/);
    expect(find('input[1].arguments')[0]?.to).toMatch(/^messages\[1\]\.content\[0\]\.input/);
    expect(find('input[2].output')[0]?.to).toMatch(/^messages\[2\]\.content\[0\]/);
    expect(find('max_output_tokens')[0]?.to).toBe('max_tokens');
    expect(find('odd')).toEqual([expect.objectContaining({ verb: 'dropped', to: null })]);
    expect(find('truncation')[0]?.reason).toContain('does not truncate');
  });

  it('has only existing sources and targets', () => {
    const sources = [...leaves(body).keys()];
    const strange = result.trail.filter(
      ({ from, to }) =>
        (from !== null && !sources.some((path) => path.startsWith(from))) ||
        (to !== null && valueAt(result.body, to) === undefined),
    );
    expect(result.trail.length).toBeGreaterThan(sources.length - 1);
    expect(strange).toEqual([]);
  });

  it('reports a previous_response_id whose history is missing', () => {
    const later = translation({ ...body, previous_response_id: 'resp_1' }, { endpoint: 'responses' });
    expect(later.missing).toContain('earlier response');
    expect(result.missing).toBeNull();
  });
});

it('the trail of a text completion has the path of its prompt', () => {
  const { trail } = translation({ model: 'x', prompt: 'Say hi', stop: ['.'], user: 'u' }, { endpoint: 'completions' });
  expect(trail).toContainEqual(expect.objectContaining({ from: 'prompt', to: 'messages[0].content[0].text' }));
  expect(trail).toContainEqual(expect.objectContaining({ from: 'stop[0]', to: 'stop_sequences[0]' }));
  expect(trail.filter(({ to }) => to === 'max_tokens')).toEqual([expect.objectContaining({ from: null })]);
});

it('any chat request is either translated or refused with a message', () => {
  fc.assert(
    fc.property(messages, parameters, (history, others) => {
      const body = JSON.stringify(json({ ...others, model: 'gpt-4o', messages: history }));
      const result = retranslate({ endpoint: 'chat.completions', body, inputs: today, model: null });
      expect(result.ok ? result.trail.length : result.message.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});
