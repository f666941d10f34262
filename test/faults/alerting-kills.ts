import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../services/lib/clickhouse/migrate.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectClickHouse, connectKafka } from '../../services/lib/connections.ts';
import { createLog } from '../../services/lib/log.ts';
import { saveSilence } from '../../services/query/queries/silences.ts';
import { storeEvent, storeFreshness, storeTargets } from '../alerting/facts.ts';
import { startServersForTests } from '../support/embedded.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';
import type { AlertingProcessSettings } from './alerting-process.ts';
import { startReceiver } from './alerting-receiver.ts';
import { letComeDue, SILENCED_QUEUE } from './alerting-targets.ts';
import { bundle } from './bundle.ts';
import type { Dice } from './random.ts';
import { createResult, type Result } from './result.ts';

export interface AlertingKillOptions {
  kills: number;
  dice: Dice;
  /** After this long without a sign of life of the leader another takes over. */
  sessionTimeoutMs: number;
}

const DAY = 86_400_000;
/** Breaches of a past that is filled in when alerting runs for the first time. */
const PAST = 50;
const DATABASE = 'faults_alerting';
const PATIENCE_MS = 300_000;

/** A process of alerting, and whether it leads. */
interface Member {
  process: ChildProcess;
  leads: boolean;
  exited: Promise<unknown>;
}

/**
 * Kills the leading process of alerting again and again, at random moments, while targets come due; another stands
 * by, and a new one is started after each kill. Whoever was missed must have been told of once, nobody else at all.
 */
