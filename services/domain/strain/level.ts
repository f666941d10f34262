import type { BackToBack } from './back-to-back.ts';
import type { Breaks } from './breaks.ts';
import type { HighOccupancy } from './high-occupancy.ts';

export type Level = 'none' | 'some' | 'high';

/** What strain is judged by. */
export interface Load {
  readonly highOccupancy: HighOccupancy;
  readonly backToBack: BackToBack;
  /** ms; null where no shift is known. */
  readonly overtimeMs: number | null;
  readonly breaks: Breaks;
  /** Time logged in within the range, ms. */
  readonly loggedInMs: number;
  /** Calls and chats that began in the range. */
  readonly contacts: number;
}

/**
 * From which figure on something is a sign of strain, and a strong one. All are shares of the range's own time, so that a
 * week is judged as its days are. They are ours: no standard has any.
 */
const SIGNS = {
  /** Share of the time on the queue in stretches of high occupancy. */
  occupancy: { sign: 0.2, strong: 0.5 },
  /** Runs of difficult conversations for eight hours logged in: one a week of work, and two a day. */
  runs: { sign: 0.2, strong: 2 },
  /** Overtime as a share of the time logged in: of eight hours 24 minutes, and an hour. */
  overtime: { sign: 0.05, strong: 0.125 },
  /** Share of planned breaks that were missed; a shortened one is half of that. */
  breaks: { sign: 0.2, strong: 0.5 },
} as const;
/** So many signs at once are as much as a strong one. */
const MANY = 3;
const WORKDAY_MS = 8 * 3_600_000;

/**
 * How strained somebody is, and by what, in words. Who was not there is not. Who had no call or chat is not judged by
 * occupancy: work from a backlog of tickets leaves nobody idle.
 */
export function levelOf({ highOccupancy, backToBack, overtimeMs, breaks, loggedInMs, contacts }: Load): {
  level: Level;
  reasons: string[];
} {
  if (loggedInMs === 0) return { level: 'none', reasons: [] };
  const { missed, shortened, planned } = breaks;
  const found = [
    {
      ...strength(contacts === 0 ? 0 : (highOccupancy.share ?? 0), SIGNS.occupancy),
      text: `${inWords(highOccupancy.ms)} above 85 % occupancy, ${inWords(highOccupancy.longestMs)} at a stretch`,
    },
    {
      ...strength(backToBack.runs / (loggedInMs / WORKDAY_MS), SIGNS.runs),
      text: `difficult conversations back to back: ${times(backToBack.runs)}, the longest run of ${backToBack.longest}`,
    },
    {
      ...strength((overtimeMs ?? 0) / loggedInMs, SIGNS.overtime),
      text: `${inWords(overtimeMs ?? 0)} beyond the planned shifts`,
    },
    {
      ...strength(planned === 0 ? 0 : (missed + shortened / 2) / planned, SIGNS.breaks),
      text: `${missed} of ${planned} planned breaks missed, ${shortened} shortened`,
    },
  ].filter(({ isSign }) => isSign);
  const isHigh = found.some(({ isStrong }) => isStrong) || found.length >= MANY;
  return {
    level: found.length === 0 ? 'none' : isHigh ? 'high' : 'some',
    reasons: found.map(({ text }) => text),
  };
}

function strength(value: number, { sign, strong }: { sign: number; strong: number }) {
  return { isSign: value >= sign, isStrong: value >= strong };
}

/** Such as `2 h 5 min`. */
function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
