import { excludesZero, type Interval } from '../../domain/statistics/interval.ts';
import type { Metric } from '../../metrics/definition/metric.ts';
import { amount, type Language, points, signed, size } from './amounts.ts';
import type { ComparedMetric } from './compare.ts';
import type { Verdict } from './verdict.ts';

/** A comparison as it is told to people. */
export interface Told {
  readonly a: string | null;
  readonly b: string | null;
  readonly difference: string | null;
  readonly interval: string | null;
  /** The p that is corrected for all metrics; of very small ones only that they are. */
  readonly p: string | null;
  /** `fell by 1m 20s (95 %: 55s to 1m 45s)`: what the metric did. */
  readonly sentence: string;
}

type Row = Pick<ComparedMetric, 'metric' | 'a' | 'b' | 'difference' | 'interval' | 'pAdjusted'>;

/** Puts a comparison into words, amounts in the metric's unit: durations, per cent, and points of a per cent. */
export function tell(row: Row, verdict: Verdict, language: Language): Told {
  const { metric, a, b, difference, interval } = row;
  const value = (one: number | null) => (one === null ? null : amount(metric, one, language));
  return {
    a: value(a.value),
    b: value(b.value),
    difference:
      difference === null ? null : `${signed(metric, difference, language)}${points(metric, language)}`,
    interval: interval && range(metric, interval, language),
    p: row.pAdjusted === null ? null : row.pAdjusted < 0.0001 ? '< 0.0001' : row.pAdjusted.toFixed(4),
    sentence: sentenceOf(row, verdict, language),
  };
}

const WORDS = {
  en: {
    to: 'to',
    fell: 'fell by',
    rose: 'rose by',
    aDay: ' a day',
    sure: (words: string, between: string) => `${words} (95 %: ${between})`,
    none: (between: string) => `no difference found (95 %: ${between})`,
    amongMany: (between: string) =>
      `no difference found: of so many metrics one differs like this by chance (95 %: ${between})`,
    bare: 'no difference found',
    few: 'too few cases to tell',
  },
  zh: {
    to: '至',
    fell: '下降了',
    rose: '上升了',
    aDay: '/天',
    sure: (words: string, between: string) => `${words}（95%：${between}）`,
    none: (between: string) => `未发现差异（95%：${between}）`,
    amongMany: (between: string) => `未发现差异：指标较多时总有一项会偶然如此（95%：${between}）`,
    bare: '未发现差异',
    few: '数据太少，无法判断',
  },
} as const;

function sentenceOf({ metric, a, difference, interval }: Row, verdict: Verdict, language: Language): string {
  const words = WORDS[language];
  if (verdict === 'too_few' || difference === null) return words.few;
  if (verdict === 'no_difference') {
    if (interval === null) return words.bare;
    // An interval is of its metric alone, the verdict of all that were asked for together.
    const write = excludesZero(interval) ? words.amongMany : words.none;
    return write(range(metric, interval, language));
  }
  const aDay = a.total === undefined ? '' : words.aDay;
  const by = `${size(metric, difference, language)}${points(metric, language)}${aDay}`;
  const moved = `${difference < 0 ? words.fell : words.rose} ${by}`;
  return interval === null ? moved : words.sure(moved, range(metric, magnitudes(interval), language));
}

/** Of an interval on one side of zero how far from it its ends are; any other as it is. */
function magnitudes({ lower, upper }: Interval): Interval & { readonly unsigned?: true } {
  if (lower > 0) return { lower, upper, unsigned: true };
  return upper < 0 ? { lower: -upper, upper: -lower, unsigned: true } : { lower, upper };
}

/** Both ends, the unit that is a word behind the second. */
function range(
  metric: Metric,
  interval: Interval & { readonly unsigned?: true },
  language: Language,
): string {
  const write = interval.unsigned ? size : signed;
  const [lower, upper] = [interval.lower, interval.upper].map((end) => write(metric, end, language));
  return `${lower} ${WORDS[language].to} ${upper}${points(metric, language)}`;
}
