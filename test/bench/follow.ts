import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { INPUT_TOPICS } from '../../schemas/index.ts';
import type { Checkpoint } from '../../services/follow/checkpoint.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, type Endpoints } from '../../services/lib/connections.ts';
import { createLog } from '../../services/lib/log.ts';
import { asterisk } from '../../services/sources/asterisk/index.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';
import { queueLog } from '../faults/queue-log-writer.ts';
import { createDice } from '../faults/random.ts';
import { startServersForTests } from '../support/embedded.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';
import { startRole } from '../support/role-process.ts';
import { cpuSecondsOf } from './cpu.ts';
import { atLeast, atMost, type Bench, figure } from './report.ts';
import { SCALE } from './scale.ts';

const NAME = 'follow';
const GOAL = 20_000;
const BACKLOG = Math.ceil(600_000 * SCALE);
const LIVE_S = Math.ceil(30 * SCALE);
const TICK_MS = 10;
/** Of a log that is written at this pace, a second is that of the calls. */
const LINES_A_SECOND_OF_CALLS = 50;
const PATIENCE_MS = 600_000;

/** A queue_log that is there, and one that is written to, by the command line against embedded servers. */
export const followBench: Bench = {
  name: NAME,
  title: `a queue_log of ${BACKLOG} lines, then ${GOAL} lines a second for ${LIVE_S} s`,
  async run(say) {
    const folder = await temporaryFolder();
    const servers = await startServersForTests();
    const file = path.join(folder.path, 'queue_log');
    const state = path.join(folder.path, 'state.json');
    const lines = queueLog(createDice(1), LINES_A_SECOND_OF_CALLS);
    const out = createWriteStream(file);
    async function write(count: number): Promise<void> {
      let text = '';
      for (let i = 0; i < count; i++) text += `${lines.next().value}\n`;
      if (!out.write(text)) await once(out, 'drain');
    }
    const isAtTheEnd = () => {
      if (!existsSync(state)) return false;
      const { position } = JSON.parse(readFileSync(state, 'utf8')) as Checkpoint;
      return position.place?.offset === statSync(file).size;
    };
    try {
      for (let left = BACKLOG; left > 0; left -= 10_000) await write(Math.min(left, 10_000));
      const role = await startRole(
        ['follow', 'asterisk', '--queue-log', file, '--from-start', '--state', state],
        {
          KAFKA_BROKERS: servers.brokers.join(','),
          SCHEMA_REGISTRY_URL: servers.registryUrl,
          CUSTOMER_ID_SECRET: 'a secret of this benchmark alone',
          LOG_LEVEL: 'info',
        },
      );
      try {
        const cpuAtBegin = cpuSecondsOf(role.process.pid!);
        const from = performance.now();
        await waitUntil(isAtTheEnd, PATIENCE_MS);
        const rate = BACKLOG / ((performance.now() - from) / 1_000);
        const cpu = cpuSecondsOf(role.process.pid!) - cpuAtBegin;
        say('the backlog is in');
        const startedAt = performance.now();
        let written = 0;
        while (written < LIVE_S * GOAL) {
          await sleep(TICK_MS);
          const due = Math.min(LIVE_S * GOAL, Math.floor(((performance.now() - startedAt) * GOAL) / 1_000));
          await write(due - written);
          written = due;
        }
        const endedAt = performance.now();
        await waitUntil(isAtTheEnd, PATIENCE_MS);
        const keptAfterMs = performance.now() - endedAt;
        const [counted, expected] = [await countRecords(servers), countEvents(readFileSync(file, 'utf8'))];
        if (counted !== expected) throw new Error(`${counted} events are in Kafka instead of ${expected}`);
        return [
          atLeast(NAME, 'lines of a backlog, each second', rate, GOAL, '/s'),
          figure(NAME, 'lines of a backlog, each second of processor time', BACKLOG / cpu, '/s'),
          atMost(
            NAME,
            `after ${LIVE_S} s of ${GOAL} lines each: until all is kept`,
            keptAfterMs,
            2_000,
            ' ms',
          ),
        ];
      } finally {
        await role.end('SIGTERM');
      }
    } finally {
      out.end();
      await servers.stop();
      await folder.remove();
    }
  },
};

/** Events that the lines give when they are read in one go. */
function countEvents(log: string): number {
  const reader = asterisk.createReader({ customers: createCustomerIds('another secret') });
  let events = 0;
  for (const record of asterisk.createSplitter().push(log)) {
    const reading = reader.read(record);
    if ('events' in reading) events += reading.events.length;
  }
  return events;
}

async function countRecords(servers: Endpoints): Promise<number> {
  const kafka = connectKafka(readEnvironment({}), servers, 'bench', createLog({ level: 'silent' }));
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await Promise.all(INPUT_TOPICS.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
}
