/** Parts inside a `non_standard` part, in which LangChain keeps what its own format lacks, are read like any other. */

import { describe, expect, test } from 'vitest';
import { translate } from '../__fixtures__/translate.ts';

const wrap = (value: unknown): object => ({ type: 'non_standard', value });
const sent = (...messages: object[]) => translate({ max_tokens: 10, messages }, { settings: { promptCaching: false } });
const user = (content: unknown): object => ({ role: 'user', content });

describe('a wrapped part', () => {
  const server = { type: 'server_tool_use', id: 'srvtoolu_01A', name: 'web_search', input: { query: 'q' } };
  const found = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_01A', content: [] };
  const thought = { type: 'thinking', thinking: 'hm', signature: 'SIG' };

  test.each<[string, object[], object[]]>([
    ['a search and its result', [server, found], [server, found]],
    ['signed thinking', [thought], [thought]],
    ['unsigned thinking, left out', [{ type: 'thinking', thinking: 'PRIVATE' }], []],
    ['a call', [{ type: 'tool_use', id: 't1', name: 'f', input: { a: 1 } }], []],
  ])('of an assistant turn: %s', (_case, parts, blocks) => {
    const content = [...parts.map(wrap), { type: 'text', text: 'the answer' }];
    const turns: object[] = [user('a'), { role: 'assistant', content }];
    const plain: object[] = [
      user('a'),
      { role: 'assistant', content: [...parts, { type: 'text', text: 'the answer' }] },
    ];
    const calls = JSON.stringify(parts).includes('"tool_use"');
    const rest = calls ? [{ role: 'tool', tool_call_id: 't1', content: 'ok' }] : [user('b')];
    const { body } = sent(...turns, ...rest);
    expect(body.messages).toEqual(sent(...plain, ...rest).body.messages);
    expect(body.messages[1]?.content).toEqual(expect.arrayContaining(blocks));
    expect(JSON.stringify(body)).not.toContain('PRIVATE');
  });

  test('of a user turn', () => {
    const document = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } };
    expect(sent(user([wrap(document)])).body.messages).toMatchObject([{ content: [document] }]);
  });

  test.each<[string, unknown]>([
    ['that is none', 'x'],
    ['without a value', undefined],
    ['with a text that is none', { type: 'text', text: 5 }],
    ['of an unknown type', { type: 'hologram' }],
    ['wrapped twice', wrap({ type: 'text', text: 'x' })],
  ])('%s is refused by its place', (_case, value) => {
    expect(() => sent(user([wrap(value)]))).toThrow(
      expect.objectContaining({ status: 400, param: expect.stringContaining('messages[0].content[0]') }),
    );
  });
});
