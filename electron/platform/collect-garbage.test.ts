import { expect, it } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

it('frees what nothing refers to any more, each time', async () => {
  for (let round = 0; round < 2; round += 1) {
    const freed = new WeakRef({ text: 'x'.repeat(1_000) });
    await collectGarbage();
    expect(freed.deref()).toBeUndefined();
  }
});
