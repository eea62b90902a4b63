import { describe, expect, test } from 'vitest';
import { assistant, refusal, system, text, user } from '../__fixtures__/client-messages.ts';
import { translate, turns } from '../__fixtures__/translate.ts';

describe('messages that are refused', () => {
  test('strict mode refuses a loss and names the field', () => {
    const run = (): unknown =>
      translate({ messages: [{ role: 'user', name: 'Ann', content: 'a' }] }, { settings: { strict: true } });
    expect(refusal(run)).toEqual({ code: 'unsupported_value', param: 'messages[0].name' });
  });

  test.each([
    [
      'an image in a system message',
      [system([{ type: 'image_url', image_url: { url: 'https://e.example.com/a.png' } }]), user('x')],
      'messages[0].content[0]',
    ],
    [
      'audio',
      [user([text('what?'), { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])],
      'messages[0].content[1]',
    ],
    ['an unknown kind of part', [user([{ type: 'hologram' }])], 'messages[0].content[0]'],
    [
      'a tool call in a user message',
      [user([{ type: 'tool_use', id: 'a', name: 'f', input: {} }])],
      'messages[0].content[0]',
    ],
    [
      'an image in an assistant message',
      [user('x'), assistant([{ type: 'image_url', image_url: { url: 'https://e.example.com/a.png' } }])],
      'messages[1].content[0]',
    ],
  ])('%s is refused by name', (_title, messages, param) => {
    expect(refusal(() => translate({ messages }))).toEqual({ code: 'unsupported_content', param });
  });

  test('documents in assistant turns are refused under the newer API version only', () => {
    const document = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } };
    const messages = [user('x'), assistant([document]), user('y')];
    expect(turns(translate({ messages }))[1]).toEqual(['assistant', [document]]);
    const run = (): unknown => translate({ messages }, { settings: { anthropicVersion: '2026-10-21' } });
    expect(refusal(run)).toEqual({ code: 'unsupported_content', param: 'messages[1].content[0]' });
  });
});
