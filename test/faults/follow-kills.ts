import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBroker } from '../../infra/embedded/broker/server.ts';
import { startRegistry } from '../../infra/embedded/registry/server.ts';
import { INPUT_TOPICS, schemaText, TOPICS, type TopicWithSchema } from '../../schemas/index.ts';
import type { Checkpoint } from '../../services/follow/checkpoint.ts';
import { type BodyReader, createBodyReader, encodeBody } from '../../services/lib/avro/codec.ts';
import { HEADER_BYTES } from '../../services/lib/avro/wire-format.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { connectKafka, type Endpoints } from '../../services/lib/connections.ts';
import { getOrInsert } from '../../services/lib/get-or-insert.ts';
import { createLog } from '../../services/lib/log.ts';
import { asterisk } from '../../services/sources/asterisk/index.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';
import { temporaryFolder, waitUntil } from '../support/product.ts';
import { bundle } from './bundle.ts';
import type { FollowProcessSettings } from './follow-process.ts';
import { type Rotation, startWriter } from './queue-log-writer.ts';
import type { Dice } from './random.ts';
import { createResult, type Result } from './result.ts';

export interface FollowKillOptions {
  kills: number;
  /** Spread over the kills, one of each kind in turn. */
  rotations: number;
  linesPerSecond: number;
  dice: Dice;
  onKill?: (kills: number) => void;
}

const SECRET = 'a secret of this test alone';
const PATIENCE_MS = 600_000;
/** Longest life of a process: since it began, or since Kafka acknowledged its first events. */
const LIFE_MS = 800;

/**
 * Kills `follow` again and again while lines are written and the file is rotated: afterwards Kafka must have exactly
 * the events that the lines give when they are read in one go, and of what came twice the same.
 */
export async function killFollow(options: FollowKillOptions): Promise<Result> {
  const { kills, rotations, linesPerSecond, dice } = options;
  const result = createResult('SIGKILL of follow while lines are written and the file is rotated');
  const folder = await temporaryFolder();
  const servers = await startServers(folder.path);
  try {
    await bundle(path.join(import.meta.dirname, 'follow-process.ts'), folder.path);
    const logs = path.join(folder.path, 'log');
    await mkdir(logs);
    const file = path.join(logs, 'queue_log');
    // No center in particular: the bundle has no holidays of countries beside it.
    const config = path.join(folder.path, 'contact-center.yaml');
    await writeFile(config, '{}\n');
    const settings: FollowProcessSettings = {
      environment: {
        KAFKA_BROKERS: servers.brokers.join(','),
        SCHEMA_REGISTRY_URL: servers.registryUrl,
        CUSTOMER_ID_SECRET: SECRET,
        CONTACT_CENTER_CONFIG: config,
      },
      file,
      stateFile: path.join(folder.path, 'state.json'),
      logLevel: process.env.FAULTS_LOG_LEVEL ?? 'error',
    };
    const entry = path.join(folder.path, 'follow-process.cjs');
    const writer = startWriter(file, { dice, linesPerSecond });
    const every = Math.max(1, Math.floor(kills / rotations));
    let rotated = 0;
    for (; result.kills < kills; result.kills++) {
      const child = await startProcess(entry, settings);
      const isRotating = result.kills % every === every - 1 && rotated < rotations;
      const kind: Rotation = rotated % 2 === 0 ? 'rename' : 'copy';
      // Of three one dies at any moment, perhaps before it has done anything, and two while they send.
      const begun = result.kills % 3 === 0 ? Promise.resolve() : child.sending;
      const life = begun.then(() => sleep(dice.below(LIFE_MS)));
      // While it runs, around its end, and while nobody is there.
      const rotating = isRotating
        ? begun.then(() => sleep(dice.below(LIFE_MS))).then(() => writer.rotate(kind))
        : Promise.resolve();
      await life;
      const why = await end(child, 'SIGKILL');
      if (why !== 'SIGKILL') result.violations.push(`ended with ${why}`);
      if (isRotating) rotated++;
      await rotating;
      options.onKill?.(result.kills + 1);
    }
    const last = await startProcess(entry, settings);
    await sleep(LIFE_MS);
    await writer.stop();
    await waitUntil(() => isAtTheEnd(settings), PATIENCE_MS);
    const why = await end(last, 'SIGTERM');
    if (why !== '0') result.violations.push(`ended with ${why}`);
    result.runs = 1;
    const found = await compare(servers, writer.lines);
    result.violations.push(...found.violations);
    result.figures = { rotations: rotated, lines: writer.lines.length, ...found.figures };
    return result;
  } finally {
    await servers.stop();
    await folder.remove();
  }
}

