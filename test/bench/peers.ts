import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Admin } from 'kafkajs';
import { Random } from '../../services/simulator/random.ts';
import { type Contender, javaJob, linewatch, type RunningContender } from './peers/contenders.ts';
import { askDuckdb } from './peers/duckdb.ts';
import { disordered, type PeerEvent, peerEvents } from './peers/events.ts';
import { usageOf } from './peers/processes.ts';
import { committedOf, untilThrough } from './peers/progress.ts';
import { type Setting, startSetting } from './peers/setting.ts';
import { COMPARED, truthOf, wrongFigures } from './peers/truth.ts';
import { atLeast, type Bench, figure, type Line, percentile } from './report.ts';
import { scaled } from './scale.ts';
import { produce } from './servers.ts';

const NAME = 'peers';
/** Not less, or compilers would be measured that have not warmed up. */
const EVENTS = Math.max(60_000, scaled(600_000));
/** Share of the events that is not measured: caches and compilers warm up on it. */
const WARM_UP = 0.25;
const DISORDERLY = scaled(100_000);
const KILLS = Math.max(2, scaled(20));
const PROBES = Math.max(5, scaled(50));
const OPEN_CONVERSATIONS = scaled(20_000);
/** Late by so many records: as a conversation has one among as many as are open, others of its own often come first. */
const DISORDER = { duplicates: 0.05, late: 0.05, lateBy: 2 * OPEN_CONVERSATIONS };
const TIMES_FASTER = 1.5;
const POLL_MS = 5;

/** What the contenders are called in the table. */
const TITLES: Record<string, string> = {
  linewatch: 'ours',
  streams: 'Kafka Streams',
  flink: 'Flink',
};
const JOBS = [
  { name: 'streams', main: 'StreamsJob', options: ['-Xmx1g'], handsOver: true },
  {
    name: 'flink',
    main: 'FlinkJob',
    options: [
      '-Xmx2g',
      '--add-opens=java.base/java.util=ALL-UNNAMED',
      '--add-opens=java.base/java.lang=ALL-UNNAMED',
    ],
    handsOver: false,
  },
] as const;

/** What an engineer would otherwise take, on the same Apache Kafka and the same ClickHouse. */
export const peersBench: Bench = {
  name: NAME,
  title:
    'Kafka Streams and Flink on the same events, with kills, duplicates and late events; DuckDB on the same facts',
  async run(say) {
    const missing = await missingTools();
    if (missing.length > 0) throw new Error(`LEFT OUT: peers need ${missing.join(' and ')}`);
    const setting = await startSetting();
    try {
      return await compare(setting, say);
    } finally {
      await setting.stop();
    }
  },
};

async function compare(setting: Setting, say: (line: string) => void): Promise<Line[]> {
  const lines: Line[] = [];
  const contenders: Contender[] = [linewatch(setting)];
  for (const job of JOBS) {
    try {
      contenders.push(await javaJob(setting, job));
    } catch (error) {
      say(`LEFT OUT: ${TITLES[job.name]}: ${(error as Error).message.slice(0, 500)}`);
    }
  }
  const admin = setting.kafka.admin();
  await admin.connect();
  try {
    const events = peerEvents(1, EVENTS, OPEN_CONVERSATIONS);
    await send(setting, events);
    const rates: number[] = [];
    for (const contender of contenders) {
      const measured = await measureSpeed(setting, admin, contender, events);
      const title = TITLES[contender.name]!;
      rates.push(measured.rate);
      say(`${title}: ${Math.round(measured.rate)} events/s`);
      lines.push(
        figure(NAME, `${title}: events stored`, measured.rate, '/s'),
        figure(NAME, `${title}: processor time an event, process alone`, measured.ownUs, ' µs'),
        figure(NAME, `${title}: the same with broker and engine`, measured.allUs, ' µs'),
        figure(NAME, `${title}: resident memory`, measured.residentBytes / 2 ** 20, ' MiB'),
        figure(NAME, `${title}: kept for a restart, a conversation`, measured.stateBytes, ' B'),
        figure(NAME, `${title}: acknowledgement to visible, p50`, measured.visibleMs.p50, ' ms'),
        figure(NAME, `${title}: acknowledgement to visible, p95`, measured.visibleMs.p95, ' ms'),
        figure(NAME, `${title}: wrong figures, orderly events, no kill`, measured.wrong, ''),
      );
    }
    const calm = peerEvents(2, DISORDERLY, OPEN_CONVERSATIONS);
    const truth = truthOf(calm);
    await send(setting, disordered(calm, 2, DISORDER));
    const wrongs: number[] = [];
    for (const contender of contenders) {
      await underKills(admin, contender, await endOf(admin), say);
      const wrong = wrongFigures(truth, await contender.figures('load2-'));
      wrongs.push(wrong.length);
      const kinds = COMPARED.map((fact) => `${fact} ${wrong.filter((one) => one.fact === fact).length}`);
      say(
        `${TITLES[contender.name]}: ${wrong.length} of ${truth.length} figures are wrong (${kinds.join(', ')})`,
      );
      const what = `${TITLES[contender.name]}: wrong figures of ${truth.length} after ${KILLS} kills, 5 % duplicates, 5 % late`;
      lines.push(figure(NAME, what, wrong.length, ''));
    }
    if (wrongs[0]! > 0) throw new Error(`${wrongs[0]} figures of ours are wrong`);
    const others = rates.slice(1);
    if (others.length > 0)
      lines.push(
        atLeast(NAME, 'ours / the fastest of the others', rates[0]! / Math.max(...others), TIMES_FASTER, ''),
      );
  } finally {
    await admin.disconnect();
  }
  lines.push(...(await askDuckdb(say)));
  return lines;
}

