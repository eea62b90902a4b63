import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../__fixtures__/test-depth.ts';
import { validateMessageRequest } from '../anthropic/validate/index.ts';
import { RequestRefused } from '../errors.ts';
import { profileFor } from '../models/profile-for.ts';
import { modelRules } from '../models/rules.ts';

import {
  adjustments,
  assistant,
  json,
  message,
  messages,
  parameters,
  settings,
  tools,
} from './__fixtures__/arbitrary-request.ts';
import { contextFor, translate, withoutMark } from './__fixtures__/translate.ts';
import type { RequestTranslation } from './core/translation-interface.ts';
import { forEachLeaf } from '../json/json-leaves.ts';
import { traceRequest } from './translate-request.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';

const models = [...modelRules.map(({ id }) => id), 'claude-of-the-future'];
const model = fc.constantFrom(...models);

/** Every earlier response is known, so every cached request has `previous_message_id`. */
const previousMessages = { find: (name: string): string => `msg_${name.length}` };

/** Null when the proxy refused the request; anything else that is thrown fails the test. */
function attempt<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof RequestRefused) return null;
    throw error;
  }
}

/** All note codes of the request translation, except those that need a message store or an unusual model. */
const everyCode =
  'allowed-tools-as-instruction allowed-tools-dropped allowed-tools-filtered answers-asked-apart assistant-audio-dropped ' +
  'audio-dropped beta-dropped blank-text-left-out cache-breakpoint-doubled cache-breakpoints-dropped cache-lifetime-shortened ' +
  'cache-ttl-shortened custom-tool-wrapped duplicate-tool-dropped duplicate-tool-result-dropped effort-as-budget effort-clamped ' +
  'empty-assistant-turn-left-out empty-user-turn-filled forced-tool-as-instruction frequency-penalty-dropped ' +
  'function-call-as-tool-use grammar-not-enforced image-detail-dropped image-type-corrected invalid-unicode-replaced ' +
  'json-object-as-instruction json-schema-as-instruction logit-bias-dropped logprobs-dropped max-tokens-clamped ' +
  'max-tokens-defaulted message-name-dropped message-name-in-text missing-tool-result-added moderation-dropped ' +
  'orphan-tool-result-as-text output-schema-wrapped prediction-dropped prefill-as-instruction prefill-end-trimmed ' +
  'presence-penalty-dropped reasoning-dropped reasoning-value-unknown schema-keywords-dropped schema-softened search-context-as-max-uses seed-dropped ' +
  'service-tier-approximated service-tier-renamed speed-dropped stop-dropped strict-dropped system-message-as-user-message ' +
  'system-message-as-user-text temperature-clamped temperature-dropped text-moved-after-results thinking-between-tools ' +
  'thinking-blocks-left-out thinking-budget-as-effort thinking-budget-clamped thinking-cannot-be-off ' +
  'thinking-dropped-for-forced-tool thinking-dropped-in-tool-loop thinking-dropped-no-room thinking-kept-short ' +
  'thinking-mismatch-left-out thinking-shown tool-arguments-kept-as-text tool-arguments-mended tool-arguments-wrapped ' +
  'tool-call-id-changed tool-calls-moved-last tool-choice-dropped tool-choice-without-tools tool-parameters-renamed tool-renamed tool-results-reordered ' +
  'tool-schema-coerced tool-schema-defaulted tool-schema-wrapped tools-declared-from-history top-k-dropped top-p-dropped ' +
  'unknown-field-dropped unpaired-server-tool-dropped unsigned-reasoning-dropped user-hashed user-turn-put-first ' +
  'verbosity-as-instruction verbosity-dropped web-search-as-tool web-search-dropped';

