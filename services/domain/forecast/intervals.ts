/** Forecasts and what came, of a backtest. */
export interface Errors {
  readonly forecasts: Float64Array;
  readonly actuals: Float64Array;
  /** How much wider the interval of each is than others of its size. */
  readonly widen: Float64Array;
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
const NORMAL = [-Z95, -Z80, Z80, Z95] as const;
/** Up to this forecast the lower border is 0 and the upper one a whole number. */
const FEW = 1.6;
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
 *
 * Where few or none come, the borders are whole numbers from 0 on, and few of them: that one is taken by which the
 * share of counts within comes closest to 80 or 95 of a hundred, in the bin and by Poisson.
 */
export function intervalsOf(errors: Errors): Intervals {
  const bins = binsOf(errors);
  const found = new Float64Array(4);
  return (forecast, widen, into) => {
    const scale = scaleOf(forecast) * widen;
    const root = Math.sqrt(Math.max(0, forecast));
    if (bins.length === 0) found.set(NORMAL);
    else quantilesAt(bins, forecast, found);
    into.lower80 = Math.max(0, forecast + Math.min(found[1]! * scale, -Z80 * root));
    into.upper80 = forecast + Math.max(found[2]! * scale, Z80 * root);
    into.lower95 = Math.max(0, Math.min(into.lower80, forecast + Math.min(found[0]! * scale, -Z95 * root)));
    into.upper95 = Math.max(into.upper80, forecast + Math.max(found[3]! * scale, Z95 * root));
    if (forecast > FEW) return;
    const bin = nearest(bins, forecast);
    into.lower80 = 0;
    into.lower95 = 0;
    into.upper80 = Math.max(forecast, closest(forecast, 0.8), bin === null ? 0 : bin.most80 * widen);
    into.upper95 = Math.max(into.upper80, closest(forecast, 0.95), bin === null ? 0 : bin.most95 * widen);
  };
}

/** The count up to which Poisson's probability comes closest to a share. */
function closest(mean: number, share: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  let count = 0;
  while (sum < share) {
    term *= mean / ++count;
    if (sum + term >= share) return sum + term - share < share - sum ? count : count - 1;
    sum += term;
  }
  return count;
}

/** Of sorted counts, that up to which their share comes closest to another. */
function closestOf(sorted: Float64Array, share: number): number {
  const at = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const below = sorted.findIndex((value) => value >= at);
  const upTo = sorted.findLastIndex((value) => value <= at) + 1;
  const isBelowCloser = below > 0 && share - below / sorted.length < upTo / sorted.length - share;
  return isBelowCloser ? sorted[below - 1]! : at;
}

/** Poisson's variance and that of a day's level. */
function scaleOf(forecast: number): number {
  return Math.sqrt(forecast + (UNTRIED * forecast) ** 2);
}

interface Bin {
  /** Mean logarithm of its forecasts. */
  readonly at: number;
  readonly quantiles: readonly number[];
  /** Counts up to which about 80 and 95 of a hundred lie. */
  readonly most80: number;
  readonly most95: number;
}

function binOf(forecast: number): number {
  const bin = Math.floor((Math.log2(forecast) - SMALLEST) * BINS_AN_OCTAVE);
  return Math.max(0, Math.min(BINS - 1, bin));
}

/** Bins that are too small are joined to the next larger forecasts, the last to the one before. */
function binsOf({ forecasts, actuals, widen, count }: Errors): Bin[] {
  const sizes = new Uint32Array(BINS);
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (!(forecasts[i]! > 0)) continue;
    sizes[binOf(forecasts[i]!)]!++;
    total++;
  }
  const groupOf = new Uint8Array(BINS);
  if (total < LEAST_IN_BIN) return [];
  const groups = grouped(sizes, total, groupOf);
  const errors = groups.map((size) => new Float64Array(size));
  const came = groups.map((size) => new Float64Array(size));
  const logs = new Float64Array(groups.length);
  const filled = new Uint32Array(groups.length);
  for (let i = 0; i < count; i++) {
    const forecast = forecasts[i]!;
    if (!(forecast > 0)) continue;
    const group = groupOf[binOf(forecast)]!;
    came[group]![filled[group]!] = actuals[i]!;
    errors[group]![filled[group]!++] = (actuals[i]! - forecast) / (scaleOf(forecast) * widen[i]!);
    logs[group]! += Math.log(forecast);
  }
  return errors.map((sorted, group) => {
    sorted.sort();
    const at = logs[group]! / sorted.length;
    const counts = at <= Math.log(2 * FEW) ? came[group]!.sort() : null;
    return {
      at,
      quantiles: QUANTILES.map((share) => quantile(sorted, share)),
      most80: counts === null ? 0 : closestOf(counts, 0.8),
      most95: counts === null ? 0 : closestOf(counts, 0.95),
    };
  });
}

function grouped(sizes: Uint32Array, total: number, groupOf: Uint8Array): number[] {
  const groups: number[] = [];
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

/** The bin of the forecasts that are most like one; null without bins. */
function nearest(bins: readonly Bin[], forecast: number): Bin | null {
  const log = Math.log(Math.max(forecast, Number.MIN_VALUE));
  let found: Bin | null = null;
  for (const bin of bins)
    if (found === null || Math.abs(bin.at - log) < Math.abs(found.at - log)) found = bin;
  return found;
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
