/**
 * Every model of the table with every way to request sampling, thinking, tools, format, prefill and system: the result is valid by
 * the rules of the Messages API, or the proxy refuses it with a 400. The validator shares only the dated facts with the translator.
 */

import { describe, expect, test } from 'vitest';
import { sampled } from '../__fixtures__/test-depth.ts';
import { validateMessageRequest } from '../anthropic/validate/index.ts';
import { RequestRefused } from '../errors.ts';
import { profileFor } from '../models/profile-for.ts';
import { modelRules } from '../models/rules.ts';
import { type ChatRequest } from '../openai/chat-request.ts';
import type { TranslationContext } from './core/translation-interface.ts';
import { contextFor } from './__fixtures__/translate.ts';
import type { ContextChanges } from './__fixtures__/draft-for.ts';
import { translateRequest } from './translate-request.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';

const parameters = { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] };
const outputSchema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } };

function tool(name: string, more: object = {}): object {
  return { type: 'function', function: { name, description: 'd', parameters, ...more } };
}

const sampling = {
  none: {},
  temperature: { temperature: 0.3 },
  hot: { temperature: 1.7, top_k: 5 },
  both: { temperature: 0.3, top_p: 0.4 },
  topP: { top_p: 0.97 },
};

const thinking = {
  unsaid: {},
  ...Object.fromEntries(
    ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'].map((effort) => [
      effort,
      { reasoning_effort: effort },
    ]),
  ),
  small: { reasoning_effort: 'high', max_tokens: 1500 },
  enabled: { thinking: { type: 'enabled', budget_tokens: 4000 } },
  adaptive: { thinking: { type: 'adaptive', display: 'omitted' } },
  disabled: { thinking: { type: 'disabled' }, reasoning_effort: 'max' },
  betweenTools: { thinking: { type: 'between_tools' } },
  excluded: { reasoning: { effort: 'medium', exclude: true } },
};

const tools = {
  none: {},
  auto: { tools: [tool('a')] },
  required: { tools: [tool('a'), tool('b.c')], tool_choice: 'required' },
  named: {
    tools: [tool('a', { strict: true }), tool('b.c')],
    tool_choice: { type: 'function', function: { name: 'b.c' } },
  },
  never: { tools: [tool('a')], tool_choice: 'none', parallel_tool_calls: false },
  allowed: {
    tools: [tool('a'), tool('b')],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: {
        mode: 'required',
        tools: [
          { type: 'function', function: { name: 'a' } },
          { type: 'function', function: { name: 'b' } },
        ],
      },
    },
    parallel_tool_calls: false,
  },
  custom: {
    tools: [{ type: 'custom', custom: { name: 'p' } }],
    tool_choice: { type: 'custom', custom: { name: 'p' } },
  },
  search: { web_search_options: {}, tool_choice: 'required' },
  orphaned: { tool_choice: 'required' },
};

const formats = {
  text: {},
  object: { response_format: { type: 'json_object' } },
  schema: { response_format: { type: 'json_schema', json_schema: { name: 'o', schema: outputSchema } } },
  list: {
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'o', schema: { type: 'array', items: outputSchema } },
    },
  },
};

const user = { role: 'user', content: 'go' };
const system = { role: 'system', content: 'Be kind.' };
const call = { id: 'c1', type: 'function', function: { name: 'a', arguments: '{"q":"x"}' } };
const calling = { role: 'assistant', content: null, tool_calls: [call] };
const carrying = { ...calling, thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 's' }] };
const result = { role: 'tool', tool_call_id: 'c1', content: 'ok' };
const conversations = {
  plain: [user],
  leadingSystem: [system, user],
  middleSystem: [
    system,
    user,
    { role: 'assistant', content: 'yes' },
    { role: 'developer', content: 'Now in French.' },
    user,
  ],
  lastSystem: [user, { role: 'system', content: 'Answer now.' }],
  systemAmongResults: [user, calling, system, result],
  onlySystem: [system],
  prefill: [user, { role: 'assistant', content: 'It is ' }],
  openLoop: [user, calling, result],
  openLoopWithThinking: [user, carrying, result],
  unansweredCall: [user, calling, user],
};

const modelIds = [...modelRules.map((rule) => rule.id), 'claude-opus-99'];

