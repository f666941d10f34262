import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Broker } from './broker.ts';
import { dispatch } from './dispatch.ts';
import type { FaultHook } from './faults.ts';
import { MalformedRequest } from './protocol/errors.ts';
import { FrameSplitter } from './protocol/frames.ts';
import { Writer } from './protocol/writer.ts';

/**
 * Serves one client until it goes or sends what is no request; never rejects.
 *
 * One request at a time, as Kafka does: that keeps answers in order and gives back-pressure, since the socket is
 * not read while a request is carried out or its answer waits for a slow reader.
 */
export async function serveConnection(
  socket: Socket,
  broker: Broker,
  faults: FaultHook | undefined,
): Promise<void> {
  const clientHost = `/${socket.remoteAddress ?? ''}`;
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  socket.setNoDelay(true);
  // The loop below sees every error that matters; one that comes after it must not end the process.
  socket.on('error', () => {});
  const frames = new FrameSplitter(broker.limits.maxRequestBytes);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const frame of frames.push(chunk)) {
        const answer = await dispatch(frame, { clientHost, signal: gone.signal }, broker, faults);
        if (answer) await send(socket, answer, gone.signal);
      }
    }
  } catch (error) {
    // A socket that is destroyed already was left by its client, whose reasons are its own.
    const level = error instanceof MalformedRequest || socket.destroyed ? 'debug' : 'error';
    broker.log[level]({ err: error, clientHost }, 'connection ended');
  } finally {
    socket.destroy();
  }
}

/** Resolves when the socket takes more. */
async function send(socket: Socket, answer: Writer, gone: AbortSignal): Promise<void> {
  const length = answer.length;
  socket.cork();
  for (const part of new Writer().int32(length).finish()) socket.write(part);
  for (const part of answer.finish()) socket.write(part);
  socket.uncork();
  if (socket.writableNeedDrain) await once(socket, 'drain', { signal: gone });
}
