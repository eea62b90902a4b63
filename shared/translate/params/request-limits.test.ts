import { expect, test } from 'vitest';
import { draftFor } from '../__fixtures__/draft-for.ts';
import { createMessageBuilder } from '../core/message-builder.ts';
import { checkRequestLimits } from './request-limits.ts';
import type { BuiltMessage } from '../core/built-message.ts';

const image = { type: 'image' as const, source: { type: 'url' as const, url: 'https://e.example.com/a.png' } };

function check(model: string, messages: readonly BuiltMessage[]): void {
  const builder = createMessageBuilder(draftFor(model, {}));
  builder.messages.push(...messages);
  checkRequestLimits(builder);
}

test.each([
  ['claude-haiku-4-5', 100],
  ['claude-opus-4-8', 600],
])('%s takes %d images, those in tool results counted', (model, limit) => {
  const result = { type: 'tool_result' as const, tool_use_id: 'a', content: [image] };
  const content = [result, ...Array.from({ length: limit - 1 }, () => image)];
  expect(() => check(model, [{ role: 'user', content }])).not.toThrow();
  expect(() => check(model, [{ role: 'user', content: [...content, image] }])).toThrow(
    expect.objectContaining({ code: 'too_many_images', param: 'messages' }),
  );
});

test('more than 100,000 messages are refused', () => {
  const messages = Array.from({ length: 100_001 }, (): BuiltMessage => ({ role: 'user', content: [] }));
  expect(() => check('claude-opus-4-8', messages.slice(1))).not.toThrow();
  expect(() => check('claude-opus-4-8', messages)).toThrow(expect.objectContaining({ code: 'too_many_messages' }));
});
