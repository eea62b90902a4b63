import { describe, expect, test } from 'vitest';
import { profileFor } from '../../models/profile-for.ts';
import { call, marks, noteCodes, tool, translate } from '../__fixtures__/translate.ts';

const ephemeral = { type: 'ephemeral' };
const hour = { type: 'ephemeral', ttl: '1h' };
const part = (text: string, extra: object = {}): object => ({ type: 'text', text, ...extra });
const long = 'word '.repeat(2000);
const conversation = [
  { role: 'system', content: 'S' },
  { role: 'user', content: long },
  { role: 'assistant', content: 'A' },
  { role: 'user', content: 'B' },
];

describe('cache_control set by the proxy', () => {
  test('the last tool, the end of the system prompt and the end of the conversation', () => {
    const translation = translate({ tools: [tool('a'), tool('b')], messages: conversation });
    expect(marks(translation)).toEqual(['tools[1]', 'system[0]', 'messages[2].content[0]']);
  });

  test.each([
    ['a single question without tools', { messages: [{ role: 'user', content: long }] }],
    [
      'a conversation shorter than anything the API caches',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
          { role: 'user', content: 'c' },
        ],
      },
    ],
    [
      'a client that marks explicitly and marked nothing',
      { messages: conversation, prompt_cache_options: { mode: 'explicit' } },
    ],
  ])('none for %s', (_title, body) => {
    expect(marks(translate(body))).toEqual([]);
  });

  test('none when the setting is off', () => {
    expect(marks(translate({ messages: conversation }, { settings: { promptCaching: false } }))).toEqual([]);
  });

  test('after a turn of many blocks, the end of the earlier request is marked too', () => {
    const many = Array.from({ length: 30 }, (_, index) => part(`p${index}`));
    const messages = [...conversation.slice(0, 3), { role: 'user', content: many }];
    expect(marks(translate({ messages }))).toEqual(['system[0]', 'messages[0].content[0]', 'messages[2].content[29]']);
  });

  test.each([
    [18, 1],
    // Together with the assistant's block it is the twentieth block back, one too many.
    [19, 2],
  ])('after a turn of %i blocks of the user, messages have %i', (count, expected) => {
    const parts = Array.from({ length: count }, (_, index) => part(`p${index}`));
    const breakpoints = marks(translate({ messages: [...conversation.slice(0, 3), { role: 'user', content: parts }] }));
    expect(breakpoints.filter((path) => path.startsWith('messages'))).toHaveLength(expected);
  });

  test.each([
    [{ prompt_cache_retention: '24h' }, hour, ['cache-lifetime-shortened']],
    [{ prompt_cache_retention: 'in_memory' }, ephemeral, []],
    [{ prompt_cache_options: { ttl: '30m' } }, hour, []],
    [{ prompt_cache_options: { ttl: '12h' } }, hour, ['cache-lifetime-shortened']],
  ])('%o decides the ttl', (fields, control, notes) => {
    const translation = translate({ messages: conversation, ...fields });
    expect(translation.body.system).toEqual([{ type: 'text', text: 'S', cache_control: control }]);
    expect(noteCodes(translation).filter((code) => code.startsWith('cache'))).toEqual(notes);
  });
});

describe('cache_control set by the client', () => {
  test('prompt_cache_breakpoint on a part is the only mark', () => {
    const translation = translate({
      prompt_cache_options: { mode: 'explicit' },
      messages: [
        { role: 'system', content: [part('long', { prompt_cache_breakpoint: { mode: 'explicit' } })] },
        { role: 'user', content: 'x' },
      ],
    });
    expect(marks(translation)).toEqual(['system[0]']);
    expect(translation.body.system).toEqual([{ type: 'text', text: 'long', cache_control: ephemeral }]);
  });

  test('the last four of six marks are kept', () => {
    const content = Array.from({ length: 6 }, (_, index) => part(String(index), { cache_control: ephemeral }));
    const translation = translate({ messages: [{ role: 'user', content }] });
    expect(marks(translation)).toEqual([2, 3, 4, 5].map((index) => `messages[0].content[${index}]`));
    expect(noteCodes(translation)).toContain('cache-breakpoints-dropped');
  });

  test('marks on messages, tool calls, tools and results are honoured, and nothing is added to them', () => {
    const translation = translate({
      tools: [{ ...tool('a'), cache_control: ephemeral }, tool('b')],
      messages: [
        { role: 'system', content: 'S', cache_control: ephemeral },
        { role: 'user', content: 'go' },
        { role: 'assistant', content: 'x', tool_calls: [{ ...call('c1'), cache_control: ephemeral }] },
        { role: 'tool', tool_call_id: 'c1', content: [part('r', { cache_control: ephemeral })] },
      ],
    });
    expect(marks(translation)).toEqual(['tools[0]', 'system[0]', 'messages[1].content[1]', 'messages[2].content[0]']);
  });

  test('a mark on the whole request counts as one of the four', () => {
    const content = Array.from({ length: 4 }, (_, index) => part(String(index), { cache_control: ephemeral }));
    const translation = translate({ cache_control: ephemeral, messages: [{ role: 'user', content }] });
    expect(translation.body.cache_control).toEqual(ephemeral);
    expect(marks(translation)).toHaveLength(3);
  });

  test('a mark on the whole request gives way to one of another lifetime on the last block', () => {
    const content = [part('a', { cache_control: hour })];
    const translation = translate({ cache_control: ephemeral, messages: [{ role: 'user', content }] });
    expect(translation.body.cache_control).toBeUndefined();
    expect(marks(translation)).toEqual(['messages[0].content[0]']);
    expect(noteCodes(translation)).toContain('cache-breakpoint-doubled');
  });

  test('a mark on the whole request goes to the last block where the API does not know the field', () => {
    const profile = { ...profileFor('claude-sonnet-5-5'), refused: { fields: ['cache_control'], betas: [] } };
    const translation = translate({ cache_control: hour, messages: [{ role: 'user', content: 'x' }] }, { profile });
    expect(translation.body.cache_control).toBeUndefined();
    expect(translation.body.messages[0]?.content).toEqual([{ type: 'text', text: 'x', cache_control: hour }]);
  });

  test('an hour after five minutes becomes five minutes', () => {
    const content = [
      part('a', { cache_control: hour }),
      part('b', { cache_control: ephemeral }),
      part('c', { cache_control: hour }),
    ];
    const translation = translate({ messages: [{ role: 'user', content }] });
    expect(translation.body.messages[0]?.content).toEqual([
      { type: 'text', text: 'a', cache_control: hour },
      { type: 'text', text: 'b', cache_control: ephemeral },
      { type: 'text', text: 'c', cache_control: ephemeral },
    ]);
    expect(noteCodes(translation)).toContain('cache-ttl-shortened');
  });

  test('a mark on blank text marks nothing', () => {
    const content = [part(' ', { cache_control: ephemeral }), part('x')];
    expect(marks(translate({ messages: [{ role: 'user', content }] }))).toEqual([]);
  });
});
