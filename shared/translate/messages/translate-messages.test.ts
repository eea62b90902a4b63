import { describe, expect, test } from 'vitest';
import { assistant, system, text, user } from '../__fixtures__/client-messages.ts';
import { call, noteCodes, tool, translate, turns } from '../__fixtures__/translate.ts';
import { CONTINUED_TEXT } from './first-message.ts';
import { CONTINUE_TEXT } from './prefill.ts';

const label = text('Instruction from the operator of this conversation:');

interface Case {
  readonly model?: string;
  readonly messages: readonly object[];
  readonly system?: readonly object[];
  readonly turns: readonly (readonly [string, readonly object[]])[];
  readonly notes?: readonly string[];
  readonly body?: object;
}

const cases: Readonly<Record<string, Case>> = {
  'leading system and developer messages become separate system blocks': {
    messages: [system('A'), { role: 'developer', content: 'B' }, user('hi')],
    system: [text('A'), text('B')],
    turns: [['user', [text('hi')]]],
  },
  'parts of a system message keep their boundaries and blank ones are left out': {
    messages: [system([text('A'), text(' '), text('B')]), system(''), user('hi')],
    system: [text('A'), text('B')],
    turns: [['user', [text('hi')]]],
    notes: ['blank-text-left-out'],
  },
  'a system message after a user turn stays in place where the model takes it': {
    messages: [system('S'), user('1'), assistant('2'), user('3'), system('NEW')],
    system: [text('S')],
    turns: [
      ['user', [text('1')]],
      ['assistant', [text('2')]],
      ['user', [text('3')]],
      ['system', [text('NEW')]],
    ],
  },
  'consecutive system messages in place are one turn': {
    messages: [user('1'), system('A'), { role: 'developer', content: 'B' }, assistant('2'), user('3')],
    turns: [
      ['user', [text('1')]],
      ['system', [text('A'), text('B')]],
      ['assistant', [text('2')]],
      ['user', [text('3')]],
    ],
  },
  'a system message after an assistant turn becomes labelled user text on any model': {
    messages: [user('1'), assistant('2'), system('NEW'), user('3')],
    turns: [
      ['user', [text('1')]],
      ['assistant', [text('2')]],
      ['user', [label, text('NEW'), text('3')]],
    ],
    notes: ['system-message-as-user-text'],
  },
  'a system message between two user messages becomes labelled user text': {
    messages: [user('1'), system('NEW'), user('2')],
    turns: [['user', [text('1'), label, text('NEW'), text('2')]]],
    notes: ['system-message-as-user-text'],
  },
  'a system message in the middle becomes labelled user text on an older model': {
    model: 'claude-sonnet-4-5',
    messages: [user('1'), assistant('2'), system('NEW'), user('3')],
    turns: [
      ['user', [text('1')]],
      ['assistant', [text('2')]],
      ['user', [label, text('NEW'), text('3')]],
    ],
    notes: ['system-message-as-user-text'],
  },
  'a system message at the end becomes user text on an older model': {
    model: 'claude-sonnet-4-5',
    messages: [user('1'), system('NEW')],
    turns: [['user', [text('1'), label, text('NEW')]]],
    notes: ['system-message-as-user-text'],
  },
  'a request of only system messages sends the last one as the user message': {
    messages: [system('A'), system('Say hi')],
    system: [text('A')],
    turns: [['user', [text('Say hi')]]],
    notes: ['system-message-as-user-message'],
  },
  'a conversation that begins with the assistant gets a constant user turn': {
    messages: [assistant('Hello!'), user('hi')],
    turns: [
      ['user', [text(CONTINUED_TEXT)]],
      ['assistant', [text('Hello!')]],
      ['user', [text('hi')]],
    ],
    notes: ['user-turn-put-first'],
  },
  'consecutive user messages keep their exact text as separate blocks': {
    messages: [user('"a"'), user('b ')],
    turns: [['user', [text('"a"'), text('b ')]]],
  },
  'consecutive assistant messages are merged block by block': {
    messages: [user('x'), assistant('a'), assistant('b'), user('y')],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('a'), text('b')]],
      ['user', [text('y')]],
    ],
  },
  'blank parts are left out': {
    messages: [user([text('  '), text('hi')])],
    turns: [['user', [text('hi')]]],
    notes: ['blank-text-left-out'],
  },
  'an empty user message becomes a placeholder': {
    messages: [user('')],
    turns: [['user', [text('(empty)')]]],
    notes: ['empty-user-turn-filled'],
  },
  'an empty assistant message is left out and the user turns meet': {
    messages: [user('a'), assistant(''), user('b')],
    turns: [['user', [text('a'), text('b')]]],
    notes: ['empty-assistant-turn-left-out'],
  },
  'a system message before an empty assistant turn is not left between two user turns': {
    messages: [user('a'), system('S'), assistant(null), user('b')],
    turns: [['user', [text('a'), label, text('S'), text('b')]]],
    notes: ['empty-assistant-turn-left-out', 'system-message-as-user-text'],
  },
  'a trailing assistant message is continued by instruction on models without prefill': {
    model: 'claude-opus-4-6',
    messages: [user('json please'), assistant('{')],
    turns: [
      ['user', [text('json please')]],
      ['assistant', [text('{')]],
      ['user', [text(CONTINUE_TEXT)]],
    ],
    notes: ['prefill-as-instruction'],
  },
  'a trailing assistant message is a prefill on older models, trimmed at its end only': {
    model: 'claude-haiku-4-5',
    messages: [user('x'), assistant('  Answer:  \n')],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('  Answer:')]],
    ],
    notes: ['prefill-end-trimmed'],
  },
  'no prefill together with a thinking budget': {
    model: 'claude-haiku-4-5',
    body: { thinking: { type: 'enabled', budget_tokens: 2000 }, max_tokens: 8000 },
    messages: [user('x'), assistant('{')],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('{')]],
      ['user', [text(CONTINUE_TEXT)]],
    ],
    notes: ['prefill-as-instruction'],
  },
  'a refusal part stays in the history as text': {
    messages: [user('x'), assistant([{ type: 'refusal', refusal: 'I cannot' }]), user('ok')],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('I cannot')]],
      ['user', [text('ok')]],
    ],
  },
  'a refusal field stays in the history as text': {
    messages: [user('x'), { role: 'assistant', content: null, refusal: 'I cannot' }, user('ok')],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('I cannot')]],
      ['user', [text('ok')]],
    ],
  },
  'what agents put inside text parts is not forwarded': {
    messages: [
      user('x'),
      assistant([{ type: 'text', text: 'a', role: 'assistant', annotations: [], refusal: null }]),
      user('y'),
    ],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('a')]],
      ['user', [text('y')]],
    ],
  },
  'spoken answers of the history keep their text': {
    messages: [user('x'), { role: 'assistant', content: 'said', audio: { id: 'audio_1' } }, user('y')],
    turns: [
      ['user', [text('x')]],
      ['assistant', [text('said')]],
      ['user', [text('y')]],
    ],
    notes: ['assistant-audio-dropped'],
  },
  'names of speakers are noted once': {
    messages: [
      { role: 'user', name: 'Ann', content: 'a' },
      { role: 'user', name: 'Bob', content: 'b' },
    ],
    turns: [['user', [text('a'), text('b')]]],
    notes: ['message-name-dropped'],
  },
  'half of a surrogate pair and NUL are replaced': {
    messages: [user('a\ud800b\u0000')],
    turns: [['user', [text('a\ufffdb\ufffd')]]],
    notes: ['invalid-unicode-replaced'],
  },
  'blocks in Anthropic’s shape survive unchanged': {
    body: { tools: [{ name: 'f', description: 'd', input_schema: { type: 'object', properties: {} } }] },
    messages: [
      user('go'),
      assistant([{ type: 'tool_use', id: 't1', name: 'f', input: {} }]),
      user([{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }]),
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [{ type: 'tool_use', id: 't1', name: 'f', input: {} }]],
      ['user', [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }]],
    ],
  },
  'text after a tool call in an assistant message goes before it': {
    body: { tools: [tool('a')] },
    messages: [
      user('go'),
      assistant([{ type: 'tool_use', id: 't1', name: 'a', input: {} }, text('calling')]),
      { role: 'tool', tool_call_id: 't1', content: 'ok' },
    ],
    turns: [
      ['user', [text('go')]],
      ['assistant', [text('calling'), { type: 'tool_use', id: 't1', name: 'a', input: {} }]],
      ['user', [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }]],
    ],
    notes: ['tool-calls-moved-last'],
  },
};

