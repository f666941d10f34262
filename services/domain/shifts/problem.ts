import type { Day } from '../forecast/day.ts';

/** A break of a shift: it begins `afterMs` after the shift or later, and is over by `beforeMs` after it. */
export interface BreakRule {
  readonly lengthMs: number;
  readonly afterMs: number;
  readonly beforeMs: number;
}

/** A kind of shift. It begins by the clock on the wall and lasts by elapsed time. */
export interface Pattern {
  readonly id: string;
  /** Minutes since midnight on the clock. */
  readonly starts: readonly number[];
  readonly lengthMs: number;
  /** In their order; no two windows overlap, and all lie within the shift. */
  readonly breaks: readonly BreakRule[];
  /** Weekdays on which it may begin; 1 is Monday. */
  readonly days: readonly number[];
  /** What a paid hour of it costs, beside those of other patterns. */
  readonly cost: number;
  /** The most shifts of it that begin on one day; `Infinity`: any number. */
  readonly most: number;
}

/** What an agent may be planned for. Agents with the same terms are interchangeable but for the days they are away. */
export interface Terms {
  /** Ids of patterns; null: all. */
  readonly patterns: readonly string[] | null;
  /** Weekdays on which a shift may begin; 1 is Monday. */
  readonly days: readonly number[];
  /** Shifts lie within these minutes of the clock; `to` up to `from` is on the next day. Null: around the clock. */
  readonly hours: { readonly from: number; readonly to: number } | null;
  /** In a week from Monday. */
  readonly mostShifts: number;
  /** Paid time in a week from Monday, ms. */
  readonly mostMs: number;
}

export interface PlanningAgent {
  readonly id: string;
  readonly terms: Terms;
  /** `YYYY-MM-DD`: no shift touches these days. */
  readonly away: ReadonlySet<string>;
}

/** What is to be covered by whom. Nothing is known of shifts before the first day. */
export interface ShiftProblem {
  readonly zone: string;
  /** Whole days, one after the other. */
  readonly days: readonly Day[];
  readonly intervalMs: number;
  /** Agents to be present, for each interval of the days in their order. */
  readonly required: readonly number[];
  readonly patterns: readonly Pattern[];
  readonly agents: readonly PlanningAgent[];
  /** Between the end of a shift and the begin of the agent's next. */
  readonly restMs: number;
  /** Days in a row on which an agent begins shifts, within the days planned. */
  readonly mostDaysInARow: number;
}

export interface PlannedBreak {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** A shift that an agent is to work. UTC ms. */
export interface PlannedShift {
  readonly agent: string;
  readonly pattern: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Ascending. */
  readonly breaks: readonly PlannedBreak[];
}
