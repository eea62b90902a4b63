/** Quitting takes the time requests under way need, but never longer, and nothing can stand in its way. */

export interface GracefulQuitOptions {
  /** Ends what runs: windows, proxy (which drains), keychain. */
  close(): Promise<void>;
  /** Ends the process, now. */
  exit(): void;
  onError(error: unknown): void;
}

/** More than the proxy's five seconds of draining. */
const QUIT_TIMEOUT_MS = 8_000;

/**
 * The handler for `before-quit`: holds the quit back, closes the house once, then ends the process, on time even if closing
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

  return (event) => {
    event.preventDefault();
    if (begun) return;
    begun = true;
    const timer = setTimeout(exitOnce, limitMs);
    parts
      .close()
      .catch((error: unknown) => parts.onError(error))
      .finally(() => {
        clearTimeout(timer);
        exitOnce();
      });
  };
}
