import { describe, expect, test } from 'vitest';
import { depth } from '../__fixtures__/test-depth.ts';
import { call, noteCodes, tool, translate, turns } from './__fixtures__/translate.ts';
import { runToEnd } from '../steps.ts';
import { parseToolArgumentsSteps } from './messages/parse-call-arguments.ts';

const go = { role: 'user', content: 'go' };
const list = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_item, index) => make(index));
const toolMessage = (id: string, content: string): object => ({ role: 'tool', tool_call_id: id, content });
const long = depth(20_000, 4_000);
/** In the long form more than a function accepts as arguments. */
const wide = depth(150_000, 10_000);

/** Quadratic work would take very long for each of these, and recursion would overflow the stack. */
describe('very long requests', () => {
  test('a run of assistant messages with calls between their texts', () => {
    const run = list(long, (index) => ({ role: 'assistant', content: `t${index}`, tool_calls: [call(`c${index}`)] }));
    const toolMessages = list(long, (index) => toolMessage(`c${index}`, `r${index}`)).toReversed();
    const [, said, resultTurn, ...rest] = turns(
      translate({ tools: [tool('a')], messages: [go, ...run, ...toolMessages] }),
    );
    expect(rest).toEqual([]);
    expect(said?.[1]).toHaveLength(2 * long);
    expect(said?.[1][long - 1]).toEqual({ type: 'text', text: `t${long - 1}` });
    expect(said?.[1][long]).toMatchObject({ type: 'tool_use', id: 'c0' });
    expect(resultTurn?.[1].at(-1)).toEqual({
      type: 'tool_result',
      tool_use_id: `c${long - 1}`,
      content: `r${long - 1}`,
    });
  });

  test('many tool calls in one message, all with one id', () => {
    const calls = list(wide, () => call('c'));
    const translation = translate({ tools: [tool('a')], messages: [go, { role: 'assistant', tool_calls: calls }] });
    const [, said] = turns(translation);
    expect(said?.[1].slice(0, 2)).toMatchObject([{ id: 'c' }, { id: 'c_2' }]);
    expect(said?.[1].at(-1)).toMatchObject({ id: `c_${wide}` });
  });

  test('many content parts in a prefill', () => {
    const parts = list(wide, () => ({ type: 'text', text: 'x' }));
    const messages = [go, { role: 'assistant', content: 'a' }, { role: 'assistant', content: parts }, go];
    expect(turns(translate({ messages }))[1]?.[1]).toHaveLength(wide + 1);
  });

  test('notes that are added only once, after many others', () => {
    const loops = list(long / 2, (index) => [
      { role: 'assistant', tool_calls: [call(`c:${index}`)] },
      toolMessage(`c:${index}`, 'r'),
    ]).flat();
    const speakers = list(long, () => ({ role: 'user', content: 'u', name: 'Ann' }));
    const codes = noteCodes(translate({ tools: [tool('a')], messages: [go, ...loops, ...speakers] }));
    expect(codes.filter((code) => code === 'message-name-dropped')).toHaveLength(1);
    expect(codes.filter((code) => code === 'tool-call-id-changed')).toHaveLength(long / 2);
  });

  test('many stop sequences', () => {
    const stop = [...list(long, (index) => `s${index}`), 's0'];
    expect(translate({ stop }).body.stop_sequences).toHaveLength(long);
  });

  test('broken tool arguments above the repair limit are kept as text', () => {
    const raw = `{"q": "${'x'.repeat(depth(20_000_000, 4_000_000))}`;
    expect(runToEnd(parseToolArgumentsSteps(raw))).toEqual({ input: { _raw_arguments: raw }, outcome: 'kept-as-text' });
  });
});