export async function killAlerting({ kills, dice, sessionTimeoutMs }: AlertingKillOptions): Promise<Result> {
  const result = createResult('SIGKILL of the leading process of alerting');
  const folder = await temporaryFolder();
  const entry = path.join(folder.path, 'alerting-process.cjs');
  const [servers, receiver] = await Promise.all([
    startServersForTests(),
    startReceiver(),
    bundle(path.join(import.meta.dirname, 'alerting-process.ts'), folder.path),
  ]);
  const config = path.join(folder.path, 'center.yaml');
  const secretFile = path.join(folder.path, 'secret');
  writeFileSync(secretFile, 'secret');
  const alerting = {
    confirmWithin: '1h',
    allowNetworks: ['127.0.0.0/8'],
    rules: [{ id: 'breach', kind: 'sla_breach' }],
    channels: [{ id: 'hook', kind: 'webhook', url: receiver.url, secretFile }],
  };
  writeFileSync(config, JSON.stringify({ alerting }));
  const variables = {
    KAFKA_BROKERS: servers.brokers.join(','),
    SCHEMA_REGISTRY_URL: servers.registryUrl,
    CLICKHOUSE_URL: servers.clickhouseUrl,
    CLICKHOUSE_DATABASE: DATABASE,
    CONTACT_CENTER_CONFIG: config,
  };
  const environment = readEnvironment(variables);
  const bare = connectClickHouse(environment, servers, 'default');
  await bare.command(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await migrate(bare, DATABASE);
  const clickhouse = connectClickHouse(environment, servers);
  const settings: AlertingProcessSettings = {
    environment: variables,
    groupId: 'faults-alerting',
    sessionTimeoutMs,
  };
  const members: Member[] = [];
  const leader = () => members.find(({ leads }) => leads);

  function start(): void {
    const child = fork(entry, [JSON.stringify(settings)], {
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const member: Member = { process: child, leads: false, exited: once(child, 'exit') };
    child.on('message', ({ leads }: { leads: boolean }) => {
      member.leads = leads;
    });
    members.push(member);
  }

  async function kill(member: Member): Promise<void> {
    members.splice(members.indexOf(member), 1);
    member.process.kill('SIGKILL');
    await member.exited;
  }

  /** Waits until the receiver acts on something that it had not heard of. */
  async function untilTold(): Promise<void> {
    const before = receiver.acted.size;
    await waitUntil(() => receiver.acted.size > before, PATIENCE_MS);
  }

  try {
    await produceOne(environment, servers);
    const startedAt = Date.now();
    await storePast(clickhouse, startedAt);
    await storeFreshness(clickhouse, startedAt);
    await saveSilence(
      clickhouse,
      {
        id: 'quiet',
        matchers: { queue: [SILENCED_QUEUE] },
        startsAt: startedAt,
        endsAt: startedAt + DAY,
        by: 'test',
        comment: '',
      },
      startedAt,
    );
    start();
    start();
    const targets = letComeDue(clickhouse);
    const takeovers: number[] = [];
    for (; result.kills < kills; result.kills++) {
      await untilTold();
      await waitUntil(() => leader() !== undefined, PATIENCE_MS);
      await sleep(dice.below(1_000));
      const killedAt = Date.now();
      await kill(leader() ?? members[0]!);
      start();
      await untilTold();
      takeovers.push(Date.now() - killedAt);
    }
    await targets.stop();
    const fired = () => [...receiver.acted.values()].filter(({ state }) => state === 'firing');
    const told = () => new Set(fired().map(({ conversation_id }) => conversation_id!));
    const missing = () => [...targets.missed].filter((id) => !told().has(id));
    await waitUntil(() => missing().length === 0, PATIENCE_MS).catch(() => {});
    const recorded = () => countRecorded(clickhouse);
    await waitUntil(async () => (await recorded()) >= PAST, PATIENCE_MS).catch(() => {});

    result.runs = 1;
    for (const id of missing()) result.violations.push(`${id} was missed and nobody was told`);
    for (const id of told()) if (!targets.missed.has(id)) result.violations.push(`${id} was told of`);
    if (fired().length !== told().size)
      result.violations.push(`${fired().length - told().size} were told of under two keys`);
    if ((await recorded()) !== PAST)
      result.violations.push(`${await recorded()} breaches of the past are recorded, not ${PAST}`);
    result.figures = {
      'breaches told': told().size,
      'deliveries repeated under the same key': receiver.repeated(),
      'until another tells, median ms': takeovers.toSorted((a, b) => a - b)[takeovers.length >> 1] ?? 0,
      'until another tells, longest ms': Math.max(...takeovers),
    };
    return result;
  } finally {
    for (const member of [...members]) await kill(member);
    await Promise.all([clickhouse.close(), bare.close()]);
    receiver.close();
    await servers.stop();
    await folder.remove();
  }
}

/** Without a record Kafka would have nothing that is to be stored: all would be known at once. */
async function produceOne(
  environment: ReturnType<typeof readEnvironment>,
  servers: Parameters<typeof connectKafka>[1],
): Promise<void> {
  const kafka = connectKafka(environment, servers, 'faults', createLog({ level: 'silent' }));
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic: 'contact.tickets', messages: [{ key: 'k', value: 'v' }] });
  await producer.disconnect();
}

/** Two weeks that come in at once, as at a first start. */
async function storePast(clickhouse: Parameters<typeof storeTargets>[0], now: number): Promise<void> {
  const dueAt = (i: number) => now - 14 * DAY + Math.floor((i * 13 * DAY) / PAST);
  await storeTargets(
    clickhouse,
    Array.from({ length: PAST }, (_, i) => ({
      conversationId: `past-${i}`,
      dueAt: dueAt(i),
      state: i % 2 === 0 ? 'breached' : 'active',
      version: 1,
    })),
  );
  await storeEvent(clickhouse, { occurredAt: now - 15 * DAY, ingestedAt: now });
}

async function countRecorded(clickhouse: Parameters<typeof storeTargets>[0]): Promise<number> {
  const [row] = await clickhouse.query<{ n: number }>({
    sql: "SELECT uniqExact(alert_id)::Float64 AS n FROM alerts FINAL WHERE state = 'recorded'",
    params: {},
  });
  return row!.n;
}
