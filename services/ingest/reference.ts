import type { ContactCenter } from '../center/contact-center.ts';
import { type CalendarDefinition, WEEKDAYS } from '../domain/calendar/definition.ts';
import type { PinnedCalendar } from '../domain/sla/calendars.ts';
import { type Policy, SLA_METRICS } from '../domain/sla/policy.ts';
import {
  type Channel,
  DEFAULT_SERVICE_LEVEL_MS,
  DEFAULT_SHORT_ABANDON_MS,
  type Stamp,
} from '../domain/timeline/timeline.ts';
import { createStamp, hashOf } from './rows/stamps.ts';
import type { Reference } from './stages/enrich.ts';

/** Most stamps kept in memory: queue names come from events and must not fill it. */
const MAX_STAMPS = 10_000;
/** Queues of one event at most; see the rules of events. */
const MAX_QUEUES = 64;

/**
 * Reference look-ups by the configuration in force. A queue that it does not name gets the defaults. A new
 * configuration is a new reference: whoever asks for it event by event sees the old one or the new one whole.
 */
export function createReference(center: ContactCenter): Reference {
  const teams = new Map(center.agents.map((agent) => [agent.id, agent.team ?? '']));
  const served = new Map(center.agents.map((agent) => [agent.id, queuesOf(agent, center)]));
  const queues = new Map(center.queues.map((queue) => [queue.id, queue]));
  const calendars = new Map(
    Object.entries(center.calendars).map(([name, each]) => [name, pinCalendar(each)]),
  );
  const policies = center.policies.map((policy) => ({
    when: policy.when,
    pinned: pinPolicy(policy, (name) => calendars.get(name)!),
  }));
  const stamps = new Map<string, Stamp>();

  function createStampFor(queueId: string, channel: Channel): Stamp {
    const queue = queues.get(queueId);
    const calendar = queue?.calendar ?? center.defaultCalendar;
    return createStamp({
      queueTeam: queue?.team ?? '',
      serviceLevelMs:
        queue?.serviceLevelByChannel[channel] ?? queue?.serviceLevel ?? DEFAULT_SERVICE_LEVEL_MS,
      shortAbandonMs: queue?.shortAbandon ?? DEFAULT_SHORT_ABANDON_MS,
      calendar: calendar === undefined ? null : calendars.get(calendar)!,
      policies: policies
        .filter(({ when }) => allows(when.channel, channel) && allows(when.queue, queueId))
        .map(({ pinned }) => pinned),
    });
  }

  return {
    teamOf: (agentId) => teams.get(agentId) ?? '',
    queuesOf: (agentId) => served.get(agentId) ?? NO_QUEUES,
    stampFor(queueId, channel) {
      const key = `${channel}/${queueId}`;
      let stamp = stamps.get(key);
      if (stamp === undefined) {
        if (stamps.size >= MAX_STAMPS) stamps.clear();
        stamp = createStampFor(queueId, channel);
        stamps.set(key, stamp);
      }
      return stamp;
    },
  };
}

const NO_QUEUES: readonly string[] = [];

/** Those that the agent is said to serve, else those of the team, as in the planning of shifts. */
function queuesOf(
  { queues, team }: ContactCenter['agents'][number],
  center: ContactCenter,
): readonly string[] {
  if (queues !== undefined) return queues;
  if (team === undefined) return NO_QUEUES;
  return center.queues
    .filter((queue) => queue.team === team)
    .map(({ id }) => id)
    .slice(0, MAX_QUEUES);
}

/** An empty list is no condition. */
function allows(values: readonly string[], value: string): boolean {
  return values.length === 0 || values.includes(value);
}

/** In a fixed order wherever order means nothing, so that the same hours have the same hash. */
function pinCalendar({ zone, weekly, holidays, special }: CalendarDefinition): PinnedCalendar {
  const sorted = (hours: readonly string[]) => [...hours].sort();
  const definition: CalendarDefinition = {
    zone,
    weekly:
      weekly === '24x7'
        ? weekly
        : Object.fromEntries(WEEKDAYS.map((day) => [day, sorted(weekly[day] ?? [])])),
    holidays: sorted(holidays ?? []),
    special: inOrder(special ?? {}, sorted),
  };
  return { hash: hashOf(JSON.stringify(definition)), definition };
}

function pinPolicy(
  policy: ContactCenter['policies'][number],
  calendarOf: (name: string) => PinnedCalendar,
): Policy {
  const { id, when, targets } = policy;
  return {
    id,
    priorities: [...when.priority].sort(),
    tiers: [...when.customerTier].sort(),
    tags: [...when.tags].sort(),
    targets: targets
      .toSorted((a, b) => SLA_METRICS.indexOf(a.metric) - SLA_METRICS.indexOf(b.metric))
      .map(({ metric, within, calendar }) => ({
        metric,
        withinMs: inOrder(within, (ms) => ms),
        calendar: calendar === undefined ? null : calendarOf(calendar),
      })),
  };
}

/** The same entries in the order of their keys. */
function inOrder<Value, Result>(
  record: { readonly [key: string]: Value },
  map: (value: Value) => Result,
): Record<string, Result> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, map(record[key]!)]));
}
