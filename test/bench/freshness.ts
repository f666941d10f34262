import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import type { EventProducer } from '../../services/lib/event-producer.ts';
import { createLiveFeed } from '../../services/live/feed.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { atMost, type Bench, figure, percentile } from './report.ts';
import { type BenchRoles, startRoles } from './roles.ts';
import { scaled } from './scale.ts';
import { type BenchServers, startBenchServers } from './servers.ts';

const NAME = 'freshness';
const EVENTS_PER_SECOND = scaled(2_000);
const WARM_UP_MS = 5_000;
const MEASURED_MS = 30_000;
/** Against hanging: a probe that has not been seen by then is lost. */
const GIVE_UP_MS = 60_000;
const TICK_MS = 10;
const PROBE_MS = 100;
/** Each probe waits in a queue of its own; the next one to the same queue is sent when it has been seen. */
const PROBE_QUEUES = 40;
/** Between two questions of whoever looks; counts as time that an event was not visible. */
const LOOK_MS = 5;

interface Probes {
  /** Times from acknowledgement to being seen, ms. */
  seen: number[];
  /** When the probe that is under way in each queue was acknowledged; undefined: none is. */
  underWay: (number | undefined)[];
  sent: number[];
}

/** From the producer's acknowledgement to being seen on the live board, while other events flow. */
export const freshnessBench: Bench = {
  name: NAME,
  title: `from acknowledgement to the live board at ${EVENTS_PER_SECOND.toLocaleString('en')} events a second`,
  async run(say) {
    const together = await measure(say, async (servers) => {
      const feed = createLiveFeed(() => {});
      const service = await servers.startQuery(feed);
      await servers.startIngest(undefined, feed);
      return { service, stop: async () => {} };
    });
    say('in processes of their own');
    const apart = await measure(say, startRoles);
    return [
      atMost(NAME, 'visible after, p50', percentile(together.seen, 0.5), 150, ' ms'),
      atMost(NAME, 'visible after, p95', percentile(together.seen, 0.95), 400, ' ms'),
      atMost(NAME, 'visible after, p99', percentile(together.seen, 0.99), 2_000, ' ms'),
      atMost(NAME, 'roles apart: visible after, p50', percentile(apart.seen, 0.5), 150, ' ms'),
      atMost(NAME, 'roles apart: visible after, p95', percentile(apart.seen, 0.95), 400, ' ms'),
      figure(NAME, 'probes', together.seen.length + apart.seen.length, ''),
      figure(NAME, 'other events meanwhile', Math.min(together.rate, apart.rate), '/s'),
    ];
  },
};

/** Starts ingest and the query service as it is told, and gives the times of all probes, ms. */
async function measure(
  say: (line: string) => void,
  start: (servers: BenchServers) => Promise<Pick<BenchRoles, 'service' | 'stop'>>,
): Promise<{ seen: number[]; rate: number }> {
  const servers = await startBenchServers();
  const stopping = new AbortController();
  let background: Promise<unknown>[] = [];
  let roles: Pick<BenchRoles, 'service' | 'stop'> | undefined;
  try {
    const [load, prober] = [await servers.createProducer(), await servers.createProducer()];
    roles = await start(servers);
    const { service } = roles;
    const probes: Probes = { seen: [], underWay: [], sent: [] };
    const flowing = flow(load, stopping.signal);
    background = [flowing, look(service, probes, stopping.signal)];
    const probing = async () => {
      await probe(prober, probes, Date.now() + WARM_UP_MS);
      probes.seen.length = 0;
      say('measuring');
      await probe(prober, probes, Date.now() + MEASURED_MS);
      await allSeen(probes);
    };
    await Promise.race([probing(), Promise.all(background)]);
    stopping.abort();
    return { seen: probes.seen, rate: await flowing };
  } finally {
    stopping.abort();
    await Promise.allSettled(background);
    await roles?.stop();
    await servers.stop();
  }
}

/** Produces other events, each at its own time. Gives how many a second it really were. */
async function flow(producer: EventProducer, signal: AbortSignal): Promise<number> {
  const startsAt = Date.now();
  const events = loadEvents({ seed: 1, startsAt, rate: EVENTS_PER_SECOND });
  let produced = 0;
  while (!signal.aborted) {
    const due = Math.floor(((Date.now() - startsAt) * EVENTS_PER_SECOND) / 1000);
    const batch: OutgoingEvent[] = [];
    for (; produced < due; produced++) batch.push(events.next().value);
    if (batch.length > 0) await producer.send(batch);
    await sleep(TICK_MS);
  }
  return (produced * 1000) / (Date.now() - startsAt);
}

/** Sends a probe every so often: a caller who waits in a queue where nobody else does. */
async function probe(producer: EventProducer, probes: Probes, endAt: number): Promise<void> {
  for (let i = 0; Date.now() < endAt; i++) {
    const next = sleep(PROBE_MS);
    const queue = i % PROBE_QUEUES;
    if (probes.underWay[queue] === undefined) {
      const number = (probes.sent[queue] ?? 0) + 1;
      await producer.send(waitingCaller(queue, number));
      probes.sent[queue] = number;
      probes.underWay[queue] = performance.now();
    }
    await next;
  }
}

function waitingCaller(queue: number, number: number): OutgoingEvent[] {
  const now = Date.now();
  const id = `probe-${queue}-${number}`;
  const envelope = {
    occurred_at: now,
    conversation_id: id,
    opened_at: now,
    channel: 'voice',
    source: 'bench',
    actor: { kind: 'customer', id },
    queue: `probe-${queue}`,
    customer: null,
    tags: [],
  };
  return [
    {
      topic: 'contact.chats',
      value: { ...envelope, event_id: `${id}-started`, event: { type: 'started', priority: 'normal' } },
    },
    {
      topic: 'contact.chats',
      value: { ...envelope, event_id: `${id}-queued`, event: { type: 'queued', position: 1 } },
    },
  ];
}

/** Asks for the live board without a break and notes which probes it shows. */
async function look(service: string, probes: Probes, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const response = await fetch(`${service}/api/v1/live/queues`);
    if (!response.ok) throw new Error(`the live board answers with ${response.status}`);
    const { queues } = (await response.json()) as { queues: { queue: string; waiting: number }[] };
    const now = performance.now();
    for (const { queue, waiting } of queues) {
      const number = /^probe-(\d+)$/.exec(queue)?.[1];
      if (number === undefined) continue;
      const acknowledgedAt = probes.underWay[Number(number)];
      if (acknowledgedAt === undefined || waiting < probes.sent[Number(number)]!) continue;
      probes.seen.push(now - acknowledgedAt);
      probes.underWay[Number(number)] = undefined;
    }
    await sleep(LOOK_MS);
  }
}

async function allSeen(probes: Probes): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (probes.underWay.some((at) => at !== undefined)) {
    if (Date.now() > giveUpAt) throw new Error('a probe was acknowledged and never seen');
    await sleep(TICK_MS);
  }
}
