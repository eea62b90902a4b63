/** Thinking of earlier turns through a client that drops it: what is restored after a restart, an edit, a switch, a compaction. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMockServer } from '#electron/demo/index.ts';
import { createSignatureStore } from '#electron/conversation-state/thinking-store.ts';
import { startTestProxy } from './__fixtures__/test-proxy.ts';

type Message = OpenAI.ChatCompletionMessageParam;
type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

const mockServer = createMockServer();
let endpoint = '';
let folder = '';

beforeAll(async () => {
  ({ endpoint } = await mockServer.start());
  folder = await mkdtemp(join(tmpdir(), 'dragoman-turns-'));
});

afterAll(async () => {
  await mockServer.close();
  await rm(folder, { recursive: true, force: true });
});

/** The response as standard clients keep it, and the upstream request for it. */
interface Asked {
  readonly turn: Message;
  readonly results: readonly Message[];
  readonly notes: string;
  /** Kinds of blocks of each assistant turn. */
  readonly sent: readonly string[];
}

/** Each request meets a proxy that has just been started, with the turns that the file holds. */
async function ask(body: Body): Promise<Asked> {
  const signatures = createSignatureStore({ file: join(folder, 'turns.sealed') });
  const testProxy = await startTestProxy({ overrides: { endpoint }, signatures });
  const client = new OpenAI({ baseURL: `${testProxy.origin}/v1`, apiKey: 'any', maxRetries: 0 });
  const before = mockServer.requests.length;
  const { data, response } = await client.chat.completions.create(body).withResponse();
  await signatures.settled();
  await testProxy.close();
  const requests = mockServer.requests.slice(before).filter(({ target }) => target === '/v1/messages');
  // Never by way of a refusal.
  expect(requests).toHaveLength(1);
  const result = data.choices[0]?.message;
  if (result === undefined) throw new Error('There was no answer.');
  const { content, tool_calls: calls } = result;
  return {
    turn: { role: 'assistant', content, ...(calls === undefined ? {} : { tool_calls: calls }) },
    results: (calls ?? []).map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'It is green.' })),
    notes: response.headers.get('x-dragoman-notes') ?? '',
    sent: assistantTurns(requests[0]?.body),
  };
}

function assistantTurns(body: unknown): string[] {
  const { messages }: { messages: { role: string; content: { type: string }[] }[] } = JSON.parse(JSON.stringify(body));
  return messages.flatMap(({ role, content }) =>
    role === 'assistant' ? [content.map(({ type }) => type).join()] : [],
  );
}

const tools: OpenAI.ChatCompletionTool[] = [
  { type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } },
];
const rules: Message = { role: 'system', content: 'You are careful.' };
const whole = 'thinking,text,tool_use';

describe.each(['claude-opus-5-5', 'claude-fable-5-2', 'claude-sonnet-5-5', 'claude-sonnet-4-6', 'claude-haiku-4-5'])(
  'thinking on %s',
  (model) => {
    const question: Message = { role: 'user', content: `Use look to look it up, ${model}.` };
    const base = { model, tools, reasoning_effort: 'high' } as const;
    let history: readonly Message[] = [];
    let loop: readonly Message[] = [];

    beforeAll(async () => {
      const first = await ask({ ...base, messages: [rules, question] });
      loop = [rules, question, first.turn, ...first.results];
      const second = await ask({ ...base, messages: [...loop] });
      history = [...loop, second.turn, { role: 'user', content: 'And then?' }];
    });

    const last = async (messages: readonly Message[], more: Partial<Body> = {}): Promise<Asked> =>
      ask({ ...base, tool_choice: 'none', messages: [...messages], ...more });

    it('is restored whole, within and after the tool loop', async () => {
      const { sent, notes } = await last(history);
      expect(sent).toEqual([whole, 'thinking,text']);
      expect(notes).toContain('thinking-restored');
    });

    it('is not restored after an edited prefix', async () => {
      const { sent } = await last([rules, { role: 'user', content: 'Use look, please.' }, ...history.slice(2)]);
      expect(sent).toEqual(['text,tool_use', 'text']);
    });

    it('is not restored in a changed turn', async () => {
      const other: Message = { role: 'assistant', content: 'It is blue.' };
      const { sent } = await last([...loop, other, { role: 'user', content: 'And then?' }]);
      expect(sent).toEqual([whole, 'text']);
    });

    it('is not restored after a compaction', async () => {
      const summary: Message = { role: 'user', content: 'Summary: we were about to look.' };
      const { sent } = await last([rules, summary, ...loop.slice(2)]);
      expect(sent).toEqual(['text,tool_use']);
    });

    it('is sent unchanged to another model, which drops it', async () => {
      const { sent } = await last(history, { model: 'claude-opus-4-8' });
      expect(sent).toEqual([whole, 'thinking,text']);
    });
  },
);
