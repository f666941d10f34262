import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

/** Opens a connection to an address. Rejects with the system's error, or once the signal is aborted. */
export async function openSocket(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = createConnection({ host: address, port });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    // It may fail once more while it is being closed, with nobody listening.
    socket.on('error', () => {});
    socket.destroy();
    throw error;
  }
}
