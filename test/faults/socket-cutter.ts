import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Dice } from './random.ts';

/** Which connections of a process end by themselves, and how often: after this share of the pieces that arrive. */
export interface Cuts {
  port: number;
  chance: number;
  seed: number;
}

/**
 * Ends connections of this process to a port at random, as a network would. A proxy cannot do that to Kafka, whose
 * brokers name their own addresses to their clients.
 */
export function cutSockets({ port, chance }: Cuts, dice: Dice, onCut: () => void): void {
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      if (socket.remotePort !== port) return;
      socket.prependListener('data', () => {
        if (dice.next() >= chance) return;
        onCut();
        socket.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
      });
    });
  });
}