test('the arbitrary requests produce every note code', () => {
  const missing = new Set(everyCode.split(' '));
  const anything = fc.tuple(model, settings, adjustments, messages, parameters);
  // As many samples as needed, at most 5,000.
  for (let seed = 1; seed <= 10 && missing.size > 0; seed += 1) {
    for (const [id, chosen, adjusted, history, fields] of fc.sample(anything, { numRuns: 500, seed })) {
      const body = json({ model: id, ...fields, messages: history });
      const translation = attempt(() => translate(body, { settings: chosen, adjustments: adjusted }));
      for (const { code } of translation?.notes ?? []) missing.delete(code);
    }
  }
  expect([...missing]).toEqual([]);
});

describe('for any request that the schema accepts', () => {
  test('the upstream request is valid, or the proxy refuses it', () => {
    fc.assert(
      fc.property(model, settings, adjustments, messages, parameters, (id, chosen, adjusted, history, fields) => {
        const translation = attempt(() =>
          translate(json({ model: id, ...fields, messages: history }), {
            settings: chosen,
            adjustments: adjusted,
            previousMessages,
          }),
        );
        if (translation === null) return;
        const refusal = validateMessageRequest(json(translation.body), {
          apiVersion: chosen.anthropicVersion ?? '2023-06-01',
          betas: translation.betas,
          ...(id === 'claude-of-the-future' ? { model: 'claude-fable-5-2' } : {}),
        });
        expect(refusal).toBeNull();
      }),
      { numRuns: runs(600) },
    );
  });

  test('the trail accounts for each leaf exactly once, and for everything that was added', () => {
    fc.assert(
      fc.property(model, settings, messages, parameters, (id, chosen, history, fields) => {
        const request = parseChatRequest(json({ model: id, ...fields, messages: history }));
        const traced = attempt(() => traceRequest(request, contextFor(id, { settings: chosen, previousMessages })));
        if (traced === null) return;
        const sources = traced.trail.flatMap(({ from }) => (from === null ? [] : [from]));
        const leaves: string[] = [];
        forEachLeaf(request, '', (path) => leaves.push(path));
        expect(sources.toSorted()).toEqual(leaves.toSorted());

        const targets = new Set(traced.trail.flatMap(({ to }) => (to === null ? [] : [to])));
        const written: string[] = [];
        forEachLeaf(traced.translation.body, '', (path) => written.push(path));
        expect(written.filter((path) => !isCovered(path, targets))).toEqual([]);
        const known = new Set(written.flatMap(ancestors));
        expect([...targets].filter((path) => !known.has(path))).toEqual([]);
      }),
      { numRuns: runs(250) },
    );
  });

  test('notes have existing paths', () => {
    fc.assert(
      fc.property(model, settings, adjustments, messages, parameters, (id, chosen, adjusted, history, fields) => {
        const request = json({ model: id, ...fields, messages: history });
        const translation = attempt(() => translate(request, { settings: chosen, adjustments: adjusted }));
        if (translation === null) return;
        const requestPaths = placesOf(request);
        const sent = placesOf(translation.body);
        const lost = translation.notes.filter(
          ({ from, to }) => (from !== null && !requestPaths.has(from)) || (to !== null && !sent.has(to)),
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  test('tracing changes nothing', () => {
    fc.assert(
      fc.property(model, messages, parameters, (id, history, fields) => {
        const request = parseChatRequest(json({ model: id, ...fields, messages: history }));
        const plain = attempt(() => translate(request));
        const traced = attempt(() => traceRequest(request, contextFor(id)));
        expect(traced?.translation.body).toEqual(plain?.body);
        expect(traced?.translation.notes).toEqual(plain?.notes);
      }),
      { numRuns: runs(200) },
    );
  });

  test('the client’s body does not change', () => {
    fc.assert(
      fc.property(model, messages, parameters, (id, history, fields) => {
        const request = parseChatRequest(json({ model: id, ...fields, messages: history }));
        const before = JSON.stringify(request);
        attempt(() => translate(request));
        expect(JSON.stringify(request)).toBe(before);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('a longer conversation', () => {
  /** An earlier request with a response: it contains a user message, and a later one continues after the response. */
  const toolMessages = fc.record({
    before: fc.array(message, { maxLength: 6 }),
    last: fc.constantFrom(
      { role: 'user', content: 'and now?' },
      { role: 'user', content: [{ type: 'text', text: 'x' }] },
    ),
    assistantTurn: assistant,
    after: fc.array(message, { maxLength: 4 }),
  });

  test('translates to the same system, tools and earlier messages as the shorter one', () => {
    fc.assert(
      fc.property(
        model,
        toolMessages,
        parameters,
        tools,
        (id, { before, last, assistantTurn, after }, fields, declared) => {
          const earlier = [...before, last];
          const later = [...earlier, { ...assistantTurn, content: 'Sure.' }, ...after];
          fc.pre(!choosesByHistory(id, fields));
          const body = { model: id, ...fields, tools: declared };
          const short = attempt(() => translate(json({ ...body, messages: earlier })));
          const long = attempt(() => translate(json({ ...body, messages: later }), { previousMessages }));
          if (short === null || long === null) return;
          expect(stableParts(long)).toEqual(stableParts(short));
          const count = short.body.messages.length;
          expect(messagesOf(long).slice(0, count)).toEqual(messagesOf(short));
        },
      ),
      { numRuns: runs(400) },
    );
  });

  test('keeps the order of blocks where an empty assistant message merges two user turns', () => {
    const texts = fc.array(fc.constantFrom('said', '', ' '), { maxLength: 5 });
    fc.assert(
      fc.property(model, texts, texts, (id, early, late) => {
        const history = (said: readonly string[]): object[] => [
          ...said.flatMap((content, index) => [
            { role: 'user', content: `question ${index}` },
            { role: 'assistant', content },
          ]),
          { role: 'user', content: `question ${said.length}` },
        ];
        const blocks = (said: readonly string[]): readonly object[] =>
          messagesOf(translate({ model: id, messages: history(said) })).flatMap(({ role, content }) =>
            content.map((block) => ({ role, block })),
          );
        const known = blocks(early);
        expect(blocks([...early, ...late]).slice(0, known.length)).toEqual(known);
      }),
      { numRuns: 100 },
    );
  });
});

/**
 * The one exception: where a forced tool excludes manual thinking, a forced call in a tool loop with thinking becomes an
 * instruction. Those models do not bind thinking to the system prompt.
 */
function choosesByHistory(id: string, fields: { tool_choice?: unknown; function_call?: unknown }): boolean {
  const forced = [fields.tool_choice, fields.function_call].some(
    (choice) => choice === 'required' || (typeof choice === 'object' && choice !== null),
  );
  return forced && profileFor(id).forcedToolChoice === 'not_with_thinking';
}

function stableParts({ body }: RequestTranslation): object {
  const { system, tools: declared = [] } = body;
  return {
    system: typeof system === 'object' ? system.map(withoutMark) : (system ?? null),
    tools: declared.map(withoutMark),
  };
}

function messagesOf({ body }: RequestTranslation): readonly { role: string; content: readonly object[] }[] {
  return body.messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'object' ? content.map(withoutMark) : [],
  }));
}

/** The paths of all leaves and their containers. */
function placesOf(body: object): ReadonlySet<string> {
  const leaves: string[] = [];
  forEachLeaf(body, '', (path) => leaves.push(path));
  return new Set(leaves.flatMap(ancestors));
}

/** A leaf is covered by an entry for itself or for a value that contains it. */
function isCovered(path: string, targets: ReadonlySet<string>): boolean {
  return ancestors(path).some((ancestor) => targets.has(ancestor));
}

function ancestors(path: string): string[] {
  const found = [path];
  for (let index = path.length - 1; index > 0; index -= 1) {
    if (path[index] === '.' || path[index] === '[') found.push(path.slice(0, index));
  }
  return found;
}
