import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusedRequestsSchema } from '#shared/exchange/refused-requests.ts';
import { createRefusedLog } from './refused-log.ts';

const refusal = { status: 403, code: 'origin_not_allowed', message: 'No pages.', hint: 'Allow it in Settings.' };

function page(origin: string | undefined, changes: { url?: string; headers?: Record<string, string> } = {}) {
  const headers = { ...(origin === undefined ? {} : { origin }), ...changes.headers };
  return { method: 'POST', url: changes.url ?? '/v1/chat/completions', headers };
}

describe('RefusedLog', () => {
  it('counts by reason and source, the latest first', () => {
    let time = 0;
    const log = createRefusedLog(() => (time += 1));
    log.record(page('https://one.example'), refusal);
    log.record(page('https://two.example'), refusal);
    log.record(page('https://one.example', { url: '/v1/models' }), refusal);
    expect(log.current()).toEqual({
      total: 3,
      groups: [
        {
          ...refusal,
          source: 'https://one.example',
          count: 2,
          firstAt: 1,
          lastAt: 3,
          lastRequest: 'POST /v1/models',
        },
        {
          ...refusal,
          source: 'https://two.example',
          count: 1,
          firstAt: 2,
          lastAt: 2,
          lastRequest: 'POST /v1/chat/completions',
        },
      ],
    });
    log.clear();
    expect(log.current()).toEqual({ total: 0, groups: [] });
  });

  it('names a page without an origin by its referrer, and a tool by its name', () => {
    const log = createRefusedLog();
    log.record(page(undefined, { headers: { referer: 'https://blog.example/post?token=aB3dE6gH9kL2mN5p' } }), refusal);
    log.record(page(undefined, { headers: { 'user-agent': 'curl/8.5.0' } }), {
      ...refusal,
      status: 401,
      code: 'invalid_api_key',
    });
    log.record(page(undefined, { headers: { host: 'rebind.example' } }), { ...refusal, code: 'host_not_allowed' });
    expect(log.current().groups.map(({ source }) => source)).toEqual([
      'rebind.example',
      'curl',
      'https://blog.example',
    ]);
  });

  it('bounds sources and stores no control characters or secrets', () => {
    const any = fc.string({ unit: 'binary', maxLength: 3000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(any, any), { maxLength: 40 }), (requests) => {
        const log = createRefusedLog();
        for (const [origin, url] of requests)
          log.record(page(origin, { url: `${url}?api_key=aB3dE6gH9kL2mN5p` }), refusal);
        const current = refusedRequestsSchema.parse(log.current());
        expect(current.total).toBe(requests.length);
        expect(current.groups.reduce((sum, { count }) => sum + count, 0)).toBe(requests.length);
        expect(current.groups.length).toBeLessThanOrEqual(9);
        expect(JSON.stringify(current).length).toBeLessThan(9 * 2_000);
        expect(JSON.stringify(current)).toMatch(/^[\x20-\x7e…]*$/);
        expect(JSON.stringify(current)).not.toContain('aB3dE6gH9kL2');
      }),
    );
  });
});
