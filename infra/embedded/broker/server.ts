import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Broker } from './broker.ts';
import { serveConnection } from './connection.ts';
import { GroupCoordinator } from './groups/coordinator.ts';
import { OffsetStore } from './groups/offset-store.ts';
import { Flusher } from './log/flusher.ts';
import { type BrokerOptions, withDefaults } from './options.ts';
import { Topics } from './topics/topics.ts';

export interface RunningBroker {
  host: string;
  port: number;
  /** Deletes what retention no longer asks for. Happens by itself now and then; tests call it. */
  applyRetention(): void;
  /** Ends all connections, brings everything to the disk and leaves nothing running. */
  close(): Promise<void>;
}

/**
 * Starts a broker on the data of an earlier one, if there is any.
 * Rejects with the error of the operating system if the port or the folder cannot be used.
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const { host, port, dataDir, log, now, limits, ...settings } = withDefaults(options);
  fs.mkdirSync(dataDir, { recursive: true });
  const flusher = new Flusher(settings.flush, settings.flushIntervalMs, log);
  const topics = new Topics({
    directory: dataDir,
    known: settings.topics,
    retention: settings.retention,
    limits,
    flusher,
    log,
  });
  const offsets = new OffsetStore(path.join(dataDir, 'offsets.log'), flusher, log);
  for (const { topic, partition, committed } of offsets.all()) {
    const offset = committed?.offset ?? 0;
    if (!topics.partition(topic, partition)?.skipTo(offset)) continue;
    log.error(
      { topic, partition, offset },
      'records are missing: a group has read further than the log goes',
    );
  }
  const groups = new GroupCoordinator(settings.groups);
  const broker: Broker = { host, port, topics, groups, offsets, limits, log };

  const connections = new Map<net.Socket, Promise<void>>();
  const server = net.createServer((socket) => {
    const served = serveConnection(socket, broker, settings.faults).finally(() => connections.delete(socket));
    connections.set(socket, served);
  });
  server.maxConnections = limits.maxConnections;

  async function closeStorage(): Promise<void> {
    flusher.close();
    await Promise.all([topics.close(), offsets.close()]);
  }

  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await closeStorage();
    throw error;
  }
  broker.port = (server.address() as net.AddressInfo).port;
  server.on('error', (error) => log.error({ err: error }, 'accepting connections failed'));

  const applyRetention = () => topics.applyRetention(now());
  const retentionTimer = setInterval(applyRetention, settings.retentionCheckMs);
  log.info({ host, port: broker.port, dataDir }, 'embedded broker listens');

  return {
    host,
    port: broker.port,
    applyRetention,
    async close() {
      clearInterval(retentionTimer);
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections.keys()) socket.destroy();
      groups.close();
      await Promise.all([closed, ...connections.values()]);
      await closeStorage();
    },
  };
}
