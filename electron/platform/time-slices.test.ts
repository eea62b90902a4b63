import { describe, expect, it } from 'vitest';
import type { Steps } from '#shared/steps.ts';
import { createSlices, pauseIfLarge, runInSlices } from './time-slices.ts';

function* stepsOf(count: number, onStep: () => void = () => undefined): Steps<string> {
  for (let step = 0; step < count; step += 1) {
    onStep();
    yield;
  }
  return 'done';
}

/** A clock that advances 4 ms per read, which follows each step: a slice has three to four steps. */
function clock(): () => number {
  let time = 0;
  return () => (time += 4);
}

const never = new AbortController().signal;

describe('work in time slices', () => {
  it('yields to the event loop and returns the work’s result', async () => {
    const order: string[] = [];
    const others = (async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await new Promise(setImmediate);
        order.push('another client');
      }
    })();
    const work = stepsOf(12, () => order.push('step'));
    expect(await runInSlices(work, never, clock())).toBe('done');
    await others;
    expect(order.filter((what) => what === 'step')).toHaveLength(12);
    expect(order.indexOf('another client')).toBeGreaterThan(0);
    expect(order.indexOf('another client')).toBeLessThan(order.lastIndexOf('step'));
  });

  it('that is short does not yield', async () => {
    let turned = false;
    const immediate = setImmediate(() => (turned = true));
    // oxlint-disable-next-line require-yield -- the shortest work there is
    const short = function* (): Steps<number> {
      return 1;
    };
    expect(await runInSlices(short(), never)).toBe(1);
    await pauseIfLarge(1_000, never);
    expect(turned).toBe(false);
    clearImmediate(immediate);
  });

  it('ends when aborted', async () => {
    const controller = new AbortController();
    let steps = 0;
    const work = stepsOf(100, () => {
      steps += 1;
      controller.abort();
    });
    await expect(runInSlices(work, controller.signal, clock())).rejects.toMatchObject({ code: 'request_aborted' });
    expect(steps).toBeLessThan(6);
    await expect(pauseIfLarge(1_000_000, controller.signal)).rejects.toMatchObject({ code: 'request_aborted' });
  });

  it('rejects with an error of a step', async () => {
    // oxlint-disable-next-line require-yield -- it throws before
    const failing = function* (): Steps<never> {
      throw new RangeError('too long');
    };
    await expect(runInSlices(failing(), never)).rejects.toThrow(RangeError);
  });
});

it('many short pieces of work share their slices', async () => {
  let turns = 0;
  const others = new AbortController();
  const served = (async () => {
    while (!others.signal.aborted) {
      await new Promise(setImmediate);
      turns += 1;
    }
  })();
  const slices = createSlices(never, clock());
  for (let piece = 0; piece < 40; piece += 1) expect(await slices.run(stepsOf(0))).toBe('done');
  others.abort();
  await served;
  expect(turns).toBeGreaterThanOrEqual(10);
});
