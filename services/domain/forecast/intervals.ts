/** Forecasts and what came, of a backtest. */
export interface Errors {
  readonly forecasts: Float64Array;
  readonly actuals: Float64Array;
  /** How many of them are filled. */
  readonly count: number;
}

/** Borders between which 80 and 95 of a hundred values lie. */
export interface Borders {
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
}

/**
 * @param widen at least 1: how much wider than for the coming week
 * @param into takes the borders; spares an object an interval
 */
export type Intervals = (forecast: number, widen: number, into: Borders) => void;

const Z80 = 1.2815515655446004;
const Z95 = 1.959963984540054;
const QUANTILES = [0.025, 0.1, 0.9, 0.975] as const;
/** Without a backtest: days vary by a quarter, as centers' days do. */
const UNTRIED = 0.25;
/** Bins of forecasts have at least so many errors. */
const LEAST_IN_BIN = 120;
const BINS_AN_OCTAVE = 2;
const BINS = 80;
const SMALLEST = -20;

/**
 * Prediction intervals by the errors of a backtest. Errors go by the size of the forecast, for a busy interval errs by
 * more than a quiet one: in bins of like forecasts the quantiles of (actual - forecast) / scale are taken, and lie on a
 * line between bins; `scaleOf` holds them comparable. Counts are no surer than Poisson's: an interval has at least the
 * width of the square root of its forecast. Nothing lies below 0; where nothing is forecast, nothing is expected.
 */
export function intervalsOf(errors: Errors): Intervals {
  const bins = binsOf(errors);
  if (bins.length === 0) return byScale;
  const found = new Float64Array(4);
  return (forecast, widen, into) => {
    const scale = scaleOf(forecast) * widen;
    quantilesAt(bins, forecast, found);
    bound(
      forecast,
      forecast + found[0]! * scale,
      forecast + found[1]! * scale,
      forecast + found[2]! * scale,
      forecast + found[3]! * scale,
      into,
    );
  };
}

function byScale(forecast: number, widen: number, into: Borders): void {
  const scale = scaleOf(forecast) * widen;
  bound(
    forecast,
    forecast - Z95 * scale,
    forecast - Z80 * scale,
    forecast + Z80 * scale,
    forecast + Z95 * scale,
    into,
  );
}

function bound(
  forecast: number,
  lower95: number,
  lower80: number,
  upper80: number,
  upper95: number,
  into: Borders,
): void {
  const root = Math.sqrt(Math.max(0, forecast));
  into.lower80 = Math.max(0, Math.min(lower80, forecast - Z80 * root));
  into.upper80 = Math.max(upper80, forecast + Z80 * root);
  into.lower95 = Math.max(0, Math.min(lower95, into.lower80, forecast - Z95 * root));
  into.upper95 = Math.max(upper95, into.upper80, forecast + Z95 * root);
}

/** Poisson's variance and that of a day's level. */
function scaleOf(forecast: number): number {
  return Math.sqrt(forecast + (UNTRIED * forecast) ** 2);
}

interface Bin {
  /** Mean logarithm of its forecasts. */
  readonly at: number;
  readonly quantiles: readonly number[];
}

function binOf(forecast: number): number {
  const bin = Math.floor((Math.log2(forecast) - SMALLEST) * BINS_AN_OCTAVE);
  return Math.max(0, Math.min(BINS - 1, bin));
}

/** Bins that are too small are joined to the next larger forecasts, the last to the one before. */
function binsOf({ forecasts, actuals, count }: Errors): Bin[] {
  const sizes = new Uint32Array(BINS);
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (!(forecasts[i]! > 0)) continue;
    sizes[binOf(forecasts[i]!)]!++;
    total++;
  }
  const groupOf = new Uint8Array(BINS);
  const groups = grouped(sizes, total, groupOf);
  const errors = groups.map((size) => new Float64Array(size));
  const logs = new Float64Array(groups.length);
  const filled = new Uint32Array(groups.length);
  for (let i = 0; i < count; i++) {
    const forecast = forecasts[i]!;
    if (!(forecast > 0)) continue;
    const group = groupOf[binOf(forecast)]!;
    errors[group]![filled[group]!++] = (actuals[i]! - forecast) / scaleOf(forecast);
    logs[group]! += Math.log(forecast);
  }
  return errors.map((sorted, group) => {
    sorted.sort();
    return { at: logs[group]! / sorted.length, quantiles: QUANTILES.map((share) => quantile(sorted, share)) };
  });
}

function grouped(sizes: Uint32Array, total: number, groupOf: Uint8Array): number[] {
  const groups: number[] = [];
  if (total < LEAST_IN_BIN) return groups;
  let size = 0;
  let left = total;
  for (let bin = 0; bin < BINS; bin++) {
    groupOf[bin] = groups.length;
    size += sizes[bin]!;
    left -= sizes[bin]!;
    if (size >= LEAST_IN_BIN && left >= LEAST_IN_BIN) {
      groups.push(size);
      size = 0;
    }
  }
  groups.push(size);
  return groups;
}

/** Of sorted values; as wide as a sample of this size needs for the next value to lie within. */
function quantile(sorted: Float64Array, share: number): number {
  const n = sorted.length;
  const place = (n + 1) * share - 1;
  const low = Math.max(0, Math.min(n - 1, Math.floor(place)));
  const high = Math.min(n - 1, low + 1);
  const part = Math.max(0, Math.min(1, place - low));
  return sorted[low]! + (sorted[high]! - sorted[low]!) * part;
}

function quantilesAt(bins: readonly Bin[], forecast: number, into: Float64Array): void {
  const log = Math.log(Math.max(forecast, Number.MIN_VALUE));
  let next = 0;
  while (next < bins.length && bins[next]!.at < log) next++;
  const high = bins[Math.min(next, bins.length - 1)]!;
  const low = bins[Math.max(0, next - 1)]!;
  const part = high.at > low.at ? Math.max(0, Math.min(1, (log - low.at) / (high.at - low.at))) : 0;
  for (let i = 0; i < 4; i++) into[i] = low.quantiles[i]! + (high.quantiles[i]! - low.quantiles[i]!) * part;
}
