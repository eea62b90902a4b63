/** Graceful quit: drains requests in flight, with a time limit. */

export interface GracefulQuitOptions {
  /** Asks the user where something would be lost. False: the app goes on. */
  mayQuit(): Promise<boolean>;
  /** Closes windows, proxy (with drain) and keychain. */
  close(): Promise<void>;
  /** Exits the process at once. */
  exit(): void;
  onError(error: unknown): void;
}

/** More than the proxy's five seconds of draining. */
const QUIT_TIMEOUT_MS = 8_000;

/**
 * The handler for `before-quit`: prevents the quit, asks where something would be lost, closes the services once, then exits, at the time limit even if closing
 * hangs.
 */
export function createGracefulQuit(
  parts: GracefulQuitOptions,
  limitMs = QUIT_TIMEOUT_MS,
): (event: { preventDefault(): void }) => void {
  let begun = false;
  let exited = false;

  function exitOnce(): void {
    if (exited) return;
    exited = true;
    parts.exit();
  }

  async function quit(): Promise<void> {
    try {
      if (!(await parts.mayQuit())) {
        begun = false;
        return;
      }
    } catch (error) {
      parts.onError(error);
    }
    const timer = setTimeout(exitOnce, limitMs);
    try {
      await parts.close();
    } catch (error) {
      parts.onError(error);
    }
    clearTimeout(timer);
    exitOnce();
  }

  return (event) => {
    event.preventDefault();
    if (begun) return;
    begun = true;
    void quit();
  };
}
