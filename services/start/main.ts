import path from 'node:path';
import { startServers } from '../commands/embedded-servers.ts';
import type { Environment } from '../lib/config/environment.ts';
import { LinewatchError } from '../lib/errors.ts';
import type { Running, Started, StartOptions } from './options.ts';
import { prepareViewer } from './viewer.ts';

/**
 * Everything on one machine: the embedded servers in a child process, all services in this one.
 * Resolves once it runs; `failed` rejects when it cannot go on.
 */
export async function startAll(
  given: Environment,
  options: StartOptions,
  running: Running,
): Promise<Started> {
  const { lifecycle, terminal } = running;
  const dataDir = path.resolve(given.DATA_DIR);
  let isStopping = false;
  const starting = lifecycle.start(
    () => startServers(given, dataDir, portsOf(given)),
    (servers) => {
      isStopping = true;
      return servers.stop();
    },
  );
  // The servers need nothing of these: the other processor loads the services while they start, and builds the viewer.
  const [embedded, { startServices }] = await Promise.all([
    starting,
    import('./services.ts'),
    prepareViewer(terminal),
  ]);
  const gone = embedded.exited.then((why): Promise<never> => {
    // What else failed says why they were stopped.
    if (isStopping) return new Promise(() => {});
    throw new LinewatchError('EMBEDDED_FAILED', `the embedded servers ended with ${why}`);
  });
  // Whatever step waits for the servers then would wait for ever.
  return Promise.race([startServices({ given, options, running, dataDir, embedded, gone }), gone]);
}

function portsOf({ KAFKA_PORT, REGISTRY_PORT, CLICKHOUSE_PORT }: Environment) {
  return { kafkaPort: KAFKA_PORT, registryPort: REGISTRY_PORT, clickhousePort: CLICKHOUSE_PORT };
}
