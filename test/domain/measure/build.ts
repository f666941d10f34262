import type { Fact, FactName } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import type { PinnedCalendar } from '../../../services/domain/sla/calendars.ts';
import type { Policy, SlaMetric, Target } from '../../../services/domain/sla/policy.ts';
import {
  type ActorKind,
  type Channel,
  type ConversationBody,
  compareEvents,
  type Stamp,
  type Stream,
  type Timeline,
  type TimelineEvent,
} from '../../../services/domain/timeline/timeline.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Monday 15 January 2024, 09:00 UTC: conversations of the tests open here unless they say otherwise. */
export const OPENED = Date.UTC(2024, 0, 15, 9);

export const OFFICE: PinnedCalendar = {
  hash: 'office-9-17-utc',
  definition: {
    zone: 'UTC',
    weekly: {
      mon: ['09:00-17:00'],
      tue: ['09:00-17:00'],
      wed: ['09:00-17:00'],
      thu: ['09:00-17:00'],
      fri: ['09:00-17:00'],
    },
  },
};

export const NO_PROMISE: Stamp = {
  hash: 'nothing',
  queueTeam: '',
  serviceLevelMs: 20_000,
  shortAbandonMs: 5_000,
  calendar: null,
  policies: [],
};

/** A stamp whose hash says that its content differs. */
let stamps = 0;
export function stampOf(content: Partial<Omit<Stamp, 'hash'>>): Stamp {
  return { ...NO_PROMISE, hash: `stamp-${stamps++}`, ...content };
}

/** A policy without conditions. */
export function policyOf(
  targets: Partial<Record<SlaMetric, number | Target['withinMs']>>,
  more: Partial<Policy> = {},
) {
  const policy: Policy = {
    id: 'standard',
    priorities: [],
    tiers: [],
    tags: [],
    targets: Object.entries(targets).map(([metric, within]) => ({
      metric: metric as SlaMetric,
      withinMs: typeof within === 'number' ? { default: within } : within,
      calendar: null,
    })),
    ...more,
  };
  return policy;
}

/** The policy with all its targets in these hours. */
export function inHours(calendar: PinnedCalendar, policy: Policy): Policy {
  return { ...policy, targets: policy.targets.map((target) => ({ ...target, calendar })) };
}

export type Who = ActorKind | `${ActorKind}:${string}`;
type Extra = Partial<Omit<TimelineEvent, 'body' | 'occurredAt' | 'actorKind' | 'actorId'>>;

/** An event, `minutes` after the opening; ids make events of one instant follow the order of the list. */
export interface Step {
  minutes: number;
  who: Who;
  body: ConversationBody;
  extra: Extra;
}

export function step(minutes: number, who: Who, body: ConversationBody, extra: Extra = {}): Step {
  return { minutes, who, body, extra };
}

export const created = (minutes = 0, extra: Extra = {}, priority: string | null = null) =>
  step(minutes, 'customer', { type: 'created', status: 'new', priority }, extra);
export const says = (minutes: number, who: Who, extra: Extra = {}) =>
  step(minutes, who, { type: 'message', public: true }, extra);
export const notes = (minutes: number, who: Who) => step(minutes, who, { type: 'message', public: false });
export const becomes = (minutes: number, status: string, extra: Extra = {}) =>
  step(minutes, 'agent:a1', { type: 'status_changed', status }, extra);
export const prioritised = (minutes: number, priority: string, extra: Extra = {}) =>
  step(minutes, 'agent:a1', { type: 'priority_changed', priority }, extra);

export interface Scene {
  stamp?: Stamp;
  stream?: Stream;
  channel?: Channel;
  openedAt?: number;
}

/** A conversation told in steps. */
export function timelineOf(steps: readonly Step[], scene: Scene = {}): Timeline {
  const { stamp = NO_PROMISE, stream = 'tickets', channel = 'email', openedAt = OPENED } = scene;
  const events = steps.map(({ minutes, who, body, extra }, i): TimelineEvent => {
    const [actorKind, actorId = ''] = who.split(':') as [ActorKind, string?];
    return {
      eventId: `e${String(i).padStart(6, '0')}`,
      occurredAt: openedAt + minutes * MINUTE,
      actorKind,
      actorId,
      queue: '',
      customerId: '',
      customerTier: '',
      tags: [],
      team: '',
      stamp,
      record: null,
      body,
      ...extra,
    };
  });
  events.sort(compareEvents);
  return { stream, conversationId: 'c', openedAt, channel, events };
}

/** Measures a conversation told in steps. */
export function tell(steps: readonly Step[], scene: Scene = {}): Told {
  const { facts, summary } = measure(timelineOf(steps, scene));
  return {
    facts,
    summary,
    all: (name, label) =>
      facts.filter((fact) => fact.fact === name && (label === undefined || fact.label === label)),
    one(name, label) {
      const found = this.all(name, label);
      if (found.length !== 1) throw new Error(`${found.length} facts ${name} ${label ?? ''}, not one`);
      return found[0]!;
    },
  };
}

export interface Told {
  facts: Fact[];
  summary: ReturnType<typeof measure>['summary'];
  all(name: FactName, label?: string): Fact[];
  /** The only fact of that name (and label). */
  one(name: FactName, label?: string): Fact;
}

/** Minutes after the opening. */
export function minute(at: number | null): number | null {
  return at === null ? null : (at - OPENED) / MINUTE;
}
