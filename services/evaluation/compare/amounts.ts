import { formatDuration } from '../../lib/duration.ts';
import type { Metric } from '../../metrics/definition/metric.ts';

export type Language = 'en' | 'zh';

const POINTS = { en: ' points', zh: ' 个百分点' } as const;

/** A difference with its sign and its unit. */
export const signedDifference = (metric: Metric, difference: number, language: Language): string =>
  `${signed(metric, difference, language)}${points(metric, language)}`;

/** A value in its unit. */
export function amount({ unit }: Metric, value: number, language: Language): string {
  if (unit === 'ms') return duration(value);
  if (unit === 'ratio') return `${digits(value * 100, language)}${language === 'en' ? ' ' : ''}%`;
  return digits(value, language);
}

/** How far two values are from each other, without the word for points of a per cent. */
export const size = (metric: Metric, difference: number, language: Language) =>
  metric.unit === 'ratio'
    ? digits(Math.abs(difference) * 100, language)
    : amount(metric, Math.abs(difference), language);

/** How far and which way; what rounds to nothing has no way. */
export function signed(metric: Metric, difference: number, language: Language): string {
  const text = size(metric, difference, language);
  if (text === size(metric, 0, language)) return text;
  return `${difference < 0 ? '−' : '+'}${text}`;
}

export const points = ({ unit }: Metric, language: Language) => (unit === 'ratio' ? POINTS[language] : '');

/** Three digits are what a difference is ever worth reading to. */
const digits = (value: number, language: Language) =>
  new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0,
  }).format(value);

/** A duration, ms, 0 or more: between one and ten seconds a tenth is worth reading. */
const duration = (ms: number) =>
  ms >= 999.5 && ms < 9_950 ? `${Number((ms / 1_000).toFixed(1))}s` : formatDuration(ms);
