import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** The reading end of a named pipe that the engine writes one result to. */
export interface OutputPipe {
  stream: Readable;
  /** Call when the engine has finished: the stream ends after what is still in the pipe. */
  finish(): void;
  /** Call when the engine has failed, which may keep the pipe open: the stream ends at once, with this error. */
  fail(error: Error): void;
}

/**
 * Opens a named pipe for one result.
 *
 * The engine formats the whole result as one document and blocks while the pipe is full, so results of any size
 * and format stream with flat memory. (chDB's own streaming formats each block as a document of its own, and
 * plans the query on the main thread: a scalar subquery would stop every server of the process.)
 */
export function openOutputPipe(path: string): OutputPipe {
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  // A writer of our own keeps the pipe from ending before the engine has opened it.
  const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const stream = new Socket({ fd: reader, readable: true, writable: false });
  // Whoever reads is told by its iterator; nobody may be reading.
  stream.on('error', () => {});
  return {
    stream,
    finish: () => closeSync(writer),
    fail(error) {
      closeSync(writer);
      stream.destroy(error);
    },
  };
}
