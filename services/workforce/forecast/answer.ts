import { handlingTimes } from '../../domain/forecast/aht.ts';
import type { Day } from '../../domain/forecast/day.ts';
import type { Forecast } from '../../domain/forecast/forecast.ts';
import { unknownDay } from '../../domain/forecast/rows.ts';
import { PER_DAY } from '../days.ts';
import type { SeriesHistory } from './history.ts';
import type { KnownDays } from './known.ts';
import type { Observed } from './observed.ts';
import type { ForecastDay, ForecastRequest, SeriesForecast } from './series-forecast.ts';

/** Whole days around now. */
interface Days {
  readonly past: readonly Day[];
  readonly ahead: readonly Day[];
  /** Begin of the first of `ahead`, UTC ms. */
  readonly today: number;
}

interface Series extends Pick<SeriesForecast, 'queue' | 'channel'> {
  readonly observed: Observed;
  readonly known: KnownDays;
  readonly forecast: Forecast;
}

/**
 * The days asked for of a series: forecasts of those ahead; of past days the ones that the backtest made, each from what
 * lay before its week; and what came.
 *
 * @param current what came today: all series of it, and until when it is complete (UTC ms)
 */
export function answerOf(
  { queue, channel, observed, known, forecast }: Series,
  { past, ahead, today }: Days,
  { from, to, interval }: ForecastRequest,
  current: { readonly series: readonly SeriesHistory[]; readonly until: number },
): SeriesForecast {
  const all = [...past, ...ahead];
  const wanted = all.filter((day, i) => day.starts[0]! < to && (all[i + 1]?.starts[0] ?? to) > from);
  const handling = handlingTimes({
    history: observed.handling,
    horizon: wanted,
    perDay: PER_DAY[interval],
  });
  const made = byDate([...forecast.past, ...forecast.days]);
  const came = byDate(observed.contacts);
  const now = current.series.find((one) => one.queue === queue && one.channel === channel);
  const { days, past: _, notes, ...about } = forecast;
  return {
    queue,
    channel,
    ...about,
    // Known events are told by their names, not day by day.
    notes: [...notes.filter(({ kind }) => kind !== 'event'), ...known.notes],
    days: wanted.map((day, i): ForecastDay => {
      const isToday = day.starts[0] === today;
      const actual = isToday ? soFar(ahead, now, current.until) : came.get(day.date)?.values;
      return {
        ...(made.get(day.date) ?? unknownDay(day)),
        aht: handling[i]!,
        actual: actual ?? day.starts.map(() => null),
        special: known.special.get(day.date) ?? null,
      };
    }),
  };
}

/** What came in the intervals of today that are over. */
function soFar(
  [today, tomorrow]: readonly Day[],
  history: SeriesHistory | undefined,
  until: number,
): (number | null)[] {
  return today!.starts.map((_, place) => {
    const end = today!.starts[place + 1] ?? tomorrow!.starts[0]!;
    return end <= until ? (history?.offered[place] ?? 0) : null;
  });
}

const byDate = <T extends Day>(days: readonly T[]) => new Map(days.map((day) => [day.date, day]));
