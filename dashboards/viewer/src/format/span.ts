import { numberFormat } from './number.ts';

const unitNames: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** Writes `6h` in full: 6 hours. */
export function spanText(span: string, locale: string): string {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(span) ?? [];
  if (!count || !unit) return span;
  const options = { style: 'unit', unit: unitNames[unit]!, unitDisplay: 'long' } as const;
  return numberFormat(locale, options).format(Number(count));
}
