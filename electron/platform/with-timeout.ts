/** Time limits for system calls that may hang: a dead disk, a network folder without its server. */

/** @returns whether the work finished in time (it continues otherwise); rejects as the work does */
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

/** Lets the process exit while this work hangs in a system call, whose thread Node would wait for. */
export function endWithout(work: Promise<unknown>): void {
  const over = (): void => void process.off('exit', endAtOnce);
  process.once('exit', endAtOnce);
  work.then(over, over);
}

function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
