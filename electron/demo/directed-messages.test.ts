import { describe, expect, it } from 'vitest';
import { jsonOf, useDirectedServer } from './__fixtures__/directed-server.ts';

const { post } = useDirectedServer();

describe('a directed response', () => {
  it('can be HTML of a middlebox', async () => {
    const result = await post('html');
    expect(result.status).toBe(502);
    expect(result.headers['content-type']).toBe('text/html');
    expect((await post('html=403')).status).toBe(403);
  });

  it('can be a redirect', async () => {
    const result = await post('redirect=http://127.0.0.3:1/v1/messages');
    expect([result.status, result.headers.location]).toEqual([307, 'http://127.0.0.3:1/v1/messages']);
  });

  it('can set cookies and alt-svc', async () => {
    const { headers } = await post('set-cookie alt-svc');
    expect(headers['set-cookie']).toHaveLength(2);
    expect(headers['alt-svc']).toContain('h3');
  });

  it('ends with the directed stop_reason', async () => {
    expect(jsonOf(await post('context-exceeded'))).toMatchObject({ stop_reason: 'model_context_window_exceeded' });
    expect(jsonOf(await post('stop=moonrise'))).toMatchObject({ stop_reason: 'moonrise' });
    expect(jsonOf(await post('empty'))).toMatchObject({ content: [], stop_reason: 'end_turn' });
    const details = { type: 'refusal', category: 'bio' };
    expect(jsonOf(await post('refusal=bio'))).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: details,
    });
    expect(jsonOf(await post('refusal partial say="I can"'))).toMatchObject({
      content: [{ text: 'I can' }],
      stop_details: { category: null },
    });
  });

  it('sends pause_turn and continues when the turn is sent back', async () => {
    const user = { role: 'user', content: 'Hello [[mock: pause=2]]' };
    const first = jsonOf(await post('', { messages: [user] }));
    expect(first).toMatchObject({ stop_reason: 'pause_turn', content: [{ type: 'server_tool_use' }] });
    const second = jsonOf(await post('', { messages: [user, { role: 'assistant', content: first['content'] }] }));
    expect(second['stop_reason']).toBe('pause_turn');
    const content = [first['content'], second['content']].flat();
    const third = jsonOf(await post('', { messages: [user, { role: 'assistant', content }] }));
    expect(third).toMatchObject({ stop_reason: 'end_turn', content: [{ type: 'web_search_tool_result' }, {}, {}, {}] });
  });

  it('sends the directed thinking, partly redacted', async () => {
    const thinking = { type: 'adaptive', display: 'summarized' };
    const message = jsonOf(await post('think="Deep." redacted say=Hm', { thinking }));
    expect(message).toMatchObject({
      content: [{ type: 'redacted_thinking' }, { type: 'thinking', thinking: 'Deep.' }, { type: 'text', text: 'Hm' }],
    });
  });

  it('calls the directed tool, with the raw text as arguments', async () => {
    const tools = ['look', 'listen'].map((name) => ({ name, input_schema: { type: 'object', properties: {} } }));
    const whole = jsonOf(await post('tool=listen args="{\\"to\\":\\"me\\"}"', { tools }));
    expect(whole).toMatchObject({ content: [{}, { type: 'tool_use', name: 'listen', input: { to: 'me' } }] });
    const broken = await post('tool=listen args="{oops"', { tools, stream: true });
    expect(broken.text).toContain('"partial_json":"{oops"');
    expect(jsonOf(await post('tools=3', { tools }))['content']).toHaveLength(4);
    expect(jsonOf(await post('no-tool', { tools }))).toMatchObject({ stop_reason: 'end_turn' });
  });

  it.each([false, true])('keeps the digits of numbers in arguments, stream: %s', async (streamed) => {
    const tools = [{ name: 'save', input_schema: { type: 'object', properties: {} } }];
    const response = await post('tool=save args="{\\"id\\":1.0}"', { tools, stream: streamed });
    expect(response.text).toMatch(streamed ? /"partial_json":"\{\\"id\\":1\.0\}/ : /"input":\{"id":1\.0\}/);
  });
});
