/**
 * A broker in a process of its own, for tests that kill it or use clients other than Node's:
 * `node --import tsx serve.ts DATA_DIR TOPIC PARTITIONS`. Prints `HOST:PORT` once it listens.
 */
import { startBroker } from '../../../../infra/embedded/broker/server.ts';

const [dataDir, name, partitions] = process.argv.slice(2);
if (!dataDir || !name || !partitions) throw new Error('usage: serve.ts DATA_DIR TOPIC PARTITIONS');
const broker = await startBroker({ dataDir, topics: [{ name, partitions: Number(partitions) }] });
process.stdout.write(`${broker.host}:${broker.port}\n`);
process.once('SIGTERM', () => broker.close());
