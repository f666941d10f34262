import fc from 'fast-check';
import type { FactName } from '../../services/domain/measure/fact.ts';
import { SLA_METRICS } from '../../services/domain/sla/policy.ts';
import { CATALOGUE, variantsOf } from '../../services/metrics/catalogue/index.ts';
import {
  DIMENSIONS,
  type Dimension,
  dimensionsOf,
  type Metric,
} from '../../services/metrics/definition/metric.ts';
import type { Filters } from '../../services/metrics/filters.ts';
import type { AgentScheduleRow, AgentStateRow, FactRow } from '../../services/metrics/memory/rows.ts';
import type { MetricsRequest } from '../../services/metrics/query-metrics.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Everything lies in the two weeks from here on, and questions begin in them; clocks change in New York on the first day. */
const BEGIN = Date.UTC(2024, 2, 10);
const SPAN = 14 * DAY;
/** With half of it before. */
export const MIDDLE = BEGIN + SPAN / 2 + 6 * HOUR;

const FACTS = [...new Set(CATALOGUE.flatMap(({ facts }) => facts))];

/** States and labels as measuring gives them, where a fact has others than most. */
const STATES_OF: Partial<Record<FactName, string[]>> = {
  queue_spell: ['answered', 'answered', 'abandoned', 'abandoned', 'transferred', 'callback', 'ended', 'open'],
  bot_session: ['transferred', 'abandoned', 'solved', 'ended', 'open'],
  first_resolution: ['solved'],
  total_resolution: ['solved', 'closed'],
  requester_wait: ['solved', 'closed'],
  agent_work: ['solved', 'closed'],
  sla_target: ['met', 'breached', 'active', 'paused', 'cancelled'],
  question: ['answered', 'ended', 'open'],
  tag: ['done'],
  said: ['done'],
};
const LABELS_OF: Partial<Record<FactName, string[]>> = {
  queue_spell: ['', 'short'],
  status_spell: ['new', 'open', 'pending', 'solved', 'closed'],
  rating: ['csat', 'nps', 'ces', 'quality_review', 'peer_review'],
  survey_sent: ['csat', 'nps', 'ces'],
  sla_target: SLA_METRICS.slice(),
  tag: ['complaint', 'refund', 'vip'],
  said: ['customer', 'agent', 'agent greeting', 'agent thanks apology', 'agent greeting farewell'],
  repetition: ['customer', 'agent'],
  language: ['en', 'zh', ''],
};
const AGENT_STATES = ['available', 'busy', 'wrap_up', 'break', 'training', 'meeting', 'away', 'offline'];
const ACTIVITIES = ['on_queue', 'break', 'training', 'meeting', 'off'];

/** Kinds that end as they begin, and are counted by that. */
export const MOMENTS: readonly string[] = ['tag', 'said'];

const among = (...values: string[]) => fc.constantFrom(...values);
/** Instants on a coarse grid, so that many fall together and on the borders of buckets, and some in between. */
const instant = fc.oneof(
  fc.nat(SPAN / HOUR).map((hours) => BEGIN + hours * HOUR),
  fc.nat(SPAN).map((ms) => BEGIN + ms),
);
const duration = fc.oneof(
  fc.nat(20),
  fc.nat(30).map((minutes) => minutes * MINUTE),
  fc.nat(3 * DAY),
);

/** A version of a fact as it may stand in the table: the newest counts, unless it says that the fact is gone. */
export interface FactVersion extends FactRow {
  version: number;
  is_deleted: 0 | 1;
  /** What `told.ts` says of those before it; nothing is said where it is not given. */
  earlier?: string;
}

const fact = fc.constantFrom(...FACTS).chain((name) =>
  fc.record({
    fact: fc.constant(name),
    state: among(...(STATES_OF[name] ?? ['done', 'done', 'open'])),
    label: among(...(LABELS_OF[name] ?? [''])),
  }),
);

const factVersion: fc.Arbitrary<FactVersion> = fc
  .record({
    named: fact,
    at: instant,
    length: duration,
    conversation_id: fc.nat(60).map((id) => `c${id}`),
    stream: among('tickets', 'chats'),
    // Of one id that was opened on another day nobody knows the first.
    opened_at: fc.constantFrom(BEGIN, BEGIN, BEGIN, BEGIN + DAY),
    seq: fc.nat(1),
    version: fc.integer({ min: 1, max: 9 }),
    is_deleted: fc.constantFrom<0 | 1>(0, 0, 0, 0, 1),
    value_ms: duration,
    business_ms: duration,
    target_ms: fc.constantFrom(0, 20_000, HOUR),
    hold_ms: fc.nat(60_000),
    wrap_ms: fc.nat(60_000),
    bot_ms: fc.nat(60_000),
    bot_business_ms: fc.nat(60_000),
    score: fc.nat(10),
    scale: fc.constantFrom(1, 2, 3, 5, 7, 10),
    queue: among('', 'billing', 'sales'),
    team: among('', 'red', 'blue'),
    agent: among('', 'a1', 'a2', 'a3'),
    priority: among('', 'high'),
    customer_tier: among('', 'gold'),
    policy: among('', 'p1'),
    customer_id: among('', 'u1', 'u2', 'u3', 'u4'),
  })
  .map(({ named, length, ...rest }) => ({
    ...named,
    ...rest,
    channel: channelOf(rest),
    ended_at: ['open', 'active', 'paused'].includes(named.state)
      ? 0
      : rest.at + (MOMENTS.includes(named.fact) ? 0 : length),
  }));

/** A conversation has one. */
const channelOf = ({ conversation_id, stream }: Pick<FactRow, 'conversation_id' | 'stream'>) =>
  (Number(conversation_id.slice(1)) + stream.length) % 2 === 0 ? 'chat' : 'voice';

