import { runAll, runningOn, standOfClocks } from '../sla/status-clock.ts';
import { runTargets } from '../sla/targets.ts';
import { compareEvents, type Timeline, type TimelineEvent } from '../timeline/timeline.ts';
import { copyOfTold, type Told } from './earlier.ts';
import type { Fact } from './fact.ts';
import { factsOn } from './facts-on.ts';
import type { Measured } from './measure.ts';
import { decisive, type Outset, outsetOf, sameOutset } from './outset.ts';
import { copyOfReading, nothingRead, type Reading, readRules, standsNow } from './reading.ts';
import { emptySheet, type Sheet } from './sheet.ts';
import { type Known, nothingKnown, readSubject } from './subject.ts';

/**
 * A long conversation, measured without reading all of its events each time. What `measure` would give of all events is
 * what `settle` has given so far and what `measure` of the fold gives, together.
 *
 * The rules have read the events up to some instant, and what they settled cannot change any more. Those behind it, the
 * last ones, are read again each time, from there: so events may still come late among them, in any order of one instant.
 */
export interface Fold {
  /**
   * Puts an event that is not among them into its place. False: the fold is of no use any more, as the event lies before
   * what is settled, may be corrected, or changes what the first events had decided.
   */
  add(event: TimelineEvent): boolean;
  /** The facts that are not settled, and how the conversation stands. */
  measure(): Measured;
  /**
   * Stays in queues among the settled facts: figures of what ended lately are made of them, and which those are only
   * who knows the time can tell.
   */
  readonly stays: readonly Fact[];
  /** Whether so many events are read each time that it is worth while to settle. */
  readonly isDue: boolean;
  /** Settles what lies before the last events. Gives the facts that later events cannot change any more. */
  settle(): Fact[];
  /** About how many bytes it takes. */
  bytes(): number;
}

/** Of conversations of this kind alone. Chats have rules that look at all events, and are short. */
export function canFold({ stream }: Pick<Timeline, 'stream'>): boolean {
  return stream === 'tickets';
}

/**
 * @param timeline that `canFold`, at least one event; null where one may be corrected
 * @param limits how many events, at least one, are left open, as late ones mostly come among the last few; and with how many
 *   open ones it is due to settle
 */
export function createFold(
  { events, ...head }: Timeline,
  limits: { openEvents: number; maxOpenEvents: number },
): Fold | null {
  if (events.some(({ record }) => record !== null)) return null;
  const outset = outsetOf({ ...head, events });
  const known = nothingKnown(outset);
  const reading = nothingRead(head, outset);
  const told: Told = [];
  /** Settled ones that decide the outset. */
  let first: TimelineEvent[] = [];
  let open = events.slice();
  /** All events up to this instant are settled, and none after it. */
  let settledUntil = Number.NEGATIVE_INFINITY;
  let stays: readonly Fact[] = [];

  /** How many of the open events can be settled: whole instants, none of them before the opening. */
  function settleable(): number {
    let count = open.length - limits.openEvents;
    while (count > 0 && open[count - 1]!.occurredAt === open[count]!.occurredAt) count--;
    return count > 0 && open[count - 1]!.occurredAt >= head.openedAt ? count : 0;
  }

  return {
    add(event) {
      if (event.record !== null || event.occurredAt <= settledUntil) return false;
      let place = open.length;
      while (place > 0 && compareEvents(open[place - 1]!, event) > 0) place--;
      open.splice(place, 0, event);
      return sameOutset(outset, outsetOf({ ...head, events: [...first, ...open] }));
    },
    measure() {
      const setBack = standOf(known);
      try {
        return measureOn(known, copyOfReading(reading), copyOfTold(told), { ...head, events: open }, outset);
      } finally {
        setBack();
      }
    },
    get stays() {
      return stays;
    },
    get isDue() {
      return open.length > limits.maxOpenEvents;
    },
    settle() {
      const count = settleable();
      if (count === 0) return [];
      const part = open.slice(0, count);
      open = open.slice(count);
      settledUntil = part.at(-1)!.occurredAt;
      first = decisive([...first, ...part]);
      known.clocks.until = settledUntil;
      const subject = readSubject({ ...head, events: part }, known, outset);
      const sheet = sheetWith(reading);
      readRules(subject, sheet, reading);
      const { open: waiting, unanswered } = reading.queue;
      const spans = sheet.spans.filter((fact) => fact !== waiting && fact !== unanswered);
      const settled = factsOn({ ...sheet, spans }, subject, told);
      runAll(known.clocks);
      runTargets(known.clocks);
      const ended = settled.filter(({ fact }) => fact === 'queue_spell');
      if (ended.length > 0) stays = stays.concat(ended);
      return settled;
    },
    bytes: () => bytesOf(known, reading, open.length) + stays.length * BYTES_A_STAY,
  };
}

function measureOn(known: Known, reading: Reading, told: Told, timeline: Timeline, outset: Outset): Measured {
  const { course, status, clocks } = known;
  const on: Known = {
    course: { ...course, taggings: course.taggings.slice() },
    status: { ...status },
    clocks: runningOn(clocks),
  };
  const subject = readSubject(timeline, on, outset);
  const sheet = sheetWith(reading);
  readRules(subject, sheet, reading);
  const summary = standsNow(subject, sheet, reading);
  return { facts: factsOn(sheet, subject, told), summary };
}

/** With the spells that may still change. */
function sheetWith({ queue: { open, unanswered } }: Reading): Sheet {
  const sheet = emptySheet();
  for (const spell of [unanswered, open]) if (spell !== null) sheet.spans.push(spell);
  return sheet;
}

/** Lists that grow with the conversation are not copied to read on from them: what was put behind them is taken off. */
function standOf({ course: { terms }, status: { changes, said }, clocks }: Known): () => void {
  const lengths = [terms.length, changes.length, said.length];
  const clocksBack = standOfClocks(clocks);
  return () => {
    for (const [i, list] of [terms, changes, said].entries()) list.length = lengths[i]!;
    clocksBack();
  };
}

const BYTES_AN_OPEN_EVENT = 600;
const BYTES_A_STAY = 300;

/** Objects of a few numbers and pointers, and the pointers to them. */
const BYTES_AN_ENTRY = 100;

function bytesOf({ course, status, clocks }: Known, { heard }: Reading, openEvents: number): number {
  const { terms } = course;
  const { changes, said } = status;
  const { running, pausing, targets } = clocks;
  let entries = terms.length + changes.length + said.length + (heard.prints?.size ?? 0);
  for (const one of [running, ...Object.values(pausing)]) entries += one?.clock.length ?? 0;
  for (const known of targets)
    if (known !== undefined) entries += (known.clock?.clock.length ?? 0) + known.promises.under.length / 2;
  return openEvents * BYTES_AN_OPEN_EVENT + entries * BYTES_AN_ENTRY;
}
