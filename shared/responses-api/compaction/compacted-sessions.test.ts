/** Sessions of any history that are compacted several times: each block comes back as the API sent it, and nothing before it is sent. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../__fixtures__/test-depth.ts';
import { validateMessageRequest } from '../../anthropic/validate/index.ts';
import { writeJson } from '../../json/exact-number.ts';
import { parseExactJson } from '../../json/exact-json.ts';
import { contextFor } from '../../translate/__fixtures__/translate.ts';
import { parseResponsesRequest } from '../request-schema.ts';
import { translateToResponse } from '../responses-stream.ts';
import { translateResponsesRequest } from '../translate-responses-request.ts';
import { parseMessage } from '../../anthropic/message.ts';
import { decodeCompaction, encodeCompaction, encodeSummary } from './compaction-carrier.ts';

const model = 'claude-opus-5-5';
const trigger = { type: 'compaction_trigger' };

function translate(input: readonly object[]) {
  const request = parseResponsesRequest({ model, input, include: ['reasoning.encrypted_content'] });
  return translateResponsesRequest(request, { previousItems: [], findItem: () => null }, contextFor(model));
}

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
);
const visible = text.filter((one) => /[a-z]/.test(one));
const readable = visible.map((one) => one.toWellFormed().replaceAll('\0', ''));
const id = fc.integer({ min: 0, max: 5 }).map((n) => `call_${n}`);
/** Items of a turn, paired or not: what cannot be sent is repaired. */
const item = fc.oneof<fc.Arbitrary<object>[]>(
  visible.map((content) => ({ type: 'message', role: 'user', content })),
  visible.map((content) => ({ type: 'message', role: 'assistant', content })),
  visible.map((content) => ({ type: 'message', role: 'developer', content })),
  id.map((one) => ({ type: 'function_call', call_id: one, name: 'look', arguments: '{}' })),
  id.map((one) => ({ type: 'function_call_output', call_id: one, output: 'seen' })),
  fc.constant({ type: 'reasoning', summary: [], encrypted_content: 'redacted:D' }),
  fc.constant({ type: 'compaction', encrypted_content: 'gAAAAAforeign' }),
  visible.map((summary) => ({ type: 'compaction', encrypted_content: encodeSummary(summary) })),
);
/** As JSON text, because that is what the API sends; what it could not read again it does not send. */
const arbitraryBlock = fc
  .record(
    {
      content: readable,
      signature: readable,
      encrypted_content: fc.option(readable),
      tool_changes: fc.array(fc.constant({ type: 'tool_addition', tool: { name: 'a', limit: 1.5 } }), { maxLength: 2 }),
    },
    { requiredKeys: ['content', 'signature'] },
  )
  .map((fields) => writeJson({ type: 'compaction', ...fields }).replace('1.5', '12345678901234567890.10'));

test('the block of a compaction comes back unchanged, first, after any history, however often', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ turn: fc.array(item, { maxLength: 6 }), block: arbitraryBlock }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(item, { maxLength: 4 }),
      (rounds, tail) => {
        let history: object[] = [{ type: 'message', role: 'user', content: 'go' }];
        for (const round of rounds) {
          history.push(...round.turn);
          const asked = translate([...history, trigger]);
          expect(asked.body).toHaveProperty('compaction');
          const options = { apiVersion: '2023-06-01', betas: asked.betas };
          expect(validateMessageRequest(asked.body, options)).toBeNull();
          const json = `{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[${round.block}],"stop_reason":"compaction","stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}`;
          const message = parseMessage(json);
          if (message === null) throw new Error('It is a message.');
          const { response } = translateToResponse(message, { ...asked.responsesContext, createdAt: 1 });
          const [made] = response?.output ?? [];
          if (made?.type !== 'compaction') throw new Error('It is one compaction item.');
          expect(writeJson(decodeCompaction(made.encrypted_content))).toBe(writeJson(parseExactJson(round.block)));
          // As Codex does: the words of the user stay, and everything else goes.
          history = [...history.filter((one) => 'role' in one && one.role === 'user'), made];
        }
        const last = rounds.at(-1)?.block ?? '';
        const { body } = translate([...history, ...tail.filter((one) => !('encrypted_content' in one))]);
        const first = body.messages[0]?.content;
        const [sent] = typeof first === 'object' ? first : [];
        expect(withoutMark(sent)).toBe(writeJson(parseExactJson(last)));
        const blocks = body.messages.flatMap(({ content }) => (typeof content === 'object' ? content : []));
        expect(blocks.filter(({ type }) => type === 'compaction')).toHaveLength(1);
        expect(body.messages.at(-1)?.role).not.toBe('assistant');
      },
    ),
    { numRuns: runs(500) },
  );
});

test('a field of the block that this version does not know is carried too', () => {
  const later = {
    type: 'compaction' as const,
    content: 'x',
    encrypted_content: null,
    signature: 's',
    later: [1, null],
  };
  expect(decodeCompaction(encodeCompaction(later))).toEqual(later);
  const { body } = translate([{ type: 'compaction', encrypted_content: encodeCompaction(later) }]);
  expect(body.messages[0]?.content).toEqual([later]);
});

test.each([null, 5, '', 'gAAAAA', 'dragoman-compaction:', 'dragoman-compaction:{', 'dragoman-summary: \n'])(
  'the carrier %j holds no summary',
  (encrypted) => {
    expect(decodeCompaction(encrypted)).toBeNull();
  },
);

function withoutMark(block: object | undefined): string {
  const { cache_control: _, ...rest } = { cache_control: null, ...block };
  return writeJson(rest);
}
