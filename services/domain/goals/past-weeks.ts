/** What was measured in a stretch of time. Of a rate or a mean: the part above the line and the one below it, its cases. */
export interface Amount {
  /** Of a total, the total. */
  readonly part: number;
  /** Of a total, 0. */
  readonly whole: number;
}

/** A day of the past, cut at the time of day that it is now. */
export interface CutDay {
  readonly before: Amount;
  readonly after: Amount;
}

/** Whole weeks that ended yesterday, in any order; each of seven days, the first on the weekday of today. */
export type PastWeeks = readonly (readonly CutDay[])[];

/** Where in a period today lies, in days of the zone. */
export interface Place {
  /** Days of the period before today. */
  readonly passed: number;
  /** Days of the period after today. */
  readonly ahead: number;
}

const DAYS = 7;
const NOTHING: Amount = { part: 0, whole: 0 };

const plus = (a: Amount, b: Amount): Amount => ({ part: a.part + b.part, whole: a.whole + b.whole });
const wholeDay = ({ before, after }: CutDay): Amount => plus(before, after);

/** The sum of amounts. */
export function sumOf(amounts: readonly Amount[]): Amount {
  return amounts.reduce(plus, NOTHING);
}

/** The mean of amounts; of none, nothing. */
export function meanOf(amounts: readonly Amount[]): Amount {
  const { part, whole } = sumOf(amounts);
  const n = Math.max(1, amounts.length);
  return { part: part / n, whole: whole / n };
}

/** The day of a week that lies as far from the weekday of today, in either direction. */
const dayOf = (week: readonly CutDay[], distance: number): CutDay => week[((distance % DAYS) + DAYS) % DAYS]!;

/**
 * What the rest of the period would bring were its weeks like those of the past: cut into weeks from now on, the last
 * one short; of each, what every week of the past brought on the same days.
 */
export function restByWeek(weeks: PastWeeks, { ahead }: Place): Amount[][] {
  const blocks: Amount[][] = [];
  for (let begin = 0; begin <= ahead; begin += DAYS) {
    const distances = Array.from({ length: Math.min(DAYS, ahead - begin + 1) }, (_, i) => begin + i);
    blocks.push(
      weeks.map((week) =>
        sumOf(distances.map((at) => (at === 0 ? week[0]!.after : wholeDay(dayOf(week, at))))),
      ),
    );
  }
  return blocks;
}

/** What the part of the period that has passed would have brought, by the mean of the weeks of the past. */
function expectedSoFar(weeks: PastWeeks, { passed }: Place): Amount {
  const distances = Array.from({ length: passed }, (_, i) => -1 - i);
  const byWeek = weeks.map((week) =>
    sumOf([week[0]!.before, ...distances.map((at) => wholeDay(dayOf(week, at)))]),
  );
  return meanOf(byWeek);
}

/**
 * The share of a period's work that has passed, 0 to 1, as the weeks of the past had it on these weekdays and hours.
 * Null where they had none.
 *
 * @param volume what of an amount is the work: of a total itself, of a rate or a mean its cases
 */
export function shareOfWork(weeks: PastWeeks, place: Place, volume: keyof Amount): number | null {
  const passed = expectedSoFar(weeks, place)[volume];
  const rest = sumOf(restByWeek(weeks, place).map(meanOf))[volume];
  return passed + rest > 0 ? passed / (passed + rest) : null;
}
