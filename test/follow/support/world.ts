import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Checkpoint } from '../../../services/follow/checkpoint.ts';
import { type FollowOptions, follow } from '../../../services/follow/follow.ts';
import { createFollowMetrics } from '../../../services/follow/metrics.ts';
import { createReading } from '../../../services/follow/reading.ts';
import { firstPosition } from '../../../services/follow/search.ts';
import { createTail, type TailOptions } from '../../../services/follow/tail.ts';
import type { KeyedValue } from '../../../services/lib/kafka/producer.ts';
import { createCustomerIds } from '../../../services/sources/customers.ts';
import { lineOf, lineSource } from './line-source.ts';
import { manualClock } from './manual-clock.ts';
import { type MemoryFile, memoryFolder } from './memory-folder.ts';

export const NAME = 'queue_log';
export const CHUNK_BYTES = 2_048;
const TAIL: TailOptions = { chunkBytes: CHUNK_BYTES, graceMs: 1_000, missingMs: 5_000 };
const OPTIONS: FollowOptions = { pollMs: 100, checkpointMs: 500, checkpointShare: 0.05, closeMs: 3_000 };

/** A writer of a log, what rotates it, Kafka, and a process that follows: all of it in memory. */
export function createWorld({ fromStart = true } = {}) {
  const folder = memoryFolder();
  const clock = manualClock();
  const customers = createCustomerIds('secret');
  let written = 0;
  let writer: MemoryFile | null = null;
  /** The rest of a line that is half written. */
  let rest = '';

  /** Acknowledged by Kafka, in order. */
  const sent: KeyedValue[] = [];
  let isKafkaAway = false;
  let wakeKafka: () => void = () => {};
  let checkpoint: string | null = null;
  let savesUntilDeath: number | null = null;
  const said: string[] = [];
  let registry = new Registry();

  let running: { stop: AbortController; done: Promise<void>; isDead: boolean } | null = null;

  function start(): void {
    const stop = new AbortController();
    const process = { stop, isDead: false, done: Promise.resolve() };
    registry = new Registry();
    const metrics = createFollowMetrics(registry);
    const never = () => new Promise<never>(() => {});
    const log = pino({ level: 'info' }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
    async function run(): Promise<void> {
      const begin = { position: await firstPosition(folder, NAME), fromStart };
      await follow(
        {
          system: 'asterisk',
          tail: createTail(folder, NAME, TAIL, clock.now),
          createReading: (state) => createReading(lineSource, { customers, now: clock.now }, state),
          delivery: {
            isWaiting: () => isKafkaAway,
            async deliver(values, signal) {
              // As a client that tries to connect, it hears of nothing meanwhile.
              while (isKafkaAway) {
                await new Promise<void>((resolve) => {
                  wakeKafka = resolve;
                });
              }
              if (process.isDead) return never();
              signal.throwIfAborted();
              sent.push(...values);
            },
          },
          checkpoints: {
            load: async () => (checkpoint === null ? null : (JSON.parse(checkpoint) as Checkpoint)),
            async save(one) {
              if (savesUntilDeath !== null && savesUntilDeath-- <= 0) {
                savesUntilDeath = null;
                process.isDead = true;
              }
              if (process.isDead) return never();
              checkpoint = JSON.stringify(one);
            },
          },
          metrics,
          onWaiting: () => {},
          clock,
          log,
        },
        begin,
        OPTIONS,
        stop.signal,
      );
    }
    process.done = run();
    process.done.catch(() => {});
    running = process;
  }

  const world = {
    folder,
    clock,
    sent,
    said,
    get written() {
      return written;
    },
    get checkpoint(): Checkpoint | null {
      return checkpoint === null ? null : JSON.parse(checkpoint);
    },
    start,
    /** A figure of the process that runs. */
    async metric(name: string): Promise<number | undefined> {
      return (await registry.getSingleMetric(name)!.get()).values[0]?.value;
    },
    /** As SIGKILL does: nothing more comes of it. */
    kill() {
      if (running === null) return;
      running.isDead = true;
      running.stop.abort();
      running = null;
    },
    /** Dies at the moment of keeping its position, after so many times at which it could. */
    dieWhenSaving(after: number) {
      savesUntilDeath = after;
    },
    async stop() {
      const process = running;
      running = null;
      process?.stop.abort();
      await clock.pass(OPTIONS.closeMs);
      // Who died meanwhile comes to no end.
      if (process?.isDead === false) await process.done;
    },
    ensureRunning() {
      if (running === null || running.isDead) {
        running?.stop.abort();
        start();
      }
    },
    kafka(isAway: boolean) {
      isKafkaAway = isAway;
      if (!isAway) wakeKafka();
    },

    /** The writer opens its file, and creates it where it is not there. */
    open() {
      world.finishLine();
      writer = folder.get(NAME) ?? folder.create(NAME);
    },
    write(lines: number, filling?: number) {
      world.finishLine();
      let text = '';
      for (let i = 0; i < lines; i++) text += lineOf(++written, filling);
      if (writer === null) world.open();
      folder.append(writer!, Buffer.from(text));
    },
    /** A line of which a part is written. */
    writePart() {
      world.finishLine();
      const line = lineOf(++written);
      if (writer === null) world.open();
      folder.append(writer!, Buffer.from(line.slice(0, 3)));
      rest = line.slice(3);
    },
    finishLine() {
      if (rest !== '') folder.append(writer!, Buffer.from(rest));
      rest = '';
    },
    /** Each rotated file one number up, packed or not, as logrotate does it. */
    shift() {
      const numbered = folder
        .all()
        .map((name) => /^queue_log\.(\d+)(\.gz)?$/.exec(name))
        .filter((match) => match !== null)
        .toSorted((a, b) => Number(b[1]) - Number(a[1]));
      for (const [name, number, packed = ''] of numbered)
        folder.rename(name, `${NAME}.${Number(number) + 1}${packed}`);
    },
    /** The writer keeps writing to the file under its new name until it opens the next. */
    rotateByRename() {
      if (folder.get(NAME) === undefined) return;
      world.shift();
      folder.rename(NAME, `${NAME}.1`);
    },
    rotateByCopy() {
      const live = folder.get(NAME);
      if (live === undefined || live !== writer) return;
      world.finishLine();
      world.shift();
      folder.copy(NAME, `${NAME}.1`);
      folder.truncate(live);
    },
    beginPacking() {
      for (const name of folder.all()) {
        if (!/\.\d+$/.test(name) || folder.get(name) === writer || folder.get(`${name}.gz`)) continue;
        const packed = folder.copy(name, `${name}.gz`);
        packed.isUnfinished = true;
        packed.changedAt = folder.get(name)!.changedAt;
      }
    },
    finishPacking() {
      for (const name of folder.all().filter((one) => one.endsWith('.gz'))) {
        folder.get(name)!.isUnfinished = false;
        folder.remove(name.slice(0, -3));
      }
    },

    /** What is not as it must be. */
    violations(from = 1): string[] {
      const found: string[] = [];
      const tags = new Map<number, Set<string>>();
      for (const { topic, value } of sent) {
        if (topic !== 'contact.tickets') {
          found.push(`a letter: ${(value as { detail: string }).detail}`);
          continue;
        }
        const { event_id, tags: list } = value as { event_id: string; tags: string[] };
        const number = Number(event_id.slice('line-'.length));
        tags.set(number, (tags.get(number) ?? new Set()).add(list[0]!));
      }
      for (let number = from; number <= written; number++) {
        const said = [...(tags.get(number) ?? [])];
        if (said.length === 0) found.push(`line ${number} is lost`);
        else if (said.length > 1 || said[0] !== `after ${number - 1}`)
          found.push(`line ${number} was read ${said.join(', ')}`);
      }
      for (const number of tags.keys())
        if (number < from || number > written) found.push(`line ${number} was never written`);
      return found;
    },
  };
  return world;
}
