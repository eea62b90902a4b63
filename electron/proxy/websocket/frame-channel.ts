/**
 * The messages that one WebSocket sends. Streams write JSON texts that each end in a line feed, which JSON text does not contain, cut
 * anywhere: each text becomes one message. Text that comes in pieces is sent in fragments (RFC 6455, section 5.4), so a message is
 * never in memory as a whole; other lanes wait meanwhile, because fragments of two messages must not be mixed.
 */

import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { whenDrained } from '../../sse/backpressure.ts';
import type { EventSink } from '../../sse/event-sink.ts';

export interface FrameChannel {
  /** A stream of messages. @param onText receives what is sent, for the log */
  openStream(onText: (text: string) => void): EventSink;
  /** The client does not read as fast as we write. */
  readonly full: boolean;
  /** Calls `resume` once the client has taken what was written; never when it leaves before. */
  whenDrained(resume: () => void): void;
  readonly closed: boolean;
}

interface Writer {
  readonly onText: (text: string) => void;
  /** What waits for the end of another stream's message. */
  held: string;
  /** The last piece was not the end of a message. */
  open: boolean;
  /** Called when `held` was sent. */
  resume: (() => void) | null;
}

/** @param socket the connection beneath `client`, whose buffer is the backpressure */
export function createFrameChannel(client: WebSocket, socket: Socket): FrameChannel {
  const waiting = new Set<Writer>();
  let owner: Writer | null = null;
  // Each lane that waits for the client listens to it.
  socket.setMaxListeners(0);

  const isClosed = (): boolean => client.readyState !== WebSocket.OPEN || socket.destroyed;

  function transmit(writer: Writer, text: string): void {
    socket.cork();
    try {
      for (let start = 0; start < text.length;) {
        const end = text.indexOf('\n', start);
        const piece = text.slice(start, end === -1 ? text.length : end);
        const before = writer.open ? '' : 'data: ';
        writer.open = end === -1;
        writer.onText(before + piece + (writer.open ? '' : '\n\n'));
        client.send(piece, { fin: !writer.open });
        start += piece.length + 1;
      }
    } finally {
      socket.uncork();
    }
    owner = writer.open ? writer : null;
  }

  /** After the end of a message that was sent in pieces. */
  function sendHeld(): void {
    for (const writer of waiting) {
      if (owner !== null || isClosed()) return;
      waiting.delete(writer);
      const { held, resume } = writer;
      writer.held = '';
      writer.resume = null;
      transmit(writer, held);
      if (resume !== null) whenFree(resume);
    }
  }

  function whenFree(resume: () => void): void {
    if (socket.writableNeedDrain) whenDrained(socket, resume);
    else resume();
  }

  function write(writer: Writer, text: string): boolean {
    if (text === '' || isClosed()) return true;
    if (owner !== null && owner !== writer) {
      writer.held += text;
      waiting.add(writer);
      return false;
    }
    transmit(writer, text);
    if (owner === null) sendHeld();
    return !socket.writableNeedDrain;
  }

  return {
    openStream(onText) {
      const writer: Writer = { onText, held: '', open: false, resume: null };
      let begun = false;
      return {
        write(text) {
          begun ||= text !== '';
          return write(writer, text);
        },
        wait(resume) {
          if (waiting.has(writer)) writer.resume = resume;
          else whenFree(resume);
        },
        end(text) {
          begun ||= text !== '';
          write(writer, text);
          return true;
        },
        stop() {
          // A message that is not finished cannot be taken back, and nothing else can be sent after it.
          if (writer.open) socket.destroy();
        },
        get begun() {
          return begun;
        },
        get closed() {
          return isClosed();
        },
        onClose(listener) {
          socket.once('close', listener);
          return () => void socket.off('close', listener);
        },
      };
    },
    get full() {
      return socket.writableNeedDrain;
    },
    whenDrained: (resume) => whenDrained(socket, resume),
    get closed() {
      return isClosed();
    },
  };
}
