import { onTestFinished } from 'vitest';
import type { BrokerOptions } from '../../../../../infra/embedded/broker/options.ts';
import { type RunningBroker, startBroker } from '../../../../../infra/embedded/broker/server.ts';
import { temporaryFolder } from './folder.ts';

/** A broker for one test, with the topic `t` of one partition if nothing else is said. */
export async function startedBroker(options: Partial<BrokerOptions> = {}): Promise<RunningBroker> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const broker = await startBroker({ topics: [{ name: 't', partitions: 1 }], ...options, dataDir });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= broker.close();
    return closed;
  };
  onTestFinished(close);
  return { ...broker, close };
}
