import { describe, expect, test } from 'vitest';
import { codes, draftFor, type ContextChanges } from '../__fixtures__/draft-for.ts';
import type { Draft } from '../core/request-draft.ts';
import { applyToolChoice } from './tool-choice.ts';
import { applyTools } from './translate-tools.ts';

const tools = ['a', 'b'].map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } }));
const named = (name: string): object => ({ type: 'function', function: { name } });
const allowed = (mode: string, ...names: string[]): object => ({
  type: 'allowed_tools',
  allowed_tools: { mode, tools: names.map(named) },
});

function chosen(request: object, model = 'claude-opus-4-8', changes: ContextChanges = {}): Draft {
  const draft = draftFor(model, { tools, ...request }, changes);
  applyTools(draft);
  applyToolChoice(draft);
  return draft;
}

describe('tool_choice on a model with forced tools', () => {
  const one = { disable_parallel_tool_use: true };
  test.each([
    [{}, undefined],
    [{ tool_choice: 'none' }, { type: 'none' }],
    [{ tool_choice: 'none', parallel_tool_calls: false }, { type: 'none' }],
    [{ tool_choice: 'auto' }, { type: 'auto' }],
    [{ tool_choice: 'required' }, { type: 'any' }],
    [{ tool_choice: 'any' }, { type: 'any' }],
    [{ tool_choice: named('b') }, { type: 'tool', name: 'b' }],
    [{ tool_choice: { type: 'custom', custom: { name: 'b' } } }, { type: 'tool', name: 'b' }],
    [{ tool_choice: { type: 'tool', name: 'b' } }, { type: 'tool', name: 'b' }],
    [{ tool_choice: { type: 'any' } }, { type: 'any' }],
    [{ tool_choice: { type: 'auto', ...one } }, { type: 'auto', ...one }],
    [{ function_call: 'none' }, { type: 'none' }],
    [{ function_call: { name: 'a' } }, { type: 'tool', name: 'a' }],
    [{ parallel_tool_calls: false }, { type: 'auto', ...one }],
    [{ parallel_tool_calls: true }, undefined],
    [
      { tool_choice: 'required', parallel_tool_calls: false },
      { type: 'any', ...one },
    ],
    [
      { tool_choice: named('a'), parallel_tool_calls: false },
      { type: 'tool', name: 'a', ...one },
    ],
    [{ tool_choice: allowed('required', 'b') }, { type: 'tool', name: 'b' }],
    [{ tool_choice: allowed('required', 'a', 'b') }, { type: 'any' }],
    [{ tool_choice: allowed('auto', 'b') }, { type: 'auto' }],
  ])('%j', (request, choice) => {
    const draft = chosen(request);
    expect(draft.body.tool_choice).toEqual(choice);
    expect(draft.body.tools).toHaveLength(2);
    expect(draft.expectsToolCall).toBe(false);
  });

  test('a renamed tool is chosen by its upstream name', () => {
    const spaced = [{ type: 'function', function: { name: 'srv read' } }];
    const draft = chosen({ tools: spaced, tool_choice: named('srv read') });
    const [upstream] = draft.body.tools ?? [];
    expect(draft.body.tool_choice).toEqual({ type: 'tool', name: upstream && 'name' in upstream ? upstream.name : '' });
  });

  test('function_call disables parallel calls', () => {
    const draft = chosen({ tools: undefined, functions: [{ name: 'a' }] });
    expect(draft.body.tool_choice).toEqual({ type: 'auto', disable_parallel_tool_use: true });
  });

  test.each([
    [{ tool_choice: named('z') }, 'tool_choice'],
    [{ function_call: { name: 'z' } }, 'function_call'],
    [{ tool_choice: 'sometimes' }, 'tool_choice'],
    [{ tool_choice: { type: 'function' } }, 'tool_choice'],
  ])('%j is refused', (request, param) => {
    expect(() => chosen(request)).toThrow(expect.objectContaining({ status: 400, code: 'invalid_value', param }));
  });
});

describe('tool_choice without tools', () => {
  test.each([
    [{ tool_choice: 'auto', parallel_tool_calls: true }, ['tool-choice-without-tools']],
    [{ tool_choice: 'none' }, ['tool-choice-without-tools']],
    [{ tool_choice: 'required' }, ['tool-choice-dropped']],
    [{ tool_choice: named('a') }, ['tool-choice-dropped']],
    [{ parallel_tool_calls: false }, []],
  ])('%j goes', (request, notes) => {
    const draft = chosen({ ...request, tools: [] });
    expect(draft.body).not.toHaveProperty('tool_choice');
    expect(codes(draft)).toEqual(notes);
  });
});

