import { describe, expect, test } from 'vitest';
import { profileFor } from '../../models/profile-for.ts';
import { codes, draftFor, type ContextChanges } from '../__fixtures__/draft-for.ts';
import { applyReasoning, hidesReasoning } from './apply-reasoning.ts';
import type { Draft } from '../core/request-draft.ts';

function reasoned(model: string, request: object, changes: ContextChanges = {}, body: Draft['body'] = {}): object {
  const draft = draftFor(model, request, changes);
  Object.assign(draft.body, body);
  applyReasoning(draft);
  const { thinking, output_config: output } = draft.body;
  return {
    ...(thinking === undefined ? {} : { thinking }),
    ...(output?.effort ? { effort: output.effort } : {}),
    notes: codes(draft),
    ...(draft.betas.size > 0 ? { betas: [...draft.betas] } : {}),
  };
}

const adaptive = { type: 'adaptive' };
const shown = { type: 'adaptive', display: 'summarized' };

describe('reasoning_effort', () => {
  test.each([
    // Adaptive, off by default, text hidden by default.
    ['claude-opus-4-8', 'none', { thinking: { type: 'disabled' }, notes: [] }],
    ['claude-opus-4-8', 'minimal', { thinking: shown, effort: 'low', notes: [] }],
    ['claude-opus-4-8', 'medium', { thinking: shown, effort: 'medium', notes: [] }],
    ['claude-opus-4-8', 'xhigh', { thinking: shown, effort: 'xhigh', notes: [] }],
    ['claude-opus-4-8', 'max', { thinking: shown, effort: 'max', notes: [] }],
    // Adaptive, no xhigh, text shown by default.
    ['claude-opus-4-6', 'low', { thinking: adaptive, effort: 'low', notes: [] }],
    ['claude-opus-4-6', 'xhigh', { thinking: adaptive, effort: 'high', notes: ['effort-clamped'] }],
    ['claude-opus-4-6', 'max', { thinking: adaptive, effort: 'max', notes: [] }],
    // Cannot be switched off.
    ['claude-opus-5-5', 'none', { effort: 'low', notes: ['thinking-cannot-be-off'] }],
    ['claude-fable-5-1', 'none', { effort: 'low', notes: ['thinking-cannot-be-off'] }],
    ['claude-mythos-preview', 'none', { effort: 'low', notes: ['thinking-cannot-be-off'] }],
    ['claude-sonnet-5-5', 'none', { thinking: { type: 'between_tools' }, notes: ['thinking-between-tools'] }],
    ['claude-haiku-5-5', 'none', { thinking: { type: 'disabled' }, notes: [] }],
    // Manual budgets.
    ['claude-sonnet-4-5', 'none', { notes: [] }],
    [
      'claude-sonnet-4-5',
      'minimal',
      { thinking: { type: 'enabled', budget_tokens: 1024 }, notes: ['effort-as-budget'] },
    ],
    ['claude-sonnet-4-5', 'low', { thinking: { type: 'enabled', budget_tokens: 2048 }, notes: ['effort-as-budget'] }],
    [
      'claude-sonnet-4-5',
      'medium',
      { thinking: { type: 'enabled', budget_tokens: 8192 }, notes: ['effort-as-budget'] },
    ],
    ['claude-haiku-4-5', 'high', { thinking: { type: 'enabled', budget_tokens: 16_384 }, notes: ['effort-as-budget'] }],
    [
      'claude-opus-4-5',
      'max',
      {
        thinking: { type: 'enabled', budget_tokens: 20_309 },
        effort: 'high',
        notes: ['effort-clamped', 'effort-as-budget'],
      },
    ],
    // An unknown model.
    ['claude-opus-99', 'none', { notes: [] }],
    ['claude-opus-99', 'high', { notes: ['reasoning-dropped'] }],
  ])('%s, %s', (model, effort, expected) => {
    expect(reasoned(model, { reasoning_effort: effort })).toEqual(expected);
    expect(reasoned(model, { reasoning: { effort } })).toEqual(expected);
  });

  test.each([
    ['claude-sonnet-5-5', { thinking: { type: 'between_tools' } }],
    ['claude-haiku-5-5', { thinking: { type: 'disabled' } }],
    ['claude-opus-5-5', { effort: 'low' }],
  ])('%s thinks as little as possible without reasoning_effort and with a small max_tokens', (model, least) => {
    expect(reasoned(model, { max_tokens: 5 })).toEqual({ ...least, notes: ['thinking-kept-short'] });
    expect(reasoned(model, { max_completion_tokens: 255 })).toEqual({ ...least, notes: ['thinking-kept-short'] });
    expect(reasoned(model, { max_tokens: 256 })).toEqual({ thinking: shown, notes: ['thinking-shown'] });
    expect(reasoned(model, { max_tokens: 5, reasoning_effort: 'high' })).toEqual({
      thinking: shown,
      effort: 'high',
      notes: [],
    });
  });

  test('a small max_tokens in a tool loop keeps the loop’s thinking', () => {
    const messages: Draft['body']['messages'] = [
      { role: 'user', content: 'Look it up.' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: '', signature: 's' },
          { type: 'tool_use', id: 't1', name: 'look', input: {} },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'found' }] },
    ];
    expect(reasoned('claude-sonnet-5-5', { max_tokens: 5 }, {}, { messages })).toEqual({
      thinking: shown,
      notes: ['thinking-shown'],
    });
  });

  test('budget_tokens leaves room for the response, and without room there is no thinking', () => {
    const high = { reasoning_effort: 'high' };
    expect(reasoned('claude-sonnet-4-5', { ...high, max_tokens: 8000 })).toMatchObject({
      thinking: { budget_tokens: 6976 },
    });
    expect(reasoned('claude-sonnet-4-5', { ...high, max_tokens: 2048 })).toMatchObject({
      thinking: { budget_tokens: 1024 },
    });
    expect(reasoned('claude-sonnet-4-5', { ...high, max_tokens: 1500 })).toEqual({
      notes: ['thinking-dropped-no-room'],
    });
  });
});