async function send({ producer }: Setting, events: readonly PeerEvent[]): Promise<void> {
  await produce(producer, events.values() as Iterator<PeerEvent>, events.length);
}

async function endOf(admin: Admin): Promise<number> {
  let end = 0;
  for (const topic of ['contact.tickets', 'contact.chats'])
    for (const { high } of await admin.fetchTopicOffsets(topic)) end += Number(high);
  return end;
}

async function measureSpeed(
  setting: Setting,
  admin: Admin,
  contender: Contender,
  events: readonly PeerEvent[],
) {
  const end = await endOf(admin);
  const running = await contender.start();
  const { pid: broker } = setting;
  const engine = setting.servers.embedded.process.pid!;
  const allOf = () => [running.pid, broker, engine].map((pid) => usageOf(pid).cpuMs);
  const readings: { at: number; events: number; used: number[] }[] = [];
  let residentBytes = 0;
  const through = await untilThrough(admin, contender, running, end, (events) => {
    residentBytes = Math.max(residentBytes, usageOf(running.pid).residentBytes);
    if (events === readings.at(-1)?.events) return;
    readings.push({ at: performance.now(), events, used: allOf() });
  });
  // From a commit to the end; what was on its way at that commit, a unit of ours, counts although its work was before.
  const begun = readings.find(({ events }) => events >= end * WARM_UP)!;
  const measured = end - begun.events;
  if (measured === 0) throw new Error(`${contender.name} took all events at once: more are needed`);
  const used = readings.at(-1)!.used.map((cpuMs, i) => cpuMs - begun.used[i]!);
  const visible = await probe(setting, contender);
  const wrong = wrongFigures(truthOf(events), await contender.figures('load1-')).length;
  await running.stop();
  const conversations = new Set(events.map(({ value }) => value.conversation_id)).size;
  return {
    rate: (measured * 1_000) / (through - begun.at),
    ownUs: (used[0]! * 1_000) / measured,
    allUs: (used.reduce((sum, one) => sum + one, 0) * 1_000) / measured,
    residentBytes,
    stateBytes: (await contender.stateBytes()) / conversations,
    visibleMs: { p50: percentile(visible, 0.5), p95: percentile(visible, 0.95) },
    wrong,
  };
}

/** Milliseconds from the acknowledgement of one event to its first figure in the database, again and again. */
async function probe({ producer }: Setting, contender: Contender): Promise<number[]> {
  const random = new Random(3, contender.name);
  const times: number[] = [];
  for (let i = 0; i < PROBES; i++) {
    const id = `probe-${contender.name}-${i}`;
    const at = Date.now();
    await producer.send([
      {
        topic: 'contact.chats',
        value: {
          event_id: id,
          occurred_at: at,
          conversation_id: id,
          opened_at: at,
          channel: 'chat',
          source: 'bench',
          actor: { kind: 'customer', id: 'c' },
          queue: 'general',
          customer: null,
          tags: [],
          event: { type: 'started', priority: null },
        },
      },
    ]);
    const acknowledged = performance.now();
    while ((await contender.figures(id)).length === 0) await sleep(POLL_MS);
    times.push(performance.now() - acknowledged);
    // Not in step with anybody's rhythm.
    await sleep(random.integer(700));
  }
  return times;
}

/** Kills it at moments spread over what is to be done; then lets it finish. */
async function underKills(
  admin: Admin,
  contender: Contender,
  end: number,
  say: (line: string) => void,
): Promise<void> {
  const [begun] = await committedOf(admin, contender);
  const random = new Random(4, contender.name);
  for (let kill = 0; kill < KILLS; kill++) {
    const running = await contender.start();
    const until = begun + ((end - begun) * (kill + random.next())) / KILLS;
    await untilCommitted(admin, contender, running, Math.min(until, end - 1));
    await sleep(random.integer(200));
    await running.kill();
  }
  const running = await contender.start();
  await untilThrough(admin, contender, running, end);
  await running.stop();
  say(`${TITLES[contender.name]}: killed ${KILLS} times`);
}

async function untilCommitted(
  admin: Admin,
  contender: Contender,
  running: RunningContender,
  records: number,
) {
  while ((await committedOf(admin, contender))[0] < records) {
    if (running.isOver()) throw new Error(`${contender.name} ended by itself`);
    await sleep(POLL_MS);
  }
}

async function missingTools(): Promise<string[]> {
  const found = await Promise.all(
    ['javac', 'mvn'].map((tool) =>
      promisify(execFile)('which', [tool]).then(
        () => null,
        () => tool,
      ),
    ),
  );
  return found.filter((tool) => tool !== null);
}
