/**
 * Makes the topics of Linewatch on the Kafka that the environment names; those that are there stay as they are.
 *
 *     node --import tsx infra/kafka/main.ts [--partitions 6] [--replicas 1]
 */
import { parseArgs } from 'node:util';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, endpointsOf } from '../../services/lib/connections.ts';
import { createLog } from '../../services/lib/log.ts';
import { topicsOf } from './topics.ts';

const { values } = parseArgs({
  options: {
    partitions: { type: 'string', default: '6' },
    replicas: { type: 'string', default: '1' },
  },
});
const environment = readEnvironment(process.env);
const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
const admin = connectKafka(environment, endpointsOf(environment), 'topics', log).admin();
await admin.connect();
try {
  const there = new Set(await admin.listTopics());
  const wanted = topicsOf({ partitions: Number(values.partitions), replicas: Number(values.replicas) });
  const missing = wanted.filter(({ topic }) => !there.has(topic));
  if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
  process.stdout.write(`topics: ${missing.length} made, ${wanted.length - missing.length} were there\n`);
} finally {
  await admin.disconnect();
}
