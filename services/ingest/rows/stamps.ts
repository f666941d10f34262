import { createHash } from 'node:crypto';
import type { CalendarDefinition } from '../../domain/calendar/definition.ts';
import type { PinnedCalendar } from '../../domain/sla/calendars.ts';
import type { Policy, Target } from '../../domain/sla/policy.ts';
import type { Stamp } from '../../domain/timeline/timeline.ts';

/** A stamp as the table `reference` keeps it: each calendar once, and named by its hash where it applies. */
interface StampRow {
  queueTeam: string;
  serviceLevelMs: number;
  shortAbandonMs: number;
  calendar: string | null;
  policies: (Omit<Policy, 'targets'> & {
    targets: (Omit<Target, 'calendar'> & { calendar: string | null })[];
  })[];
  calendars: Record<string, CalendarDefinition>;
}

/** A stamp with its content hash. What it is made of must be in a fixed order, see `reference.ts`. */
export function createStamp(content: Omit<Stamp, 'hash'>): Stamp {
  return { hash: hashOf(stampContent(content)), ...content };
}

/** A name for a text that no other text has. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** The text that is hashed and kept: the same content gives the same text. */
export function stampContent(stamp: Omit<Stamp, 'hash'>): string {
  const calendars: Record<string, CalendarDefinition> = {};
  const nameOf = (calendar: PinnedCalendar | null) => {
    if (calendar !== null) calendars[calendar.hash] = calendar.definition;
    return calendar?.hash ?? null;
  };
  const row: StampRow = {
    queueTeam: stamp.queueTeam,
    serviceLevelMs: stamp.serviceLevelMs,
    shortAbandonMs: stamp.shortAbandonMs,
    calendar: nameOf(stamp.calendar),
    policies: stamp.policies.map(({ id, priorities, tiers, tags, targets }) => ({
      id,
      priorities,
      tiers,
      tags,
      targets: targets.map(({ metric, withinMs, calendar }) => ({
        metric,
        withinMs,
        calendar: nameOf(calendar),
      })),
    })),
    calendars,
  };
  return JSON.stringify(row);
}

/** The stamp that `stampContent` wrote. */
export function readStamp(hash: string, content: string): Stamp {
  const row = JSON.parse(content) as StampRow;
  const pinned = (name: string | null) =>
    name === null ? null : { hash: name, definition: row.calendars[name]! };
  return {
    hash,
    queueTeam: row.queueTeam,
    serviceLevelMs: row.serviceLevelMs,
    shortAbandonMs: row.shortAbandonMs,
    calendar: pinned(row.calendar),
    policies: row.policies.map((policy) => ({
      ...policy,
      targets: policy.targets.map((target) => ({ ...target, calendar: pinned(target.calendar) })),
    })),
  };
}
