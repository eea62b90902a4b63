/** Ignores EPIPE on stdout and stderr: the terminal may be closed while the program runs. */

/** Call first. Otherwise a failed write is an uncaught error, and logging it fails again. */
export function ignoreBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