describe('no reasoning fields', () => {
  test.each([
    ['claude-opus-5-5', { thinking: shown, notes: ['thinking-shown'] }],
    ['claude-sonnet-5', { thinking: shown, notes: ['thinking-shown'] }],
    ['claude-opus-4-8', { notes: [] }],
    ['claude-opus-4-6', { notes: [] }],
    ['claude-haiku-4-5', { notes: [] }],
    ['claude-opus-99', { notes: [] }],
  ])('%s uses its default, with summarised thinking', (model, expected) => {
    expect(reasoned(model, {})).toEqual(expected);
    expect(reasoned(model, { reasoning_effort: null, thinking: null, reasoning: {} })).toEqual(expected);
  });

  test('showReasoning false and reasoning.exclude request no thinking text', () => {
    expect(reasoned('claude-opus-5-5', {}, { settings: { showReasoning: false } })).toEqual({ notes: [] });
    expect(reasoned('claude-opus-5-5', { reasoning: { exclude: true } })).toEqual({ notes: [] });
    expect(reasoned('claude-opus-5-5', { reasoning_effort: 'high', reasoning: { exclude: true } })).toEqual({
      thinking: adaptive,
      effort: 'high',
      notes: [],
    });
  });

  test('hidesReasoning reads reasoning.exclude', () => {
    expect(hidesReasoning(draftFor('claude-opus-5', { reasoning: { exclude: true } }).request)).toBe(true);
    expect(hidesReasoning(draftFor('claude-opus-5', { reasoning: {} }).request)).toBe(false);
  });
});

