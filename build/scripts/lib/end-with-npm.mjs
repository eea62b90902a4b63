// npm sends signals to a script's shell, which exits without forwarding them, so the script watches its parent.

const interval = 300;

/** When npm started this process: ends it like SIGTERM once npm's shell has exited. */
export function endWithNpm() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, interval);
  watch.unref();
}
