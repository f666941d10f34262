/** Alone: `node --import tsx test/bench/forecast.ts`. */
import { fileURLToPath } from 'node:url';
import { faultOfSource, specialDaysOf } from '../../services/center/holidays/index.ts';
import type { SpecialDay } from '../../services/domain/calendar/special-day.ts';
import type { ObservedDay } from '../../services/domain/forecast/day.ts';
import { forecast } from '../../services/domain/forecast/forecast.ts';
import { sharedData } from '../support/shared-data.ts';
import { ALTERED, readArrivals } from './forecast/arrivals.ts';
import { type Figures, type Fold, foldsFrom, mean, median, runFolds, wapeOf } from './forecast/folds.ts';
import { manyQueues } from './forecast/queues.ts';
import { atMost, type Bench, figure, type Line, table } from './report.ts';

const BENCH = 'forecast';
const BANK = 'bank_arrivals/calls_6min_1999_jan_aug.csv';
const HORIZON_DAYS = 91;
const QUEUES = 100;

interface Data {
  readonly days: ObservedDay[];
  readonly folds: Fold[];
  /** A country, or a country and a region (`DE-BY`); null for none. */
  readonly place: string | null;
  readonly isBank: boolean;
}

/** The bank's calls, or those of `FORECAST_DATA`: whole weeks after the first two months. */
function readData(): Data {
  const other = process.env.FORECAST_DATA;
  const place = process.env.FORECAST_HOLIDAYS ?? (other ? '' : 'IL');
  const days = readArrivals(other ?? sharedData(BANK), other ? new Set() : ALTERED);
  const begin = other ? monthsAfter(days[0]!.date, 2) : '1999-03-01';
  return { days, folds: foldsFrom(days, begin), place: place === '' ? null : place, isBank: !other };
}

function monthsAfter(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1 + months, day!)).toISOString().slice(0, 10);
}

function holidaysOf(place: string, days: readonly ObservedDay[]): (date: string) => SpecialDay | null {
  const [country, region] = place.split('-');
  const source = { country: country!, ...(region === undefined ? {} : { region }) };
  const fault = faultOfSource(source);
  if (fault !== null && fault !== undefined) throw new Error(`FORECAST_HOLIDAYS: ${JSON.stringify(fault)}`);
  const years = [days[0]!.date, days.at(-1)!.date].map((date) => Number(date.slice(0, 4)));
  const known = new Map(specialDaysOf(source, years[0]!, years[1]!).days.map((day) => [day.date, day]));
  return (date) => known.get(date) ?? null;
}

/** Too wide is as wrong as too narrow: the ratio is 2 where the share is as promised, and 1 at the borders. */
function covered(what: string, share: number, promised: number, off: number): Line {
  const [least, most] = [promised - off, promised + off].map((value) => Math.round(value * 100));
  return {
    bench: BENCH,
    what,
    goal: `${least}-${most} %`,
    measured: `${(share * 100).toFixed(1)} %`,
    value: share,
    ratio: 2 - Math.abs(share - promised) / off,
  };
}

function coverage(what: string, { coverage80, coverage95 }: Figures): Line[] {
  return [
    covered(`${what}: within the 80 % intervals`, coverage80, 0.8, 0.03),
    covered(`${what}: within the 95 % intervals`, coverage95, 0.95, 0.02),
  ];
}

/** A goal of the bank's data; of others there is none. */
function wape(what: string, value: number, goal: number | null): Line {
  const line = goal === null ? figure(BENCH, what, value, '') : atMost(BENCH, what, value, goal, '');
  return { ...line, goal: goal === null ? '' : `<= ${goal}`, measured: value.toFixed(4) };
}

export const forecastBench: Bench = {
  name: BENCH,
  title: "a bank's calls by the half-hour, week by week from what lay before; 13 weeks of 100 queues",
  async run(say) {
    const { days, folds, place, isBank } = readData();
    if (folds.length === 0) throw new Error('too short: no whole week after the first two months');
    say(`${folds.length} weeks from ${folds[0]!.week[0]!.date} to ${folds.at(-1)!.week.at(-1)!.date}`);
    const begunAt = process.cpuUsage();
    const plain = runFolds(folds, () => null);
    const seconds = secondsSince(begunAt);
    say(`without holidays: ${[...plain.methods].map(([method, count]) => `${method} ${count}`).join(', ')}`);
    const lines = [
      wape('WAPE, last week again', wapeOf(folds, 1, mean), null),
      ...(isBank
        ? [
            wape(
              'WAPE, statsforecast 2.1.1, MSTL (48, 336) with AutoETS: not run here, took 37 s',
              0.402,
              null,
            ),
          ]
        : []),
      wape('WAPE, mean of four weeks', wapeOf(folds, 4, mean), null),
      wape('WAPE, median of six weeks', wapeOf(folds, 6, median), null),
      wape('WAPE, without holidays', plain.wape, isBank ? 0.298 : null),
      ...coverage('without holidays', plain),
    ];
    if (place !== null) {
      const informed = runFolds(folds, holidaysOf(place, days));
      lines.push(wape(`WAPE, with holidays of ${place}`, informed.wape, isBank ? 0.272 : null));
      lines.push(...coverage('with holidays', informed));
    }
    lines.push(atMost(BENCH, `${folds.length} weeks forecast`, seconds, (3 * folds.length) / 26, ' s'));
    lines.push(manyLine(say));
    return lines;
  },
};

/** Of processor time: a forecast waits for nothing, and other processes do not count. */
function secondsSince(begunAt: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begunAt);
  return (user + system) / 1_000_000;
}

/** 13 weeks of queues with a year of history each, in one go. */
function manyLine(say: (line: string) => void): Line {
  const queues = manyQueues(QUEUES, 365, HORIZON_DAYS);
  const methods = new Map<string, number>();
  const begunAt = process.cpuUsage();
  for (const { history, horizon } of queues) {
    const { days, method } = forecast({ history, horizon, perDay: 48 });
    if (days.length !== HORIZON_DAYS) throw new Error(`${days.length} days`);
    methods.set(method, (methods.get(method) ?? 0) + 1);
  }
  const seconds = secondsSince(begunAt);
  say(`${QUEUES} queues: ${[...methods].map(([method, count]) => `${method} ${count}`).join(', ')}`);
  return atMost(
    BENCH,
    `13 weeks of ${QUEUES} queues by the half-hour, a year each, backtest included`,
    seconds,
    5,
    ' s',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(table(await forecastBench.run((line) => process.stderr.write(`${line}\n`))));
}
