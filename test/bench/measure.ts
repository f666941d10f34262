/** Alone: `node --import tsx test/bench/measure.ts`. */
import { fileURLToPath } from 'node:url';
import { loadContactCenter } from '../../services/center/contact-center.ts';
import { measure } from '../../services/domain/measure/measure.ts';
import { trackingKey } from '../../services/domain/timeline/conversation-key.ts';
import type {
  ActorKind,
  ConversationBody,
  Stamp,
  Timeline,
  TimelineEvent,
} from '../../services/domain/timeline/timeline.ts';
import { createReference } from '../../services/ingest/reference.ts';
import { createTracker } from '../../services/ingest/tracker/tracker.ts';
import { atMost, type Bench, figure, median, table } from './report.ts';

const OPENED = Date.UTC(2026, 2, 5, 10, 12);
const MINUTE = 60_000;

type Story = readonly (readonly [minutes: number, who: ActorKind, body: ConversationBody])[];

const ORDINARY: Story = [
  [0, 'customer', { type: 'created', status: 'new', priority: 'normal' }],
  [0, 'customer', { type: 'message', public: true }],
  [25, 'system', { type: 'assigned', agent_id: 'a17', team: null }],
  [40, 'agent', { type: 'message', public: true }],
  [40, 'agent', { type: 'status_changed', status: 'pending' }],
  [1500, 'customer', { type: 'message', public: true }],
  [1500, 'system', { type: 'status_changed', status: 'open' }],
  [1590, 'agent', { type: 'message', public: false }],
  [1600, 'agent', { type: 'message', public: true }],
  [1600, 'agent', { type: 'status_changed', status: 'solved' }],
];

/** Question, answer, waiting, and a solution that does not hold, again and again. */
const ROUND: Story = [
  [1, 'customer', { type: 'message', public: true }],
  [2, 'system', { type: 'status_changed', status: 'open' }],
  [20, 'agent', { type: 'message', public: true }],
  [20, 'agent', { type: 'status_changed', status: 'pending' }],
  [30, 'system', { type: 'priority_changed', priority: 'high' }],
  [40, 'system', { type: 'priority_changed', priority: 'normal' }],
  [50, 'customer', { type: 'message', public: true }],
  [51, 'system', { type: 'status_changed', status: 'open' }],
  [70, 'agent', { type: 'message', public: true }],
  [70, 'agent', { type: 'status_changed', status: 'solved' }],
];

function timelineOf(story: Story, stamp: Stamp): Timeline {
  const events = story.map(
    ([minutes, actorKind, body], i): TimelineEvent => ({
      eventId: `e${String(i).padStart(6, '0')}`,
      occurredAt: OPENED + minutes * MINUTE,
      actorKind,
      actorId: actorKind === 'agent' ? 'a17' : '',
      queue: 'general',
      customerId: 'c1',
      customerTier: 'standard',
      tags: [],
      team: 'frontline',
      stamp,
      record: null,
      body,
    }),
  );
  return { stream: 'tickets', conversationId: 'c', openedAt: OPENED, channel: 'email', events };
}

function endless(count: number): Story {
  const rounds = Array.from({ length: count / ROUND.length }, (_, round) =>
    ROUND.map(([minutes, who, body]) => [round * 100 + minutes, who, body] as const),
  );
  return rounds.flat();
}

/** The fastest of several runs, microseconds of processor time: other processes do not count. */
function bestOf(runs: number, repeat: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const startedAt = process.cpuUsage();
    for (let j = 0; j < repeat; j++) run();
    const { user, system } = process.cpuUsage(startedAt);
    best = Math.min(best, (user + system) / repeat);
  }
  return best;
}

/**
 * Ten times the events: linear would be ten times the time, quadratic a hundred times, this is half-way between
 * the two exponents. What is more than ten is the collector and the caches, which 10,000 events outgrow.
 */
const NOT_QUADRATIC = 30;

/** Time of `measure` alone, which ingest spends at least once for each event that arrives. */
export const measureBench: Bench = {
  name: 'measure',
  title: 'facts of one conversation, with a policy of four targets in business hours',
  async run() {
    const stamp = createReference(loadContactCenter()).stampFor('general', 'email');
    const ordinary = timelineOf(ORDINARY, stamp);
    const thousand = timelineOf(endless(1_000), stamp);
    const tenThousand = timelineOf(endless(10_000), stamp);
    const threeHundred = timelineOf(endless(300), stamp);
    const targets = measure(ordinary).facts.filter(({ fact }) => fact === 'sla_target');
    if (targets.length !== 4) throw new Error(`${targets.length} targets, not 4`);
    // First: V8 places what long conversations leave behind where collecting it costs more, for short ones too.
    const few = bestOf(25, 10_000, () => measure(ordinary));
    const many = bestOf(25, 50, () => measure(thousand));
    const most = bestOf(25, 5, () => measure(tenThousand));
    return [
      atMost('measure', '10 events', few, 10, ' µs'),
      figure('measure', '1,000 events', many, ' µs'),
      figure('measure', '10,000 events', most, ' µs'),
      atMost('measure', '10,000 events / 1,000 events', most / many, NOT_QUADRATIC, ''),
      figure('measure', 'one event more, of 300', await oneMore(threeHundred), ' µs'),
      atMost('measure', 'one event more, of 10,000', await oneMore(tenThousand), 200, ' µs'),
    ];
  },
};

/** Processor time of one event more until it is known what changes, microseconds: the median. */
async function oneMore({ events, ...head }: Timeline): Promise<number> {
  const tracker = createTracker({ read: async () => new Map(), forget() {} }, { maxConversations: 1 });
  const key = trackingKey(head.stream, head);
  const add = async (more: readonly TimelineEvent[]) => {
    const arriving = more.map((event) => ({
      ...head,
      kind: 'conversation' as const,
      key,
      source: 'bench',
      event,
    }));
    await tracker.load(arriving);
    for (const event of arriving) tracker.add(event, { partition: 0, offset: 0n });
    tracker.stored([...tracker.drain()].map(({ timeline }) => timeline));
  };
  await add(events);
  const last = events.at(-1)!;
  const took: number[] = [];
  for (let i = 1; i <= 300; i++) {
    const more = { ...last, eventId: `f${i}`, occurredAt: last.occurredAt + i * MINUTE };
    const startedAt = process.cpuUsage();
    await add([more]);
    const { user, system } = process.cpuUsage(startedAt);
    took.push(user + system);
  }
  return median(took);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(table(await measureBench.run(() => {})));