describe('tool_choice on a model without forced tools', () => {
  test.each([
    ['required', 'You must call one of the tools before you answer.'],
    [named('b'), 'You must call the tool b before you answer.'],
    [allowed('required', 'b'), 'You must call the tool b before you answer.'],
  ])('%j becomes an instruction', (choice, instruction) => {
    const draft = chosen({ tool_choice: choice }, 'claude-opus-5-5');
    expect(draft.body.tool_choice).toEqual({ type: 'auto' });
    expect(draft.instructions[0]).toBe(instruction);
    expect(draft.expectsToolCall).toBe(true);
    expect(codes(draft)[0]).toBe('forced-tool-as-instruction');
  });

  test('parallel_tool_calls false still applies', () => {
    const draft = chosen({ tool_choice: 'required', parallel_tool_calls: false }, 'claude-sonnet-5-5');
    expect(draft.body.tool_choice).toEqual({ type: 'auto', disable_parallel_tool_use: true });
  });
});

describe('tool_choice with manual thinking', () => {
  test.each([
    ['claude-sonnet-4-5', {}, { type: 'any' }],
    ['claude-sonnet-4-5', { reasoning_effort: 'none' }, { type: 'any' }],
    // There is no thinking in an open loop, so thinking is dropped.
    ['claude-sonnet-4-5', { reasoning_effort: 'high' }, { type: 'any' }],
    ['claude-opus-4-6', { reasoning_effort: 'high' }, { type: 'any' }],
    ['claude-opus-4-6', { thinking: { type: 'enabled', budget_tokens: 2000 } }, { type: 'any' }],
  ])('%s, %j', (model, request, choice) => {
    expect(chosen({ ...request, tool_choice: 'required' }, model).body.tool_choice).toEqual(choice);
  });

  test('thinking replayed in the open loop stays, and an instruction requests the call', () => {
    const draft = draftFor('claude-sonnet-4-5', { tools, tool_choice: 'required', reasoning_effort: 'high' });
    applyTools(draft);
    draft.body.messages = [
      { role: 'user', content: 'go' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'tool_use', id: 'c1', name: 'a', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1' }] },
    ];
    applyToolChoice(draft);
    expect(draft.body.tool_choice).toEqual({ type: 'auto' });
    expect(draft.expectsToolCall).toBe(true);
  });
});

describe('tool_choice allowed_tools', () => {
  test('an instruction names the allowed tools', () => {
    const draft = chosen({ tool_choice: allowed('auto', 'b') });
    expect(draft.instructions).toEqual(['Of the tools, call only these: b.']);
    expect(codes(draft)).toEqual(['allowed-tools-as-instruction']);
  });

  test('an empty list is none', () => {
    const draft = chosen({ tool_choice: allowed('auto'), parallel_tool_calls: false });
    expect(draft.body.tool_choice).toEqual({ type: 'none' });
    expect(draft.instructions).toEqual([]);
  });

  test('the list may be beside type, as in the Responses API', () => {
    const flat = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'b' }] };
    const draft = chosen({ tool_choice: flat });
    expect(draft.body.tool_choice).toEqual({ type: 'tool', name: 'b' });
    expect(draft.instructions).toEqual(['Of the tools, call only these: b.']);
  });

  test('an OpenAI search tool is allowed under its upstream name', () => {
    const choice = { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'web_search' }] } };
    const draft = chosen({ tools: [...tools, { type: 'web_search' }], tool_choice: choice });
    expect(draft.instructions).toEqual(['Of the tools, call only these: web_search.']);
  });

  test('a list that names no tool allows none', () => {
    const unnamed = { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'file_search' }] };
    const draft = chosen({ tool_choice: unnamed });
    expect(draft.body.tool_choice).toEqual({ type: 'none' });
    expect(draft.instructions).toEqual([]);
    expect(codes(draft)).toEqual(['allowed-tools-dropped']);
  });

  test('an MCP server is named in the instruction', () => {
    const server = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'mcp', server_label: 's' }, named('a')] };
    const draft = chosen({ tool_choice: server });
    expect(draft.body.tool_choice).toEqual({ type: 'any' });
    expect(draft.instructions).toEqual(['Of the tools, call only these: a, those of the MCP server s.']);
  });

  test.each([
    ['a call of none', allowed('required'), 'tool_choice'],
    ['a mode that is none', allowed('never', 'a'), 'tool_choice.allowed_tools.mode'],
    ['no list', { type: 'allowed_tools', mode: 'auto' }, 'tool_choice'],
  ])('%s is refused', (_case, choice, param) => {
    expect(() => chosen({ tool_choice: choice })).toThrow(
      expect.objectContaining({ status: 400, code: 'invalid_value', param }),
    );
  });

  test('filtered tools need no instruction', () => {
    const draft = chosen({ tool_choice: allowed('required', 'b') }, undefined, {
      settings: { allowedTools: 'filter' },
    });
    expect(draft.instructions).toEqual([]);
    expect(draft.body.tool_choice).toEqual({ type: 'tool', name: 'b' });
  });
});
