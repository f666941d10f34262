import type { Stay, Work } from './day.ts';

/** Figures of a day, reckoned from its stays and works in whole seconds. Durations ms. */
export function truthOf(stays: readonly Stay[], works: readonly Work[]) {
  const of = (outcome: Stay['outcome']) => stays.filter((stay) => stay.outcome === outcome);
  const answered = of('answered');
  const abandoned = of('abandoned');
  const short = abandoned.filter(({ waited }) => waited! < 5);
  const inTime = answered.filter(({ waited }) => waited! <= 20);
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const mean = <T>(rows: readonly T[], seconds: (row: T) => number) =>
    share(
      rows.reduce((sum, row) => sum + seconds(row) * 1_000, 0),
      rows.length,
    );
  return {
    offered: stays.length,
    answered: answered.length,
    abandoned: abandoned.length,
    short_abandons: short.length,
    flowed_out: of('flowed out').length,
    service_level: share(inTime.length, answered.length + abandoned.length - short.length),
    asa: mean(answered, ({ waited }) => waited!),
    handled: works.length,
    aht: mean(works, ({ talk, hold, wrap }) => talk + hold + wrap),
    talk_time: mean(works, ({ talk }) => talk),
    hold_time: mean(works, ({ hold }) => hold),
    wrap_time: mean(works, ({ wrap }) => wrap),
  };
}
