import type { Unit } from '../../metrics/definition/metric.ts';

/**
 * What is wrong with a figure that a metric is compared with, or null.
 *
 * @param written as it stands in the file: a number, or the text of a duration
 * @param value what it was read as: a number, or ms
 */
export function amountFault(unit: Unit, written: unknown, value: number): string | null {
  if (unit !== 'ms' && typeof written === 'string') {
    return unit === 'ratio' ? 'must be a ratio from 0 to 1, such as 0.8' : 'must be a number, not a duration';
  }
  if (unit !== 'ratio' || (value >= 0 && value <= 1)) return null;
  const meant = value > 1 && value <= 100 ? `; ${value} % is ${Number((value / 100).toFixed(6))}` : '';
  return `must be a ratio from 0 to 1${meant}`;
}
