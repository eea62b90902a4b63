/** The workshop as a worker: takes jobs one after the other and answers each. */

// oxlint-disable-next-line import/no-unassigned-import -- must run before the first schema is made
import '../../lib/disable-zod-jit.ts';
import { createWorkshop, type JobName } from './exchange-worker.ts';
import type { WorkshopAnswer, WorkshopJob } from './exchange-worker-client.ts';

const workshop = createWorkshop();

addEventListener('message', ({ data }: MessageEvent<WorkshopJob>) => {
  const { ticket, name, args } = data;
  postMessage(perform(ticket, name, args));
});

function perform(ticket: number, name: JobName, args: readonly unknown[]): WorkshopAnswer {
  try {
    // Name and arguments are paired by the typed client; messages between the two carry no types.
    const value: unknown = Reflect.apply(workshop[name], workshop, args);
    return { ticket, ok: true, value };
  } catch (error) {
    return { ticket, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
