import { once } from 'node:events';
import net from 'node:net';
import type { Dice } from './random.ts';

/**
 * What goes wrong between a client and a server: connections are refused, answers never come, they are cut off
 * half-way, requests are, answers come after `lateMs`, or some of them are cut off anywhere.
 */
export type ProxyMode =
  | 'pass'
  | 'refuse'
  | 'hang'
  | 'cut answers'
  | 'cut requests'
  | { lateMs: number }
  | { cutChance: number; dice: Dice };

/** A TCP proxy in front of a server, whose way of failing can be changed at any time. */
export interface FaultyProxy {
  port: number;
  /** Of the server through the proxy, with the login of the target's address. */
  url: string;
  mode: ProxyMode;
  /** How many answers it has cut off. */
  cuts(): number;
  close(): Promise<void>;
}

export async function startProxy(target: URL): Promise<FaultyProxy> {
  const sockets = new Set<net.Socket>();
  let cuts = 0;
  const server = net.createServer((client) => {
    if (proxy.mode === 'refuse') {
      client.destroy();
      return;
    }
    const upstream = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let sent = 0;
    client.on('data', (chunk) => {
      sent += chunk.length;
      const { mode } = proxy;
      if (mode === 'refuse') client.destroy();
      else if (mode === 'cut requests' && sent > 2_000) {
        upstream.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => client.destroy());
      } else if (mode !== 'hang') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      const { mode } = proxy;
      if (mode === 'refuse') client.destroy();
      else if (mode === 'cut answers') cutOff(client, chunk, 0.5);
      else if (typeof mode === 'object' && 'dice' in mode) {
        if (mode.dice.next() < mode.cutChance) cutOff(client, chunk, mode.dice.next());
        else client.write(chunk);
      } else if (typeof mode === 'object') setTimeout(() => client.write(chunk), mode.lateMs);
      else if (mode !== 'hang') client.write(chunk);
    });
  });
  /** Passes a share of a piece on and ends the connection. */
  function cutOff(client: net.Socket, chunk: Buffer, share: number): void {
    cuts++;
    client.write(chunk.subarray(0, Math.floor(chunk.length * share)), () => client.destroy());
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const proxy: FaultyProxy = {
    port,
    url: Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).href,
    mode: 'pass',
    cuts: () => cuts,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
  return proxy;
}
