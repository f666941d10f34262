import { backToBack } from './back-to-back.ts';
import { BELIEVED_MS } from './believed.ts';
import { breaks } from './breaks.ts';
import { highOccupancy } from './high-occupancy.ts';
import { type Level, type Load, levelOf } from './level.ts';
import { OVERTIME_MS, overtime } from './overtime.ts';
import { type AgentRecord, LOGGED_IN, spentOn } from './record.ts';
import { common, lengthOf, type Span } from './spans.ts';

/** How strained an agent was in a range, and why. */
export interface Strain extends Load {
  readonly level: Level;
  readonly reasons: readonly string[];
}

/**
 * What must be known around a range: before it for shifts and runs that reach into it, after it for runs and breaks that
 * go on, and for whether news came in time (`believed`).
 */
export const around = ({ from, to }: Span): Span => ({ from: from - OVERTIME_MS, to: to + BELIEVED_MS });

/**
 * Strain of one agent. Durations of two ranges that follow each other add up to those of both, as do runs and breaks.
 *
 * @param record of the time that `around` says; what is beyond now is not in it
 * @param now UTC ms
 */
export function strainOf(record: AgentRecord, range: Span, now: number): Strain {
  const { pieces, handlings } = record;
  const load: Load = {
    highOccupancy: highOccupancy(pieces, range),
    backToBack: backToBack(handlings, range),
    overtimeMs: overtime(record, range),
    breaks: breaks(record, range, now),
    contacts: handlings.filter(({ from }) => from >= range.from && from < range.to).length,
    loggedInMs: lengthOf(common(spentOn(pieces, ...LOGGED_IN), [range])),
  };
  return { ...load, ...levelOf(load) };
}
