import { createHash } from 'node:crypto';
import type { OutgoingEvent } from '../domain/events/event.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import type { PlannedSpan } from './schedule-rows.ts';

/** A span and the line that it stands on. */
export interface LinedSpan extends PlannedSpan {
  line: number;
}

/** A span that begins while another of the same agent lasts. */
export interface Overlap {
  span: LinedSpan;
  /** The line of the other. */
  with: number;
}

const DAY_MS = 24 * 3_600_000;

/** Those of an agent that do not overlap, and the others: of two the one that begins later, or stands further down. */
export function withoutOverlaps(spans: readonly LinedSpan[]): { kept: LinedSpan[]; overlaps: Overlap[] } {
  const kept: LinedSpan[] = [];
  const overlaps: Overlap[] = [];
  const last = new Map<string, LinedSpan>();
  for (const span of spans.toSorted((a, b) => a.startsAt - b.startsAt || a.line - b.line)) {
    const before = last.get(span.agent);
    if (before !== undefined && span.startsAt < before.endsAt) overlaps.push({ span, with: before.line });
    else {
      kept.push(span);
      last.set(span.agent, span);
    }
  }
  return { kept, overlaps };
}

/**
 * The whole plan of each agent, from the earliest begin of all to the latest end: what lies between an agent's spans is
 * `off`, in pieces of a day at most, so that nothing of an earlier plan stays in between. Of agents in `incomplete` the
 * gaps are left as they were: what was planned there could not be read.
 *
 * @param spans of an agent none overlap
 * @returns by agent, then by begin
 */
export function wholePlan(
  spans: readonly PlannedSpan[],
  incomplete: ReadonlySet<string> = new Set(),
): PlannedSpan[] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const byAgent = new Map<string, PlannedSpan[]>();
  for (const { agent, activity, startsAt, endsAt } of spans) {
    from = Math.min(from, startsAt);
    to = Math.max(to, endsAt);
    getOrInsert(byAgent, agent, () => []).push({ agent, activity, startsAt, endsAt });
  }
  return [...byAgent.keys()].sort().flatMap((agent) => {
    const planned = byAgent.get(agent)!.toSorted((a, b) => a.startsAt - b.startsAt);
    if (incomplete.has(agent)) return planned.flatMap(inDays);
    const off = (startsAt: number, endsAt: number): PlannedSpan => ({
      agent,
      activity: 'off',
      startsAt,
      endsAt,
    });
    let until = from;
    const whole = planned.flatMap((span) => {
      const gap = off(until, span.startsAt);
      until = span.endsAt;
      return [gap, span];
    });
    return [...whole, off(until, to)].flatMap(inDays);
  });
}

/** Plans that began long ago are not believed to last: a long one is told day by day. */
function inDays(span: PlannedSpan): PlannedSpan[] {
  const pieces: PlannedSpan[] = [];
  for (let startsAt = span.startsAt; startsAt < span.endsAt; startsAt += DAY_MS)
    pieces.push({ ...span, startsAt, endsAt: Math.min(startsAt + DAY_MS, span.endsAt) });
  return pieces;
}

/**
 * The event that tells a plan. Its id is made of what it says: the same file gives the same ids.
 *
 * @param plannedAt UTC ms: of plans that contradict each other the one made later holds
 */
export function scheduledEvent(
  { agent, activity, startsAt, endsAt }: PlannedSpan,
  plannedAt: number,
): OutgoingEvent {
  const said = createHash('sha256')
    .update(JSON.stringify([agent, activity, startsAt, endsAt]))
    .digest('hex');
  return {
    topic: 'contact.agents',
    value: {
      event_id: `schedule-${said.slice(0, 32)}`,
      occurred_at: plannedAt,
      agent_id: agent,
      source: 'csv',
      actor: { kind: 'system', id: null },
      event: { type: 'scheduled', starts_at: startsAt, ends_at: endsAt, activity },
    },
  };
}