/** Null when the body is valid; else the API's or the proxy's error, with the request. */
function complaint(model: string, request: ChatRequest, context: TranslationContext): string | null {
  try {
    const translation = translateRequest(request, context);
    const refusal = validateMessageRequest(translation.body, {
      // An unknown id has no rules: the strictest translation must suit all models.
      model: model === 'claude-opus-99' ? 'claude-fable-5-2' : model,
      apiVersion: context.settings.anthropicVersion,
      betas: translation.betas,
    });
    return refusal === null ? null : `${refusal.message} <- ${JSON.stringify(request)}`;
  } catch (error) {
    if (!(error instanceof RequestRefused) || error.status !== 400) throw error;
    // Only strict mode may refuse any of these: every model supports all of it in some form.
    return context.settings.strict ? null : `refused: ${error.message} <- ${JSON.stringify(request)}`;
  }
}

/** Errors over all the requests, few enough to read. */
function complaints(model: string, requests: Iterable<ChatRequest>, changes: ContextChanges = {}): readonly string[] {
  const context = contextFor(model, changes);
  const found: string[] = [];
  for (const request of requests) {
    const text = complaint(model, request, context);
    if (text !== null && found.push(text) > 2) break;
  }
  return found;
}

function pick(record: Readonly<Record<string, object>>, names: string): readonly object[] {
  return names.split(' ').map((name) => record[name] ?? { missing: name });
}

const messages = Object.fromEntries(Object.entries(conversations).map(([name, turns]) => [name, { messages: turns }]));
const dimensions = [sampling, thinking, tools, formats, messages].map((record) => Object.values(record));

/** Pairs of the values that the models' rules distinguish. */
const core: readonly (readonly object[])[] = [
  pick(sampling, 'none hot both'),
  pick(thinking, 'unsaid none low max small enabled disabled'),
  pick(tools, 'none required named never allowed'),
  pick(formats, 'text object schema'),
  pick(messages, 'plain middleSystem lastSystem prefill openLoop openLoopWithThinking'),
];

function combine(lists: readonly (readonly object[])[]): readonly object[] {
  return lists.reduce<readonly object[]>(
    (bodies, list) => bodies.flatMap((body) => list.map((value) => ({ ...body, ...value }))),
    [{ model: 'claude', messages: [user] }],
  );
}

/** Pairs of all values of two dimensions, including those that no rule is known to depend on. */
function combinePairs(lists: readonly (readonly object[])[]): readonly object[] {
  return lists.flatMap((list, index) => lists.slice(index + 1).flatMap((other) => combine([list, other])));
}

const whole = combine(core).map(parseChatRequest);
const pairs = combinePairs(dimensions).map(parseChatRequest);
/** In the short form every n-th with a prime n, so that no value of a dimension is left out. */
const someOfWhole = sampled(whole, 11);
const somePairs = sampled(pairs, 13);

describe.each(modelIds)('%s', (model) => {
  test('accepts all combinations of fields', () => {
    expect(complaints(model, someOfWhole)).toEqual([]);
    expect(complaints(model, pairs)).toEqual([]);
  });

  test('accepts all pairs under the newer API version', () => {
    expect(complaints(model, somePairs, { settings: { anthropicVersion: '2026-10-21' } })).toEqual([]);
  });

  test('accepts all combinations under the other settings', () => {
    const settings = {
      showReasoning: false,
      allowedTools: 'filter',
      verbosityHint: false,
      namePrefix: true,
      promptCaching: false,
    } as const;
    expect(complaints(model, somePairs, { settings })).toEqual([]);
  });

  test('accepts the retry after any refusal', () => {
    const adjustments = { stripThinkingBlocks: true, omitThinking: true, omitStrict: true };
    expect(complaints(model, somePairs, { adjustments })).toEqual([]);
  });

  test('in strict mode too', () => {
    expect(complaints(model, somePairs, { settings: { strict: true } })).toEqual([]);
  });
});

test('a wrong profile is detected', () => {
  const profile = { ...profileFor('claude-haiku-4-5'), id: 'claude-fable-5-2' };
  expect(complaints('claude-fable-5-2', pairs, { profile })).not.toEqual([]);
});

test('every combination of fields is generated', () => {
  expect(whole).toHaveLength(core.reduce((count, list) => count * list.length, 1));
  expect(whole.some((request) => 'missing' in request)).toBe(false);
});