describe('messages', () => {
  test.each(Object.entries(cases))(
    '%s',
    (_title, { model, messages, system: expected, turns: wanted, notes, body }) => {
      const translation = translate({ model: model ?? 'claude-opus-4-8', messages, ...body });
      expect(turns(translation)).toEqual(wanted);
      const wantedSystem = (expected ?? []).map((block): unknown => expect.objectContaining(block));
      expect(translation.body.system ?? []).toEqual(wantedSystem);
      expect(
        noteCodes(translation).filter((code) => code !== 'max-tokens-defaulted' && !code.startsWith('thinking-')),
      ).toEqual(notes ?? []);
    },
  );

  test('with the setting, name becomes a prefix of the text', () => {
    const translation = translate(
      { messages: [{ role: 'user', name: 'Ann', content: 'hello' }] },
      { settings: { namePrefix: true } },
    );
    expect(turns(translation)).toEqual([['user', [text('Ann: hello')]]]);
  });

  test('unknown fields are not forwarded', () => {
    const { body } = translate({ foo: 1, messages: [{ role: 'user', content: 'x', bar: 2 }] });
    expect(JSON.stringify(body)).not.toMatch(/foo|bar/);
  });

  test('paths of upstream errors map to the client’s messages', () => {
    const translation = translate({
      tools: [tool('a')],
      messages: [
        system('S'),
        user('go'),
        { role: 'assistant', content: '', tool_calls: [call('c1'), call('c2')] },
        { role: 'tool', tool_call_id: 'c2', content: '2' },
        { role: 'tool', tool_call_id: 'c1', content: '1' },
        user([text('see'), { type: 'image_url', image_url: { url: 'https://e.example.com/a.png' } }]),
      ],
    });
    const located = [
      'system.0.text',
      'messages.0.content.0',
      'messages.1.content.1.input',
      'messages.2.content.0',
      'messages.2.content.1',
      'messages.2.content.3.image.source.url',
      'messages.2',
      'tools.0.custom.name',
      'max_tokens',
      'constructor',
    ].map(translation.locate);
    expect(located).toEqual([
      'messages[0].content',
      'messages[1].content',
      'messages[2].tool_calls[1]',
      'messages[4]',
      'messages[3]',
      'messages[5].content[1]',
      'messages[4]',
      'tools[0]',
      null,
      null,
    ]);
  });
});