async function startServers(dataDir: string): Promise<Endpoints & { stop(): Promise<void> }> {
  const host = '127.0.0.1';
  const broker = await startBroker({
    host,
    port: 0,
    dataDir: path.join(dataDir, 'kafka'),
    topics: [...INPUT_TOPICS, TOPICS.deadLetters].map((name) => ({ name, partitions: 3 })),
  });
  const registry = await startRegistry({ host, port: 0, dataDir: path.join(dataDir, 'registry') });
  return {
    brokers: [`${host}:${broker.port}`],
    registryUrl: `http://${host}:${registry.port}`,
    clickhouseUrl: '',
    async stop() {
      await broker.close();
      await registry.close();
    },
  };
}

/** A process that follows. */
interface FollowProcess {
  process: ChildProcess;
  /** Resolves once Kafka has acknowledged events of it; never where it ends before. */
  sending: Promise<void>;
  /** Resolves with the signal or the exit code. */
  exited: Promise<string>;
}

async function startProcess(entry: string, settings: FollowProcessSettings): Promise<FollowProcess> {
  const child = fork(entry, [JSON.stringify(settings)], {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const said = (what: string) =>
    new Promise<void>((resolve) => child.on('message', (message) => message === what && resolve()));
  const sending = said('sending');
  const exited = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  await Promise.race([
    said('ready'),
    exited.then((why) => Promise.reject(new Error(`follow ended with ${why}`))),
  ]);
  return { process: child, sending, exited };
}

async function end({ process, exited }: FollowProcess, signal: NodeJS.Signals): Promise<string> {
  process.kill(signal);
  return exited;
}

function isAtTheEnd({ file, stateFile }: FollowProcessSettings): boolean {
  if (!existsSync(stateFile)) return false;
  const { position } = JSON.parse(readFileSync(stateFile, 'utf8')) as Checkpoint;
  const { ino, size } = statSync(file);
  return position.place?.id.endsWith(`:${ino}`) === true && position.place.offset === size;
}

/** What is in Kafka, beside what the lines give when nobody stands in between. */
async function compare(
  servers: Endpoints,
  lines: readonly string[],
): Promise<{ violations: string[]; figures: Record<string, number> }> {
  const expected = new Map<string, string>();
  const splitter = asterisk.createSplitter();
  const reader = asterisk.createReader({ customers: createCustomerIds(SECRET) });
  for (const line of lines) {
    for (const record of splitter.push(`${line}\n`)) {
      const reading = reader.read(record);
      if ('events' in reading) {
        for (const { topic, value } of reading.events) expected.set(value.event_id, asStored(topic, value));
      } else if ('faults' in reading) throw new Error(`the writer wrote ${line}`);
    }
  }
  const violations: string[] = [];
  const seen = new Set<string>();
  let records = 0;
  let unlike = 0;
  let unknown = 0;
  await readAll(servers, (topic, value) => {
    if (topic === TOPICS.deadLetters) {
      violations.push('a dead letter');
      return;
    }
    records++;
    const event = readerOf(topic).read(value, HEADER_BYTES);
    const wanted = expected.get(event.event_id);
    if (wanted === undefined) unknown++;
    else if (wanted !== digestOf(event)) unlike++;
    seen.add(event.event_id);
  });
  const lost = [...expected.keys()].filter((id) => !seen.has(id)).length;
  if (lost > 0) violations.push(`${lost} of ${expected.size} events are lost`);
  if (unknown > 0) violations.push(`${unknown} events follow from no line`);
  if (unlike > 0) violations.push(`${unlike} events are others than the lines say`);
  return { violations, figures: { events: expected.size, 'sent once more': records - seen.size } };
}

/** What it is when it is read again, with what the schema adds. */
function asStored(topic: TopicWithSchema, value: object): string {
  return digestOf(readerOf(topic).read(encodeBody(topic, value)));
}

/** Of a million events not every word is kept. */
function digestOf(event: object): string {
  return createHash('sha256').update(JSON.stringify(event)).digest('base64').slice(0, 16);
}

const readers = new Map<TopicWithSchema, BodyReader<{ event_id: string }>>();

function readerOf(topic: TopicWithSchema): BodyReader<{ event_id: string }> {
  return getOrInsert(readers, topic, () => createBodyReader(topic, schemaText(topic)));
}

/** Gives every record of the topics that there is now. */
async function readAll(
  servers: Endpoints,
  onRecord: (topic: TopicWithSchema, value: Buffer) => void,
): Promise<void> {
  const kafka = connectKafka(readEnvironment({}), servers, 'faults', createLog({ level: 'silent' }));
  const admin = kafka.admin();
  await admin.connect();
  for (const topic of [...INPUT_TOPICS, TOPICS.deadLetters]) {
    const ends = await admin.fetchTopicOffsets(topic);
    let left = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    if (left === 0) continue;
    const consumer = kafka.consumer({ groupId: `compare-${topic}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachBatch: async ({ batch }) => {
        for (const { value } of batch.messages) onRecord(topic, value!);
        left -= batch.messages.length;
      },
    });
    await waitUntil(() => left <= 0, PATIENCE_MS);
    await consumer.disconnect();
  }
  await admin.disconnect();
}
