import { describe, expect, it } from 'vitest';
import { profileFor } from '../../models/profile-for.ts';

import { defaultSettings } from '../../settings/schema.ts';

import { createPureHasher } from '../../exchange/retranslate/pure-hasher.ts';
import { translateRequest } from '../translate-request.ts';
import { upstreamBody } from './upstream-streaming.ts';
import { noAdjustments } from '../../models/adjustments.ts';
import { parseChatRequest } from '../../openai/parse-chat-request.ts';

function sent(fields: object): { readonly stream?: boolean | undefined } {
  const model = 'claude-opus-5-5';
  const messages = [{ role: 'user', content: 'go' }];
  return upstreamBody(
    translateRequest(parseChatRequest({ model: 'gpt-4o', messages, ...fields }), {
      model,
      profile: profileFor(model),
      settings: defaultSettings.translation,
      createHasher: createPureHasher,
      signatures: null,
      previousMessages: null,
      adjustments: noAdjustments,
      tracer: null,
    }),
  );
}

describe('a request asks for a stream', () => {
  it.each([
    ['when the client does', { stream: true, max_tokens: 10 }, true],
    ['when the answer may be long', { max_tokens: 16_001 }, true],
    ['not when it is short', { max_tokens: 16_000 }, undefined],
  ])('%s', (_when, fields, stream) => {
    expect(sent(fields).stream).toBe(stream);
  });
});