describe('the extension fields', () => {
  test.each([
    [
      'claude-opus-4-8',
      { thinking: { type: 'enabled', budget_tokens: 5000 } },
      { thinking: shown, effort: 'medium', notes: ['thinking-budget-as-effort'] },
    ],
    [
      'claude-opus-4-8',
      { thinking: { type: 'enabled', budget_tokens: 50_000 } },
      { thinking: shown, effort: 'xhigh', notes: ['thinking-budget-as-effort'] },
    ],
    [
      'claude-opus-4-6',
      { thinking: { type: 'enabled', budget_tokens: 5000 } },
      { thinking: { type: 'enabled', budget_tokens: 5000 }, notes: [] },
    ],
    [
      'claude-opus-4-6',
      { thinking: { type: 'enabled', budget_tokens: 10 } },
      { thinking: { type: 'enabled', budget_tokens: 1024 }, notes: ['thinking-budget-clamped'] },
    ],
    [
      'claude-haiku-4-5',
      { reasoning: { max_tokens: 3000 } },
      { thinking: { type: 'enabled', budget_tokens: 3000 }, notes: [] },
    ],
    [
      'claude-haiku-4-5',
      { thinking: { type: 'adaptive' } },
      { thinking: { type: 'enabled', budget_tokens: 8192 }, notes: ['effort-as-budget'] },
    ],
    [
      'claude-opus-5',
      { thinking: { type: 'disabled' }, reasoning_effort: 'max' },
      { thinking: { type: 'disabled' }, effort: 'high', notes: ['effort-clamped'] },
    ],
    [
      'claude-opus-5',
      { thinking: { type: 'adaptive', display: 'omitted' } },
      { thinking: { type: 'adaptive', display: 'omitted' }, notes: [] },
    ],
    ['claude-sonnet-5-5', { thinking: { type: 'between_tools' } }, { thinking: { type: 'between_tools' }, notes: [] }],
    ['claude-opus-5', { thinking: { type: 'between_tools' } }, { thinking: { type: 'disabled' }, notes: [] }],
    ['claude-opus-5-5', { thinking: { type: 'disabled' } }, { effort: 'low', notes: ['thinking-cannot-be-off'] }],
    ['claude-opus-4-8', { reasoning: { enabled: true } }, { thinking: shown, notes: [] }],
    ['claude-opus-4-8', { reasoning: { enabled: false } }, { thinking: { type: 'disabled' }, notes: [] }],
    ['claude-opus-4-8', { thinking: { type: 'deep' } }, { notes: ['reasoning-value-unknown'] }],
    ['claude-opus-4-8', { reasoning: { effort: 'huge' } }, { notes: ['reasoning-value-unknown'] }],
    [
      'claude-opus-5',
      { thinking: { type: 'adaptive', display: 'updates' } },
      { thinking: { type: 'adaptive', display: 'updates' }, notes: [], betas: ['thinking-display-updates-2026-08-18'] },
    ],
    [
      'claude-opus-5-5',
      { thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } } },
      {
        thinking: { ...shown, block_binding: { prefix_mismatch_behavior: 'drop_block' } },
        notes: [],
        betas: ['thinking-binding-controls-2026-08-01'],
      },
    ],
  ])('%s, %j', (model, request, expected) => {
    expect(reasoned(model, request)).toEqual(expected);
  });
});

describe('a retry after a refusal', () => {
  test('leaves thinking out', () => {
    const changes = { adjustments: { omitThinking: true } };
    expect(reasoned('claude-haiku-4-5', { reasoning_effort: 'high' }, changes)).not.toHaveProperty('thinking');
  });

  test('leaves block_binding out, and with it its beta', () => {
    const request = { thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } } };
    const profile = profileFor('claude-opus-5-5', undefined, [
      { kind: 'field-refused', field: 'thinking.block_binding' },
    ]);
    const changes = { profile };
    expect(reasoned('claude-opus-5-5', request, changes)).toEqual({ thinking: shown, notes: [] });
  });

  test('omits thinking.display where a gateway refused it', () => {
    const profile = profileFor('claude-opus-5-5', undefined, [{ kind: 'field-refused', field: 'thinking.display' }]);
    expect(reasoned('claude-opus-5-5', {}, { profile })).toEqual({ notes: [] });
    expect(reasoned('claude-opus-5-5', { reasoning_effort: 'high' }, { profile })).toMatchObject({
      thinking: { type: 'adaptive' },
      effort: 'high',
    });
  });
});

