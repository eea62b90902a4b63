/** After one refusal later requests omit the field, with a note, until the rule expires or is cleared. */

import { describe, expect, it } from 'vitest';
import { messages, useFaultProxy } from './__fixtures__/fault-proxy.ts';
import { json, type Script } from './__fixtures__/scripted-upstream.ts';

const faults = useFaultProxy();

/** Refuses one field like the API refuses unknown fields. */
function refusing(field: string, good: Script): Script {
  return (request, response, count) => {
    if (!(field in JSON.parse(request.body))) return good(request, response, count);
    const error = { type: 'invalid_request_error', message: `${field}: Extra inputs are not permitted` };
    return void response.writeHead(400, json).end(JSON.stringify({ type: 'error', error }));
  };
}

describe('a field that the API refused before', () => {
  it.each<[string, unknown]>([
    ['mcp_servers', [{ type: 'url', url: 'https://example.com', name: 'n' }]],
    ['context_management', { edits: [] }],
    ['container', 'c'],
  ])('is omitted from later requests with a note until the rule expires: %s', async (field, value) => {
    const { upstream, testProxy } = faults;
    upstream.script = refusing(field, upstream.script);
    const ask = async (): Promise<readonly [sent: number, codes: string]> => {
      const before = upstream.received.length;
      const body = { model: 'claude-opus-4-8', max_tokens: 100, messages, [field]: value };
      const { response } = await faults.client.chat.completions.create(body).withResponse();
      return [upstream.received.length - before, response.headers.get('x-dragoman-notes') ?? ''];
    };
    const [first, healed] = await ask();
    expect(first).toBe(2);
    expect(healed).toContain('healed-field-refused');
    expect(healed).not.toContain('learned-');
    const [second, secondNotes] = await ask();
    expect(second).toBe(1);
    expect(secondNotes).toContain('refused-field-dropped');
    expect(secondNotes).not.toContain('healed-');
    testProxy.proxy.forgetLearnedRules();
    expect(testProxy.proxy.knownModels()).toEqual([]);
    expect(await ask()).toMatchObject([2, expect.stringContaining('healed-field-refused')]);
  });

  it('has a note when only the header named the beta', async () => {
    const { upstream } = faults;
    const good = upstream.script;
    const message = 'Unexpected value(s) `old-beta-2020-01-01` for the `anthropic-beta` header.';
    upstream.script = (request, response, count) => {
      if (!String(request.headers['anthropic-beta']).includes('old-beta')) return good(request, response, count);
      const error = { type: 'invalid_request_error', message };
      return void response.writeHead(400, json).end(JSON.stringify({ type: 'error', error }));
    };
    const headers = { 'anthropic-beta': 'old-beta-2020-01-01' };
    const body = { model: 'claude-opus-4-7', max_tokens: 100, messages };
    await faults.client.chat.completions.create(body, { headers });
    const { response } = await faults.client.chat.completions.create(body, { headers }).withResponse();
    expect(response.headers.get('x-dragoman-notes')).toContain('refused-beta-dropped');
  });
});
