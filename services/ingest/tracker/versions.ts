import type { Fact } from '../../domain/measure/fact.ts';
import { measure } from '../../domain/measure/measure.ts';
import { createEventSet } from '../../domain/timeline/event-set.ts';
import type { Timeline, TimelineEvent } from '../../domain/timeline/timeline.ts';

/**
 * Most events that are looked at for the versions of one conversation, some 0.2 s of work. A conversation that
 * gets hundreds of events in one unit is beyond it.
 */
const MAX_LOOKED_AT = 250_000;

/**
 * The facts of the versions that a timeline went through while `arrivals` came in.
 *
 * A consumer that ended after it had written facts and before it had written events leaves no trace of where it
 * stopped: its successor gets the same events in the same order, but may draw the line elsewhere and pass over
 * the version whose facts are stored. Facts that only that version had would stay for ever.
 *
 * @param arrivals new events of the timeline, in the order of the log
 * @param replayed how many of them, from the first, another consumer may have had
 */
export function versionsBetween(
  timeline: Timeline,
  arrivals: readonly TimelineEvent[],
  replayed: number,
): Fact[][] {
  const passed = arrivals.slice(0, Math.min(replayed, arrivals.length - 1));
  if (passed.length === 0 || passed.length * timeline.events.length > MAX_LOOKED_AT) return [];
  const arrived = new Set(arrivals);
  const events = timeline.events.filter((event) => !arrived.has(event));
  const set = createEventSet(events);
  return passed.map((event) => {
    set.add(event);
    return measure({ ...timeline, events }).facts;
  });
}
