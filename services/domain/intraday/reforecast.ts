import type { DayVariation } from './day-variation.ts';

/** An interval of the day that runs: what was expected of it, and what is known to have come. */
export interface RunningInterval {
  /** Contacts expected, and the borders between which 80 of a hundred lie; null where no forecast is made. */
  readonly forecast: number | null;
  readonly lower80: number | null;
  readonly upper80: number | null;
  /** Contacts that came in the part that is known; null: nothing is known of it. */
  readonly actual: number | null;
  /** The part of it of which everything that came is known: 0 to 1. */
  readonly known: number;
}

/** What an interval is now expected to bring in all, what has come included. */
export interface Reforecast {
  readonly reforecast: number;
  readonly lower80: number;
  readonly upper80: number;
}

export interface ReforecastDay {
  /** By what the day is taken to differ from its forecast: 1.1 is a tenth more. */
  readonly factor: number;
  /** Of the factor. */
  readonly deviation: number;
  /** An entry an interval; null where all is known, or nothing was forecast. */
  readonly intervals: readonly (Reforecast | null)[];
}

/**
 * Forecasts the rest of a day anew from the day so far.
 *
 * The day differs from its forecast by a factor, of mean 1 and the variance that past days had; contacts come by chance
 * around it (gamma-Poisson). After E expected and Y come, with a day variance v and a dispersion d, the factor is
 * (1 + v Y / d) / (1 + v E / d), and its variance v factor / (1 + v E / d): early in the day, or where days are all
 * alike, it stays near 1, and few contacts more or less move it little. The counts of an overdispersed day weigh 1 / d.
 *
 * The band keeps the shape of the forecast's own, and becomes as much narrower as the variance does: d times the mean,
 * plus what is not known of the factor. Before anything came, all is as forecast.
 */
export function reforecast(
  intervals: readonly RunningInterval[],
  { dayVariance, dispersion }: DayVariation,
): ReforecastDay {
  let expected = 0;
  let came = 0;
  for (const { forecast, actual, known } of intervals) {
    if (forecast === null || actual === null || known <= 0) continue;
    expected += forecast * Math.min(1, known);
    came += actual;
  }
  const weight = dayVariance / dispersion;
  const factor = (1 + weight * came) / (1 + weight * expected);
  const variance = (dayVariance * factor) / (1 + weight * expected);
  return {
    factor,
    deviation: Math.sqrt(variance),
    intervals: intervals.map((interval) => restOf(interval, factor, variance, { dayVariance, dispersion })),
  };
}

function restOf(
  { forecast, lower80, upper80, actual, known }: RunningInterval,
  factor: number,
  variance: number,
  { dayVariance, dispersion }: DayVariation,
): Reforecast | null {
  if (forecast === null || known >= 1) return null;
  const seen = actual ?? 0;
  const open = actual === null ? forecast : forecast * (1 - Math.max(0, known));
  const rest = open * factor;
  const before = dispersion * forecast + dayVariance * forecast ** 2;
  const now = dispersion * rest + variance * open ** 2;
  const narrower = before > 0 ? Math.sqrt(now / before) : 1;
  const below = Math.max(0, forecast - (lower80 ?? forecast)) * narrower;
  const above = Math.max(0, (upper80 ?? forecast) - forecast) * narrower;
  return {
    reforecast: seen + rest,
    lower80: seen + Math.max(0, rest - below),
    upper80: seen + rest + above,
  };
}
