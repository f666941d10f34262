import type { Amount, CutDay } from '../../../services/domain/goals/past-weeks.ts';

export const total = (part: number): Amount => ({ part, whole: 0 });

type Day = number | readonly [before: number, after: number];

/** Weeks of totals from today's weekday on; a day by its parts before and after this time of day, or whole. */
export const pastWeeks = (...weeks: readonly (readonly Day[])[]): CutDay[][] =>
  weeks.map((week) =>
    week.map((day) => {
      const [before, after] = typeof day === 'number' ? [0, day] : day;
      return { before: total(before), after: total(after) };
    }),
  );

/** The same, each day of whole cases of which so many count. */
export const pastRates = (
  ...weeks: readonly (readonly (readonly [part: number, whole: number])[])[]
): CutDay[][] =>
  weeks.map((week) =>
    week.map(([part, whole]) => ({ before: { part: 0, whole: 0 }, after: { part, whole } })),
  );
