/** The terminal that started us may be closed long before we end: then there is nobody to tell, and that is no fault. */

/** To be called first. Without it each failed write is an error that nobody caught, and telling of it is the next one. */
export function ignoreBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
