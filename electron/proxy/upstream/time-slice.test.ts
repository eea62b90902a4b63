import { expect, it } from 'vitest';
import { createTimeSlice } from './time-slice.ts';

it('pauses a stream that has used its time slice until the next turn', () => {
  let time = 0;
  const turn: (() => void)[] = [];
  const order: string[] = [];
  const body = { pause: () => order.push('pause'), resume: () => order.push('resume') };
  const slice = createTimeSlice(
    () => time,
    (callback) => turn.push(callback),
  );
  const work = (milliseconds: number): void => {
    slice.begin();
    time += milliseconds;
    slice.yieldWhenUsed(body);
  };
  const endTurn = (): void => {
    for (const callback of turn.splice(0)) callback();
  };

  work(4);
  work(4);
  expect(order).toEqual([]);
  work(4);
  expect(order).toEqual(['pause']);
  endTurn();
  expect(order).toEqual(['pause', 'resume']);
  // The next turn has a new slice.
  work(8);
  expect(order).toEqual(['pause', 'resume']);
  endTurn();
  expect(order).toEqual(['pause', 'resume']);
});
