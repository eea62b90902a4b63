import { describe, expect, it } from 'vitest';
import { testResponseContext } from '../__fixtures__/upstream-messages.ts';
import { endingOf } from './finish-reason.ts';

const stop = (reason: string | null) => ({ reason, sequence: null, details: null });

describe('finish_reason', () => {
  it.each([
    ['end_turn', 0, 'stop'],
    ['stop_sequence', 0, 'stop'],
    ['compaction', 0, 'stop'],
    ['tool_use', 2, 'tool_calls'],
    ['tool_use', 0, 'stop'],
    ['end_turn', 1, 'tool_calls'],
    ['max_tokens', 0, 'length'],
    ['max_tokens', 1, 'length'],
    ['model_context_window_exceeded', 0, 'length'],
    ['refusal', 0, 'content_filter'],
    ['refusal', 1, 'content_filter'],
    ['pause_turn', 0, 'stop'],
    ['moon_phase', 0, 'stop'],
    [null, 0, 'stop'],
  ])('%s with %i tool calls is %s', (reason, calls, expected) => {
    expect(endingOf(stop(reason), calls, testResponseContext()).finishReason).toBe(expected);
  });

  it('is function_call for requests with functions', () => {
    expect(endingOf(stop('tool_use'), 1, testResponseContext({ legacyFunctions: true })).finishReason).toBe(
      'function_call',
    );
  });

  it.each([
    ['pause_turn', 'pause-turn-unfinished'],
    ['moon_phase', 'stop-reason-unknown'],
    [null, 'stop-reason-unknown'],
  ])('has a note for stop_reason %s', (reason, code) => {
    expect(endingOf(stop(reason), 0, testResponseContext()).notes).toMatchObject([{ code, verb: 'approximated' }]);
  });

  it('has a note when a required tool call is missing, but not in a cut-off response', () => {
    const responseContext = testResponseContext({ expectsToolCall: true });
    expect(endingOf(stop('end_turn'), 0, responseContext).notes).toMatchObject([{ code: 'tool-call-not-made' }]);
    expect(endingOf(stop('tool_use'), 1, responseContext).notes).toEqual([]);
    expect(endingOf(stop('max_tokens'), 0, responseContext).notes).toEqual([]);
  });

  it('refusal has the upstream’s explanation, or a default', () => {
    const refused = { reason: 'refusal', sequence: null };
    expect(endingOf({ ...refused, details: { explanation: 'E' } }, 0, testResponseContext()).refusal).toBe('E');
    expect(endingOf({ ...refused, details: null }, 0, testResponseContext()).refusal).toMatch(/declined/);
    expect(endingOf(stop('end_turn'), 0, testResponseContext()).refusal).toBeNull();
  });
});
