import { describe, expect, test } from 'vitest';
import * as bodies from '../../bench/attack/bodies/index.mjs';
import { completionToChat } from '../completions/completion-to-chat.ts';
import { RequestRefused } from '../errors.ts';
import { parseChatRequest } from '../openai/parse-chat-request.ts';
import { parseResponsesRequest } from '../responses-api/request-schema.ts';
import { translateResponsesRequest } from '../responses-api/translate-responses-request.ts';
import { contextFor } from './__fixtures__/translate.ts';
import { translateRequest } from './translate-request.ts';

const shapes = Object.values(bodies)
  .flat()
  .filter(({ path, passes }) => path !== '/v1/messages' && path !== '/v1/messages/count_tokens' && passes !== true);

/** Counts reads of a value at any depth: each member, item and list of keys. */
function counting(value: unknown): { readonly value: unknown; readonly reads: () => number } {
  let reads = 0;
  const wrapped = new WeakMap<object, object>();
  const wrap = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    let proxy = wrapped.get(part);
    if (proxy === undefined) {
      proxy = new Proxy(part, {
        get(target, key) {
          reads += 1;
          return wrap(Reflect.get(target, key));
        },
        ownKeys(target) {
          const keys = Reflect.ownKeys(target);
          reads += keys.length;
          return keys;
        },
      });
      wrapped.set(part, proxy);
    }
    return proxy;
  };
  return { value: wrap(value), reads: () => reads };
}

/** How much is read of a body of about so many bytes until it is translated or refused. */
function readsOf(path: string, body: string): number {
  const { value, reads } = counting(parsed(body));
  try {
    const context = { ...contextFor('claude-opus-4-8'), signatures: { find: () => null } };
    if (path.startsWith('/v1/responses')) {
      translateResponsesRequest(parseResponsesRequest(value), { previousItems: [], findItem: () => null }, context);
    } else {
      const chat = path === '/v1/completions' ? completionToChat(value).chat : value;
      translateRequest(parseChatRequest(chat), context);
    }
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
  }
  return reads();
}

/** Invalid JSON is refused earlier. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

describe('twice as large a body is read twice as much, not four times', () => {
  test.each(shapes)('$path: $name', ({ path, make }) => {
    const once = readsOf(path, make(15_000));
    const twice = readsOf(path, make(30_000));
    expect(twice).toBeLessThan(2.3 * once + 500);
  });
});