describe('block_binding for replayed thinking', () => {
  const messages: Draft['body']['messages'] = [
    { role: 'user', content: 'go' },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }] },
    { role: 'user', content: 'on' },
  ];
  const binding = { block_binding: { prefix_mismatch_behavior: 'drop_block' } };
  const betas = ['thinking-binding-controls-2026-08-01'];
  const checked = profileFor('claude-opus-5-5', undefined, [{ kind: 'thinking-blocks-refused', bound: true }]);

  test('is drop_block where the API checks every account', () => {
    expect(reasoned('claude-fable-5-2', {}, {}, { messages })).toEqual({
      thinking: { ...shown, ...binding },
      notes: ['thinking-shown', 'thinking-mismatch-left-out'],
      betas,
    });
    expect(reasoned('claude-fable-5-2', { reasoning_effort: 'low' }, {}, { messages })).toMatchObject({ betas });
  });

  test('is drop_block after this account’s refusal', () => {
    expect(reasoned('claude-opus-5-5', {}, {}, { messages })).toEqual({ thinking: shown, notes: ['thinking-shown'] });
    expect(reasoned('claude-opus-5-5', {}, { profile: checked }, { messages })).toMatchObject({ betas });
    const hidden = { reasoning: { exclude: true } };
    expect(reasoned('claude-opus-5-5', hidden, { profile: checked }, { messages })).toEqual({
      thinking: { type: 'adaptive', ...binding },
      notes: ['thinking-mismatch-left-out'],
      betas,
    });
  });

  test('is absent without replayed thinking, with the client’s own value, and without the beta', () => {
    expect(reasoned('claude-fable-5-2', {})).toEqual({ thinking: shown, notes: ['thinking-shown'] });
    const own = { thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'error' } } };
    expect(reasoned('claude-fable-5-2', own, {}, { messages })).toMatchObject({
      thinking: { block_binding: { prefix_mismatch_behavior: 'error' } },
      notes: [],
    });
    const [beta = ''] = betas;
    const profile = profileFor('claude-fable-5-2', undefined, [{ kind: 'betas-refused', betas: [beta] }]);
    expect(reasoned('claude-fable-5-2', own, { profile }, { messages })).toEqual({ thinking: shown, notes: [] });
  });
});

describe('manual thinking in an open tool loop', () => {
  const use = { type: 'tool_use' as const, id: 'c1', name: 'a', input: {} };
  const thought = { type: 'thinking' as const, thinking: 'hm', signature: 'sig' };
  const result = { role: 'user' as const, content: [{ type: 'tool_result' as const, tool_use_id: 'c1' }] };
  const start = { role: 'user' as const, content: [{ type: 'text' as const, text: 'go' }] };
  const effort = { reasoning_effort: 'low' };
  const loop = (...content: (typeof use | typeof thought)[]): Draft['body'] => ({
    messages: [start, { role: 'assistant', content }, result],
  });

  test('is disabled when the call’s thinking block is missing', () => {
    expect(reasoned('claude-sonnet-4-5', effort, {}, loop(use))).toEqual({
      notes: ['thinking-dropped-in-tool-loop'],
    });
  });

  test('stays when it was restored, and when no loop is open', () => {
    expect(reasoned('claude-sonnet-4-5', effort, {}, loop(thought, use))).toHaveProperty('thinking');
    const closed = {
      messages: [...(loop(use).messages ?? []), { role: 'assistant' as const, content: 'done' }, start],
    };
    expect(reasoned('claude-sonnet-4-5', effort, {}, closed)).toHaveProperty('thinking');
  });

  test('depends on the first turn of the loop', () => {
    const [first, call] = loop(thought, use).messages ?? [];
    const bare = { role: 'assistant' as const, content: [use] };
    const twice = [first, call, result, bare, result].flatMap((turn) => turn ?? []);
    expect(reasoned('claude-sonnet-4-5', effort, {}, { messages: twice })).toHaveProperty('thinking');
    const other = [first, bare, result, call, result].flatMap((turn) => turn ?? []);
    expect(reasoned('claude-sonnet-4-5', effort, {}, { messages: other })).not.toHaveProperty('thinking');
  });

  test('does not affect adaptive models', () => {
    expect(reasoned('claude-opus-4-8', effort, {}, loop(use))).toEqual({ thinking: shown, effort: 'low', notes: [] });
  });
});
