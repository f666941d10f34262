/** A day that is over: contacts expected and come, interval by interval; null where one of them is not known. */
export interface PastDay {
  readonly forecast: readonly (number | null)[];
  readonly actual: readonly (number | null)[];
}

/** How days differ from their forecasts. */
export interface DayVariation {
  /** Variance of the factor by which a whole day differs from its forecast, beyond what chance explains. */
  readonly dayVariance: number;
  /** Variance of the contacts of an interval around the level of their day, over their mean; 1 is chance alone (Poisson). */
  readonly dispersion: number;
}

/** With fewer days nothing is said. */
const FEWEST_DAYS = 7;
/** Days differ by a twentieth at least, whatever a past says that is too short or too quiet to tell. */
const LEAST_VARIANCE = 0.05 ** 2;
/** Of a normal distribution, standard deviation over median absolute deviation. */
const MAD = 1.4826;

/**
 * Reckons the variation from past days and the forecasts that were made of them. Medians, so that a holiday or an outage
 * among them does not make all days look wild.
 *
 * @returns null with fewer than seven days on which anything was expected
 */
export function dayVariation(days: readonly PastDay[]): DayVariation | null {
  const seen = days.flatMap((day) => summary(day) ?? []);
  if (seen.length < FEWEST_DAYS) return null;
  const dispersion = Math.max(1, median(seen.flatMap(({ dispersion: own }) => own ?? [])) || 1);
  const spread = MAD * median(seen.map(({ factor }) => Math.abs(factor - 1)));
  const byChance = dispersion / median(seen.map(({ expected }) => expected));
  return { dispersion, dayVariance: Math.max(LEAST_VARIANCE, spread ** 2 - byChance) };
}

/**
 * The variation that a forecast's own 80 % interval speaks of, for a series without a past: as if all that chance does
 * not explain were common to the day.
 */
export function variationOfBand(
  intervals: readonly {
    readonly forecast: number | null;
    readonly lower80: number | null;
    readonly upper80: number | null;
  }[],
): DayVariation {
  let beyondChance = 0;
  let squares = 0;
  for (const { forecast, lower80, upper80 } of intervals) {
    if (forecast === null || lower80 === null || upper80 === null) continue;
    const deviation = (upper80 - lower80) / (2 * Z80);
    beyondChance += Math.max(0, deviation ** 2 - forecast);
    squares += forecast ** 2;
  }
  return { dispersion: 1, dayVariance: squares > 0 ? beyondChance / squares : 0 };
}

/** Of a normal distribution, eight tenths lie within so many standard deviations. */
const Z80 = 1.2815515655446004;

interface DaySummary {
  expected: number;
  factor: number;
  dispersion: number | null;
}

function summary({ forecast, actual }: PastDay): DaySummary | null {
  const known = forecast.flatMap((expected, i) => {
    const came = actual[i] ?? null;
    return expected !== null && expected > 0 && came !== null ? [{ expected, came }] : [];
  });
  const expected = sum(known.map((one) => one.expected));
  if (!(expected > 0)) return null;
  const factor = sum(known.map(({ came }) => came)) / expected;
  // Pearson's statistic; a day on which nobody came says nothing of how evenly.
  const pearson = sum(known.map((one) => (one.came - factor * one.expected) ** 2 / (factor * one.expected)));
  return {
    expected,
    factor,
    dispersion: factor > 0 && known.length > 1 ? pearson / (known.length - 1) : null,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 0 of none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
