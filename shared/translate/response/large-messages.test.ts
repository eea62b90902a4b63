/** A message of megabytes is translated in steps of bounded size, whatever it consists of: other clients are served in between. */

import { expect, it } from 'vitest';
import type { ContentBlock } from '../../anthropic/types.ts';
import { contextOf, messageOf } from '../../responses-api/__fixtures__/responses-messages.ts';
import { translateToResponseSteps } from '../../responses-api/responses-stream.ts';
import type { Steps } from '../../steps.ts';
import { created, testResponseContext } from '../__fixtures__/upstream-messages.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { translateResponseSteps } from './translate-response.ts';

const MEGABYTE = 1024 * 1024;
/** The longest piece that is written or parsed at once, apart from `JSON.parse`. */
const MAX_STEP = MEGABYTE;

const tool = (input: unknown): ContentBlock => ({
  type: 'tool_use',
  id: 'toolu_1',
  name: 'f',
  input,
  caller: { type: 'direct' },
});
const text = (content: string): ContentBlock => ({ type: 'text', text: content, citations: null });
const json = { kind: 'instructed', schema: null } as const;

const shapes: readonly (readonly [what: string, block: ContentBlock, context: Partial<ResponseContext>])[] = [
  ['quotes in the input of a tool', tool({ a: '"'.repeat(4 * MEGABYTE) }), {}],
  ['many values in the input of a tool', tool({ a: Array.from({ length: 120_000 }, () => ['a'.repeat(30)]) }), {}],
  ['the input of a custom tool', tool({ a: 'x'.repeat(8 * MEGABYTE) }), { customTools: new Set(['f']) }],
  ['the input of a wrapped tool', tool({ value: 'x'.repeat(8 * MEGABYTE) }), { wrappedTools: new Set(['f']) }],
  [
    'renamed parameters',
    tool({ a: 'x'.repeat(8 * MEGABYTE) }),
    { parameterNames: new Map([['f', new Map([['a', 'b']])]]) },
  ],
  ['JSON that was asked for', text(JSON.stringify({ a: 'x'.repeat(8 * MEGABYTE) })), { outputFormat: json }],
];

function count(steps: Steps<unknown>): number {
  for (let taken = 0; ; taken += 1) if (steps.next().done === true) return taken;
}

it.each(shapes)('%s', (_what, block, context) => {
  const message = messageOf([block]);
  const responseContext = testResponseContext(context);
  const size = JSON.stringify(block).length;
  expect(size).toBeGreaterThan(4 * MEGABYTE);
  const asked = { ...contextOf({}), responseContext };
  expect(count(translateResponseSteps(message, responseContext, created))).toBeGreaterThan(size / MAX_STEP);
  expect(count(translateToResponseSteps(message, asked))).toBeGreaterThan(size / MAX_STEP);
});
