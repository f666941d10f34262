import { figureText } from '../../format/value.ts';

export type AmountUnit = 'ms' | 'ratio' | 'count' | 'score';

const grafanaUnits: Readonly<Record<string, string>> = { ms: 'ms', ratio: 'percentunit' };

/** Of what is expected there are fractions; from here on nobody reads them. */
const WHOLE_FROM = 100;

/** Writes an amount in the unit of its metric, or that there is none. */
export const writeAmount = (value: number | null, unit: string, locale: string): string =>
  figureText(
    unit === 'count' && value !== null && Math.abs(value) >= WHOLE_FROM ? Math.round(value) : value,
    { unit: grafanaUnits[unit] ?? 'none' },
    locale,
  );

const durations: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads what was typed as an amount in the unit of a metric: times such as `1m 20s`, ms; shares such as `80%`, or from 0
 * to 1. Null where it is none; a bare number is no time, as nobody could tell of what.
 */
export function readAmount(typed: string, unit: AmountUnit): number | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  if (unit === 'ms') {
    if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return null;
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
    return parts.reduce((sum, [, amount, of]) => sum + Number(amount) * durations[of!]!, 0);
  }
  const [, number, perCent] = /^([+-]?\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (number === undefined || (perCent && unit !== 'ratio')) return null;
  // Ten digits: 35 per cent is 0.35, and not what is left of a division.
  const value = perCent ? Number((Number(number) / 100).toPrecision(10)) : Number(number);
  return unit === 'ratio' && (value < 0 || value > 1) ? null : value;
}

/** An amount as it is typed, so that what was read comes back. */
export function typedAmount(value: number, unit: AmountUnit): string {
  if (unit === 'ratio') return `${Number((value * 100).toPrecision(10))}%`;
  if (unit !== 'ms') return String(value);
  if (value % 1_000 !== 0 || value === 0) return `${value}ms`;
  let rest = value;
  return (['d', 'h', 'm', 's'] as const)
    .map((of) => {
      const count = Math.floor(rest / durations[of]!);
      rest -= count * durations[of]!;
      return count > 0 ? `${count}${of}` : '';
    })
    .join('');
}
