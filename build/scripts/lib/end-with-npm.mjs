// npm passes a signal to the shell that runs a script, and the shell dies of it without telling the script. So the script watches.

const interval = 300;

/** Where npm started this process: when npm's shell is gone, ends it the way SIGTERM would. */
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
