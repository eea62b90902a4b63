/** Where the text of a stream goes: the body of an HTTP response, or the frames of a WebSocket. */
export interface EventSink {
  /** @returns false on backpressure: wait before writing more */
  write(text: string): boolean;
  /** Calls `resume` once the client has taken what was written. */
  wait(resume: () => void): void;
  /** @returns true: nothing follows */
  end(text: string): boolean;
  /** Ends timers; for a stream that ends otherwise. */
  stop(): void;
  /** Something was written, so that a failure is an event of the stream and no longer an error response. */
  readonly begun: boolean;
  /** The client has left. */
  readonly closed: boolean;
  /** @returns the function that removes the listener */
  onClose(listener: () => void): () => void;
}
