/** Work that the system may never finish: a disk that hangs, a network folder whose server has gone. */

/** Resolves with whether the work was over in time; it may go on after that. Rejects as the work does. */
export async function withTimeout(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets the process end although this work hangs in the system: Node would wait for its thread, and there is no other way out. */
export function endWithout(work: Promise<unknown>): void {
  const over = (): void => void process.off('exit', endAtOnce);
  process.once('exit', endAtOnce);
  work.then(over, over);
}

function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