const agentState: fc.Arbitrary<AgentStateRow> = fc.record({
  agent_id: among('a1', 'a2', 'a3'),
  at: instant,
  event_id: fc.nat(1_000_000).map((id) => `e${id}`),
  team: among('red', 'blue'),
  state: among(...AGENT_STATES),
  slots: fc.nat(3),
  slots_busy: fc.nat(4),
});

const agentSchedule: fc.Arbitrary<AgentScheduleRow> = fc
  .record({
    agent_id: among('a1', 'a2', 'a3'),
    starts_at: instant,
    // Some longer than plans are believed to last.
    length: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 10 * HOUR }) },
      fc.integer({ min: 1, max: 3 * DAY }),
    ),
    activity: among(...ACTIVITIES),
    team: among('red', 'blue'),
    planned_at: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ length, ...plan }) => ({ ...plan, ends_at: plan.starts_at + length }));

/** What the tables hold: of facts, several versions. */
export interface Stored {
  facts: FactVersion[];
  states: AgentStateRow[];
  schedules: AgentScheduleRow[];
}

export const stored: fc.Arbitrary<Stored> = fc.record({
  facts: fc.array(factVersion, { minLength: 1_000, maxLength: 2_000 }),
  states: fc.uniqueArray(agentState, {
    minLength: 3,
    maxLength: 120,
    selector: ({ agent_id, at, event_id }) => `${agent_id} ${at} ${event_id}`,
  }),
  schedules: fc.uniqueArray(agentSchedule, {
    minLength: 10,
    maxLength: 60,
    selector: ({ agent_id, starts_at }) => `${agent_id} ${starts_at}`,
  }),
});

/** What a fact is known by. */
export function keyOf({ fact, at, conversation_id, stream, seq, opened_at }: FactVersion): string {
  return JSON.stringify([fact, at, conversation_id, stream, seq, Math.floor(opened_at / DAY)]);
}

/** The facts that count: of each key the newest version, if it is not one that says that the fact is gone. */
export function newest(versions: readonly FactVersion[]): FactVersion[] {
  const byKey = new Map<string, FactVersion>();
  for (const version of versions) {
    const key = keyOf(version);
    // Of two equal versions that which was written later counts.
    if (version.version >= (byKey.get(key)?.version ?? 0)) byKey.set(key, version);
  }
  return [...byKey.values()].filter(({ is_deleted }) => is_deleted === 0);
}

/** Every metric in every variant, each asked for in any way that the query service may ask. */
export const questions: fc.Arbitrary<MetricsRequest[]> = fc.tuple(
  ...CATALOGUE.flatMap((metric) =>
    [undefined, ...variantsOf(metric)].map((variant) => questionOf(metric, variant)),
  ),
);

function questionOf(metric: Metric, variant: string | undefined): fc.Arbitrary<MetricsRequest> {
  const known = dimensionsOf(metric);
  return fc
    .record({
      from: instant,
      length: fc.oneof(
        fc.integer({ min: 1, max: 14 }).map((days) => days * DAY),
        fc.integer({ min: 1, max: 10 * DAY }),
      ),
      now: instant,
      buckets: fc.oneof(
        fc.constant({ width: 0, borders: [] as number[] }),
        fc.constantFrom(HOUR, DAY, 7 * DAY).map((width) => ({ width, borders: [] as number[] })),
        fc.array(fc.nat(SPAN), { minLength: 1, maxLength: 6 }).map((borders) => ({ width: 0, borders })),
      ),
      groups: fc.array(fc.constantFrom(...DIMENSIONS), { maxLength: 2 }),
      filtered: fc.option(fc.constantFrom(...DIMENSIONS), { freq: 2 }),
      anchor: fc.option(fc.constantFrom<'start' | 'end'>('start', 'end'), { nil: undefined }),
      place: fc.nat(),
    })
    .map(({ from, length, now, buckets, groups, filtered, anchor, place }) => {
      // Labels hold three dimensions: a question cannot be by two of them, as no metric has both.
      const groupBy = [...new Set(groups)].filter((dimension) => known.includes(dimension));
      return {
        metrics: [metric],
        from,
        to: from + length,
        now,
        starts: startsOf(from, from + length, buckets),
        groupBy,
        filters: filtered !== null && known.includes(filtered) ? filterBy(filtered, place) : {},
        ...(variant === undefined ? {} : { variant }),
        ...(anchor === undefined ? {} : { anchor }),
      };
    });
}

const VALUES: Partial<Record<Dimension, string[]>> = {
  queue: ['billing', 'sales', ''],
  channel: ['chat', 'voice'],
  team: ['red', 'blue'],
  agent: ['a1', 'a2', 'a3'],
  priority: ['high', ''],
  customer_tier: ['gold'],
  policy: ['p1'],
  sla_metric: ['first_response', 'queue_wait'],
  status: ['open', 'pending', 'new'],
  tag: ['complaint', 'vip'],
  language: ['en', 'zh'],
};

function filterBy(dimension: Dimension, place: number): Filters {
  const values = VALUES[dimension]!;
  return { [dimension]: values.slice(0, 1 + (place % values.length)) };
}

/** Begins of buckets: one for all, of one width, or anywhere, as days are where clocks change. */
function startsOf(
  from: number,
  to: number,
  { width, borders }: { width: number; borders: number[] },
): number[] {
  if (width > 0) {
    const first = Math.floor(from / width) * width;
    return Array.from({ length: Math.ceil((to - first) / width) }, (_, i) => first + i * width);
  }
  return [...new Set([from, ...borders.map((ms) => BEGIN + ms).filter((at) => at > from && at < to)])].sort(
    (a, b) => a - b,
  );
}
