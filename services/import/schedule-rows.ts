import { isZone } from '../lib/time/range.ts';
import { type Columns, type Row, resolveColumns } from './columns.ts';
import { RowFault } from './errors.ts';
import { createTimes } from './times.ts';

/** The columns of a schedule, in any order, others beside them. */
export const SCHEDULE_COLUMNS = ['agent', 'activity', 'starts_at', 'ends_at'] as const;

/** What an agent can be planned for. */
export const ACTIVITIES = ['on_queue', 'break', 'training', 'meeting', 'off'] as const;
export type PlannedActivity = (typeof ACTIVITIES)[number];

/** A planned span, UTC ms. */
export interface PlannedSpan {
  agent: string;
  activity: PlannedActivity;
  startsAt: number;
  endsAt: number;
}

export interface ScheduleReader {
  /** The agent of a row, empty where it names none: known even of rows that are faulty. */
  agentOf(row: Row): string;
  /** Throws RowFault. */
  read(row: Row): PlannedSpan;
  /** The columns that the header lacks. */
  readonly faults: Columns['faults'];
}

const WITH_OFFSET = /(?:Z|[+-]\d\d(?::?\d\d)?)$/;
/** Nobody is on a queue for longer; who is off may be for weeks. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * Reads rows of a schedule.
 *
 * @param zone IANA zone of times without an offset; null: there must be none. A reading that occurs twice is the first
 *   of the two, one that the clocks skip is read as by a clock nobody had set yet.
 */
export function createScheduleReader(header: readonly string[], zone: string | null): ScheduleReader {
  if (zone !== null && !isZone(zone)) throw new Error(`${zone} is not a time zone`);
  const columns = resolveColumns(header);
  const [agentOf, activityOf, startOf, endOf] = SCHEDULE_COLUMNS.map((name) => columns.cell(name));
  const times = createTimes({ formats: ['iso'], zone: zone ?? 'UTC' });

  function timeOf(name: string, text: string): number {
    if (text === '') throw new RowFault('MISSING_VALUE', `${name} is empty`);
    const at = times.read(text);
    if (at === null)
      throw new RowFault('BAD_TIME', `${name}: ${JSON.stringify(text)} is no time such as 2026-01-31T09:00`);
    if (zone === null && !WITH_OFFSET.test(text))
      throw new RowFault('BAD_TIME', `${name}: ${JSON.stringify(text)} has no offset: say --zone`);
    return at;
  }

  return {
    agentOf: agentOf!,
    read(row) {
      const agent = agentOf!(row);
      if (agent === '') throw new RowFault('MISSING_VALUE', 'agent is empty');
      const activity = ACTIVITIES.find((one) => one === activityOf!(row));
      if (activity === undefined) {
        const given = JSON.stringify(activityOf!(row));
        throw new RowFault('UNKNOWN_ACTIVITY', `activity: ${given} is none of ${ACTIVITIES.join(', ')}`);
      }
      const startsAt = timeOf('starts_at', startOf!(row));
      const endsAt = timeOf('ends_at', endOf!(row));
      if (endsAt <= startsAt) throw new RowFault('BAD_TIME', 'ends_at is not after starts_at');
      if (activity !== 'off' && endsAt - startsAt > LONGEST_MS)
        throw new RowFault('BAD_VALUE', `${activity} for more than 24 hours`);
      return { agent, activity, startsAt, endsAt };
    },
    get faults() {
      return columns.faults;
    },
  };
}
