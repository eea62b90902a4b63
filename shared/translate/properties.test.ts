import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateMessageRequest } from '../anthropic/validate/index.ts';
import { RequestRefused } from '../errors.ts';
import { profileFor } from '../models/profile-for.ts';
import { modelRules } from '../models/rules.ts';
import { parseChatRequest } from '../openai/chat-request.ts';
import { assistant, json, message, messages, parameters, tools } from './__fixtures__/arbitrary-request.ts';
import { contextFor, translate, withoutMark } from './__fixtures__/translate.ts';
import type { RequestTranslation, TranslationContext } from './context.ts';
import { forEachLeaf } from './leaves.ts';
import { traceRequest } from './request.ts';

const models = [...modelRules.map(({ id }) => id), 'claude-of-the-future'];
const model = fc.constantFrom(...models);
const version = fc.constantFrom<TranslationContext['settings']['anthropicVersion']>('2023-06-01', '2026-10-21');

/** Every earlier answer is known: the field that names it goes with every request that is cached. */
const previousAnswers = { find: (name: string): string => `msg_${name.length}` };

/** Null when we refused the request ourselves; anything else that is thrown fails the test. */
function attempt<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof RequestRefused) return null;
    throw error;
  }
}

describe('for any request that the schema lets through', () => {
  test('what goes upstream is accepted there, or we refuse it ourselves', () => {
    fc.assert(
      fc.property(model, version, messages, parameters, (id, anthropicVersion, history, fields) => {
        const translation = attempt(() =>
          translate(json({ model: id, ...fields, messages: history }), {
            settings: { anthropicVersion },
            previousAnswers,
          }),
        );
        if (translation === null) return;
        const refusal = validateMessageRequest(json(translation.body), {
          apiVersion: anthropicVersion,
          betas: translation.betas,
          ...(id === 'claude-of-the-future' ? { model: 'claude-fable-5-2' } : {}),
        });
        expect(refusal).toBeNull();
      }),
      { numRuns: 600 },
    );
  });

  test('the trail accounts for each leaf exactly once, and for everything that was added', () => {
    fc.assert(
      fc.property(model, messages, parameters, (id, history, fields) => {
        const request = parseChatRequest(json({ model: id, ...fields, messages: history }));
        const traced = attempt(() => traceRequest(request, contextFor(id, { previousAnswers })));
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
      { numRuns: 250 },
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
      { numRuns: 200 },
    );
  });

  test('the client’s body is left as it was', () => {
    fc.assert(
      fc.property(model, messages, parameters, (id, history, fields) => {
        const request = parseChatRequest(json({ model: id, ...fields, messages: history }));
        const before = JSON.stringify(request);
        attempt(() => translate(request));
        expect(JSON.stringify(request)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a longer conversation', () => {
  /** An earlier request that was answered: it has something of the user's, and a later one goes on with the answer. */
  const answered = fc.record({
    before: fc.array(message, { maxLength: 6 }),
    last: fc.constantFrom(
      { role: 'user', content: 'and now?' },
      { role: 'user', content: [{ type: 'text', text: 'x' }] },
    ),
    answer: assistant,
    after: fc.array(message, { maxLength: 4 }),
  });

  test('translates to the same system, tools and earlier messages as the shorter one', () => {
    fc.assert(
      fc.property(model, answered, parameters, tools, (id, { before, last, answer, after }, fields, declared) => {
        const earlier = [...before, last];
        const later = [...earlier, { ...answer, content: 'Sure.' }, ...after];
        fc.pre(!choosesByHistory(id, fields));
        const body = { model: id, ...fields, tools: declared };
        const short = attempt(() => translate(json({ ...body, messages: earlier })));
        const long = attempt(() => translate(json({ ...body, messages: later }), { previousAnswers }));
        if (short === null || long === null) return;
        expect(stableParts(long)).toEqual(stableParts(short));
        const count = short.body.messages.length;
        expect(messagesOf(long).slice(0, count)).toEqual(messagesOf(short));
      }),
      { numRuns: 400 },
    );
  });

  test('keeps the order of blocks where an empty answer lets two user turns meet', () => {
    const answers = fc.array(fc.constantFrom('said', '', ' '), { maxLength: 5 });
    fc.assert(
      fc.property(model, answers, answers, (id, early, late) => {
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
 * The one exception: where force and manual thinking exclude each other, a forced call in a tool loop with thinking can only be
 * asked for in words. Those models do not bind thinking to the system prompt.
 */
function choosesByHistory(id: string, fields: { tool_choice?: unknown }): boolean {
  const { tool_choice: choice } = fields;
  const forced = choice === 'required' || (typeof choice === 'object' && choice !== null);
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

/** A leaf is covered by an entry for itself or for a value that holds it. */
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
