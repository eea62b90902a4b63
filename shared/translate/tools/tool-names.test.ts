import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { upstreamToolName } from './tool-names.ts';

describe('tool names for the API', () => {
  test.each(['srv_read', 'a', 'A-b_9', 'x'.repeat(64)])('%s is unchanged', (name) => {
    expect(upstreamToolName(name)).toBe(name);
  });

  test('names that differ only in forbidden characters stay distinct', () => {
    const names = ['srv.read', 'srv read', 'srv_read', 'srv/read', 'srvéread'].map(upstreamToolName);
    expect(new Set(names).size).toBe(names.length);
  });

  test('long names with a common prefix stay distinct', () => {
    const long = 'mcp__server__'.repeat(10);
    expect(upstreamToolName(`${long}a`)).not.toBe(upstreamToolName(`${long}b`));
  });

  test('an empty name becomes a valid one', () => {
    expect(upstreamToolName('')).toMatch(/^tool_[0-9a-f]+$/);
  });

  test('every name becomes valid, and a valid one never changes again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const renamed = upstreamToolName(name);
        expect(renamed).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(upstreamToolName(renamed)).toBe(renamed);
        expect(upstreamToolName(name)).toBe(renamed);
      }),
    );
  });

  test('different names become different names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 80 }), { maxLength: 30 }), (names) => {
        expect(new Set(names.map(upstreamToolName)).size).toBe(names.length);
      }),
    );
  });
});
